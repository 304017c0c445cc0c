import { useControls } from "../../state/Shared.ts"
import { Question } from "./Question.tsx"

export const AskRebuildState = () => {
  const { replaceBroken } = useControls()
  return (
    <Question
      title="Set the saved state aside and rebuild it?"
      yes="Set aside and rebuild"
      kind="main"
      onYes={replaceBroken}
      undo={
        <>
          the old file stays as <code dir="ltr">data/plugin_state.json.corrupt-…</code>; rename it back.
        </>
      }
    >
      <p>
        The file is renamed, and a new one is made from the settings and the installed plugins. When each
        plugin was installed is lost. Broken plugins that the store has are set aside and installed anew by
        the same run.
      </p>
    </Question>
  )
}
