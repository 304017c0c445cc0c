import { runStarted, runTitle } from "../../model/words/runWords.ts"
import { valueOf } from "../../state/Loadable.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Story } from "../history/Story.tsx"
import { When } from "../parts/facts/When.tsx"
import { Question } from "./Question.tsx"

export const AskUndo = ({ run }: { readonly run: string }) => {
  const { undo } = useControls()
  const history = useModel((model) => model.history)
  const record = valueOf(history)?.runs.find(({ run_id }) => run_id === run)
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
            <strong>{runTitle(record)}</strong>, <When iso={runStarted(record)} />. This is taken back:
          </p>
          <Story run={record} title={runTitle(record)} />
        </>
      )}
      <p>
        What has been changed since is left alone. What is wrong again afterwards stays as it is, until you
        have it repaired.
      </p>
    </Question>
  )
}
