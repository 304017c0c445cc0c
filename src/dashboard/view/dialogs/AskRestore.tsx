import { useEffect } from "preact/hooks"
import { valueOf } from "../../state/Loadable.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Awaited, Blank } from "../parts/instead/Blank.tsx"
import { DiffLines } from "../parts/facts/DiffLines.tsx"
import { Trouble } from "../parts/instead/Trouble.tsx"
import { Modal } from "./Modal.tsx"
import { Question } from "./Question.tsx"

/** Shows what the newest good backup of a file would change, and puts it in its place. */
export const AskRestore = ({ path }: { readonly path: string }) => {
  const { compare, putQuestionAway, resolve } = useControls()
  useEffect(compare, [compare])
  const choices = useModel((model) => model.choices)
  const one = valueOf(choices)?.open.find(({ target }) => target === path)
  const [way] = one?.choices ?? []
  if (one === undefined || way === undefined)
    return (
      <Modal kind="ask" labelledBy="question" onClose={putQuestionAway}>
        <h2 id="question">Put a backup back?</h2>
        {choices.tag === "waiting" ? (
          <Awaited lines={4} what="The comparison" />
        ) : choices.tag === "failed" ? (
          <Trouble what="The comparison" problem={choices.problem} onRetry={compare} />
        ) : (
          <Blank title={`There is nothing to put in the place of ${path} now`} />
        )}
      </Modal>
    )
  return (
    <Question
      title="Put this backup back?"
      yes="Put the backup back"
      kind="danger"
      onYes={() => resolve(path, way.choice)}
      undo="“Undo” in the history exchanges the two again, as long as the file has not been changed since."
    >
      <p>
        <code dir="ltr">{way.choice}</code> {way.does}.
      </p>
      {one.lines === undefined || one.lines.length === 0 ? (
        <p>The two are too long to be compared here.</p>
      ) : (
        <>
          <p class="soft">Lines that go are marked −, lines that come +. Values are not shown.</p>
          <DiffLines lines={one.lines} about={path} />
        </>
      )}
    </Question>
  )
}
