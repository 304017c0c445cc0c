import { useControls } from "../../state/Shared.ts"
import type { FileMending } from "../../state/Model.ts"
import { AskRestore } from "./AskRestore.tsx"
import { Question } from "./Question.tsx"

const ALSO = "Broken plugins that the store has are set aside and installed anew by the same run."

/** How a file is made readable again that no run mends by itself. */
export const AskMendFile = ({ how, path }: { readonly how: FileMending; readonly path: string }) => {
  const { replaceBroken } = useControls()
  if (how === "restore") return <AskRestore path={path} />
  return how === "rebuild" ? (
    <Question
      title="Set the saved state aside and rebuild it?"
      yes="Set aside and rebuild"
      kind="danger"
      onYes={replaceBroken}
      undo={
        <>
          the old file stays as <code dir="ltr">{path}.corrupt-…</code>; rename it back.
        </>
      }
    >
      <p>
        The file is renamed, and a new one is made from the settings and the installed plugins. When each
        plugin was installed is lost. {ALSO}
      </p>
    </Question>
  ) : (
    <Question
      title="Take the byte-order mark off?"
      yes="Take the mark off"
      kind="danger"
      onYes={replaceBroken}
      undo="“Undo” in the history puts the mark back."
    >
      <p>
        <code dir="ltr">{path}</code> begins with a mark that LEDMatrix refuses. The mark goes, and nothing
        else of the file changes. {ALSO}
      </p>
    </Question>
  )
}
