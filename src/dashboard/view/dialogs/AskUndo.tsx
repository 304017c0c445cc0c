import { changeCount, changeWords, runStarted, runTitle } from "../../model/runWords.ts"
import { valueOf } from "../../state/Loadable.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { When } from "../parts/When.tsx"
import { Question } from "./Question.tsx"

const SHOWN_MAX = 6

export const AskUndo = ({ run }: { readonly run: string }) => {
  const { undo } = useControls()
  const history = useModel((model) => model.history)
  const record = valueOf(history)?.runs.find(({ run_id }) => run_id === run)
  const changes = record?.changes ?? []
  return (
    <Question
      title="Undo this run?"
      yes="Undo"
      kind="main"
      onYes={() => undo(run)}
      undo="the undoing is a run of its own in the history, and can be undone too."
    >
      {record === undefined ? (
        <p>
          Run <code dir="ltr">{run}</code>: what it changed is put back.
        </p>
      ) : (
        <>
          <p>
            <strong>{runTitle(record)}</strong>, <When iso={runStarted(record)} />. {changeCount(record)}{" "}
            {changes.length === 1 ? "is" : "are"} put back:
          </p>
          <ul class="changes">
            {changes.slice(0, SHOWN_MAX).map((change) => {
              const { what, where } = changeWords(change)
              return (
                <li key={`${where}${what}`}>
                  <code dir="ltr">{where}</code> <span class="soft">was: {what}</span>
                </li>
              )
            })}
          </ul>
          {changes.length > SHOWN_MAX ? <p class="soft">and {changes.length - SHOWN_MAX} more</p> : null}
        </>
      )}
      <p>
        What has been changed since is left alone. What is wrong again afterwards stays as it is, until you
        have it repaired.
      </p>
    </Question>
  )
}
