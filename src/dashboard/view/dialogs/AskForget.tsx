import { useControls } from "../../state/Shared.ts"
import { Question } from "./Question.tsx"

export const AskForget = ({ id }: { readonly id: string }) => {
  const { uninstall } = useControls()
  return (
    <Question
      title={`Remove the settings of ${id}?`}
      yes="Remove its settings"
      kind="danger"
      onYes={() => uninstall(id, false)}
      undo="“Undo” in the history puts the settings back. Secrets are not kept: they have to be entered again."
    >
      <p>
        The plugin is not installed. Its entry in config.json, its secrets and what is left of it in the saved
        state are removed, and nothing tries to install it any more.
      </p>
    </Question>
  )
}
