import type { PastRun } from "../../api/wire.ts"
import { runMoment, runStarted, runState, runTitle } from "../../model/words/runWords.ts"
import { clockTime, exactTime } from "../../model/words/time.ts"
import { busyKey } from "../../state/Model.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Act } from "../parts/controls/Button.tsx"
import { When } from "../parts/facts/When.tsx"
import { Story } from "./Story.tsx"

const stateWords = (run: PastRun): string => {
  const state = runState(run)
  const undid = run.undoes === undefined ? "" : `Took back what was done ${runMoment(run.undoes)}.`
  switch (state.tag) {
    case "undone":
      return `${undid} Taken back ${runMoment(state.by)}.`.trim()
    case "too_large":
      return `${undid} It changed more than is kept, so it cannot be undone.`.trim()
    case "interrupted":
      return `${undid} It was cut short.`.trim()
    case "undoable":
      return undid
  }
}

export const Run = ({ run }: { readonly run: PastRun }) => {
  const { ask } = useControls()
  const busy = useModel((model) => model.busy.has(busyKey.undo(run.run_id)))
  const { tag } = runState(run)
  const words = stateWords(run)
  const title = runTitle(run)
  const started = runStarted(run)
  return (
    <li class={tag === "undone" ? "run run-undone" : "run"}>
      <p class="run-time">
        <time dateTime={started} title={exactTime(started)}>
          {clockTime(started)}
        </time>{" "}
        <When iso={started} />
      </p>
      <div class="run-words">
        <h3>{title}</h3>
        {words === "" ? null : <p class="soft">{words}</p>}
        <Story run={run} title={title} />
      </div>
      <div class="buttons">
        {tag === "undoable" || tag === "interrupted" ? (
          <Act glyph="undo" about={title} busy={busy} onClick={() => ask({ tag: "undo", run: run.run_id })}>
            Undo…
          </Act>
        ) : null}
      </div>
    </li>
  )
}
