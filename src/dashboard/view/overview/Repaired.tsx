import type { PastRun } from "../../api/wire.ts"
import { repairsLately } from "../../model/words/runWords.ts"
import { valueOf } from "../../state/Loadable.ts"
import { useModel } from "../../state/Shared.ts"
import { Run } from "../history/Run.tsx"
import { useNow } from "../parts/facts/When.tsx"

const NONE: ReadonlyArray<PastRun> = []
const SHOWN_MAX = 3

/** Repairs that the controller made by itself, so that its owner sees them. */
export const Repaired = () => {
  const runs = valueOf(useModel((model) => model.history))?.runs ?? NONE
  const lately = repairsLately(runs, useNow())
  if (lately.length === 0) return null
  return (
    <section class="section" aria-labelledby="repaired" tabIndex={-1}>
      <h2 id="repaired">
        Repaired in the last day <span class="soft">{lately.length}</span>
      </h2>
      <ul class="runs">
        {lately.slice(0, SHOWN_MAX).map((run) => (
          <Run key={run.run_id} run={run} />
        ))}
      </ul>
    </section>
  )
}
