import type { PastRun } from "../../api/wire.ts"
import { count } from "../../model/count.ts"
import { changeCause, changeWords, runStarted, runState, runTitle } from "../../model/runWords.ts"
import { clockTime, exactTime } from "../../model/time.ts"
import { busyKey } from "../../state/Model.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Act } from "../parts/Button.tsx"
import { When } from "../parts/When.tsx"

const stateWords = (run: PastRun): string => {
  const state = runState(run)
  const undid = run.undoes === undefined ? "" : `Undid run ${run.undoes}.`
  switch (state.tag) {
    case "undone":
      return `${undid} Undone by run ${state.by}.`.trim()
    case "too_large":
      return `${undid} It changed more than is kept, so it cannot be undone.`.trim()
    case "interrupted":
      return `${undid} It was cut short.`.trim()
    case "undoable":
      return undid
  }
}

const SHOWN_MAX = 3

const Changes = ({ changes }: Pick<PastRun, "changes">) => (
  <ul class="changes">
    {changes.map((change) => {
      const { what, where } = changeWords(change)
      return (
        <li key={`${where}${what}`}>
          <code dir="ltr">{where}</code> <span>{what}</span> <span class="soft">{changeCause(change)}</span>
        </li>
      )
    })}
  </ul>
)

export const Run = ({ run }: { readonly run: PastRun }) => {
  const { ask } = useControls()
  const busy = useModel((model) => model.busy.has(busyKey.undo(run.run_id)))
  const { tag } = runState(run)
  const words = stateWords(run)
  const title = runTitle(run)
  const started = runStarted(run)
  const shown = run.changes.slice(0, SHOWN_MAX)
  const more = run.changes.slice(SHOWN_MAX)
  return (
    <li class={tag === "undone" ? "run run-undone" : "run"}>
      <time class="run-time" dateTime={started} title={exactTime(started)}>
        {clockTime(started)}
      </time>
      <div class="run-words">
        <h3>{title}</h3>
        {words === "" ? null : <p class="soft">{words}</p>}
        <Changes changes={shown} />
        {more.length === 0 ? null : (
          <details>
            <summary>
              and {count(more.length, "more change", "more changes")}
              <span class="unseen"> of {title}</span>
            </summary>
            <Changes changes={more} />
          </details>
        )}
        <p class="soft run-id">
          Run <code dir="ltr">{run.run_id}</code>, <When iso={started} />
        </p>
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
