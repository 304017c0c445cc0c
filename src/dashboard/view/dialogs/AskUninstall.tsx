import { useState } from "preact/hooks"
import { useControls } from "../../state/Shared.ts"
import { Question } from "./Question.tsx"

export const AskUninstall = ({ id, name }: { readonly id: string; readonly name: string }) => {
  const { uninstall } = useControls()
  const [keep, setKeep] = useState(true)
  return (
    <Question
      title={`Uninstall ${name}?`}
      yes="Uninstall"
      kind="danger"
      onYes={() => uninstall(id, keep)}
      undo="“Undo” in the history puts it back for as long as the copy is kept (the newest three, seven days). After that, install it from the store."
    >
      <p>
        Its directory is set aside, it is marked so that LEDMatrix does not bring it back
        {keep ? ", and its settings stay." : ", and its settings and its secrets are removed."}
      </p>
      <label class="tick">
        <input
          type="checkbox"
          checked={keep}
          onChange={({ currentTarget }) => setKeep(currentTarget.checked)}
        />
        <span>Keep its settings</span>
      </label>
      {keep ? null : (
        <p>Secrets, such as keys for a service, are not kept anywhere: they have to be entered again.</p>
      )}
    </Question>
  )
}
