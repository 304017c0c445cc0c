import type { Choice } from "../../../domain/findings/Finding.ts"
import { useControls } from "../../state/Shared.ts"
import { PluginName } from "../parts/facts/PluginName.tsx"
import { Question } from "./Question.tsx"

/** Which of several directories stays. */
export const AskDecide = ({
  choice: { choice, does },
  id,
  name
}: {
  readonly id: string
  readonly name: string
  readonly choice: Choice
}) => {
  const { resolve } = useControls()
  return (
    <Question
      title={`Keep ${choice}?`}
      yes="Keep this one"
      kind="main"
      onYes={() => resolve(id, choice)}
      undo="“Undo” in the history puts what was set aside back, for as long as its copy is kept (seven days)."
    >
      <p>
        <PluginName id={id} name={name} /> is there more than once. <code dir="ltr">{choice}</code> {does},
        under a name that LEDMatrix ignores.
      </p>
    </Question>
  )
}
