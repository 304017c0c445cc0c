import type { ComponentChildren } from "preact"
import { useControls } from "../../state/Shared.ts"
import { Act, Button } from "../parts/controls/Button.tsx"
import { Modal } from "./Modal.tsx"

interface QuestionProps {
  readonly title: string
  /** What the button that does it says. */
  readonly yes: string
  readonly kind: "main" | "danger"
  readonly onYes: () => void
  /** What will happen. */
  readonly children: ComponentChildren
  /** How it is taken back. */
  readonly undo: ComponentChildren
}

/** Says what will happen and how to take it back, then asks. The safe answer comes first. */
export const Question = ({ children, kind, onYes, title, undo, yes }: QuestionProps) => {
  const { putQuestionAway } = useControls()
  return (
    <Modal kind="ask" labelledBy="question" describedBy="question-what" onClose={putQuestionAway}>
      <h2 id="question">{title}</h2>
      <div id="question-what" class="modal-words">
        {children}
        <div class="modal-undo">
          <strong>To take it back:</strong> {undo}
        </div>
      </div>
      <div class="buttons buttons-end">
        <Button onClick={putQuestionAway}>Leave it</Button>
        <Act
          kind={kind}
          onClick={() => {
            putQuestionAway()
            onYes()
          }}
        >
          {yes}
        </Act>
      </div>
    </Modal>
  )
}
