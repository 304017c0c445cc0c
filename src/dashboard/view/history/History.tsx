import { runStarted } from "../../model/words/runWords.ts"
import { dayOf } from "../../model/words/time.ts"
import { valueOf } from "../../state/Loadable.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import type { PastRun } from "../../api/wire.ts"
import { Awaited, Blank } from "../parts/instead/Blank.tsx"
import { Trouble } from "../parts/instead/Trouble.tsx"
import { Run } from "./Run.tsx"

const NONE: ReadonlyArray<PastRun> = []

/** What past runs changed, newest first, each with the way back. */
export const History = () => {
  const history = useModel((model) => model.history)
  const { reconnect } = useControls()
  const known = valueOf(history)
  const days = Map.groupBy(known?.runs ?? NONE, (run) => dayOf(runStarted(run)))
  return (
    <section class="view">
      <h1 tabIndex={-1}>History</h1>
      <p class="soft">What was changed, and how to take it back. Runs that changed nothing are not here.</p>
      {history.tag === "failed" ? (
        <Trouble what="The history" problem={history.problem} onRetry={reconnect} />
      ) : null}
      {history.tag === "waiting" ? <Awaited lines={6} what="The history" /> : null}
      {known !== undefined && known.runs.length === 0 && known.unreadable.length === 0 ? (
        <Blank title="Nothing has been changed yet" />
      ) : null}
      {[...days].map(([day, runs]) => (
        <section key={day} class="section" aria-label={day}>
          <h2>{day}</h2>
          <ul class="runs">
            {runs.map((run) => (
              <Run key={run.run_id} run={run} />
            ))}
          </ul>
        </section>
      ))}
      {(known?.unreadable ?? []).map((name) => (
        <p key={name} class="soft">
          <code dir="ltr">data/reconciler/journal/{name}</code> cannot be read; it is left out.
        </p>
      ))}
    </section>
  )
}
