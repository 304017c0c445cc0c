import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Question } from "./Question.tsx"

const NONE: ReadonlyArray<ReportedFinding> = []
const BROKEN: ReadonlySet<string> = new Set(["broken_manifest", "broken_directory"])

export const AskReplace = ({ ids }: { readonly ids: ReadonlyArray<string> }) => {
  const { replaceBroken } = useControls()
  const found = useModel(({ status }) => status?.last_report?.inconsistencies_found ?? NONE)
  const broken = found.filter(({ reason }) => BROKEN.has(reason)).map(({ plugin_id }) => plugin_id)
  const all = [...new Set([...ids, ...broken])].toSorted()
  return (
    <Question
      title="Set aside and reinstall?"
      yes="Set aside and reinstall"
      kind="danger"
      onYes={replaceBroken}
      undo="“Undo” in the history puts the old directory back. It stays beside the new one, renamed, until you delete it."
    >
      <p>
        Every broken plugin that the store has is renamed out of the way and installed anew
        {all.length > 1 ? `. There are ${all.length}` : ""}:
      </p>
      <ul class="ids">
        {all.map((id) => (
          <li key={id}>
            <code dir="ltr">{id}</code>
          </li>
        ))}
      </ul>
      <p>Its settings stay. Changes that you made to its files are only in the old directory then.</p>
    </Question>
  )
}
