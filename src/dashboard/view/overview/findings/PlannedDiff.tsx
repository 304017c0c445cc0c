import { useEffect, useState } from "preact/hooks"
import type { PendingDiff } from "../../../api/wire.ts"
import { valueOf } from "../../../state/Loadable.ts"
import { useControls, useModel } from "../../../state/Shared.ts"
import { Awaited } from "../../parts/instead/Blank.tsx"
import { DiffLines } from "../../parts/facts/DiffLines.tsx"
import { Trouble } from "../../parts/instead/Trouble.tsx"

const One = ({ diff }: { readonly diff: PendingDiff[number] }) => (
  <li>
    <h3>
      <code dir="ltr">{diff.file}</code>
    </h3>
    {"lines" in diff ? <DiffLines lines={diff.lines} about={diff.file} /> : <p>{diff.becomes}</p>}
  </li>
)

const Shown = () => {
  const diff = useModel((model) => model.diff)
  const { showDiff } = useControls()
  const pass = useModel(({ status }) => status?.last_pass?.run_id)
  useEffect(showDiff, [showDiff, pass])
  const files = valueOf(diff)
  if (files !== undefined)
    return files.length === 0 ? (
      <p class="soft">No file would change.</p>
    ) : (
      <ul class="diffs">
        {files.map((one) => (
          <One key={`${one.file} ${"becomes" in one ? one.becomes : ""}`} diff={one} />
        ))}
      </ul>
    )
  return diff.tag === "failed" ? (
    <Trouble what="What would change" problem={diff.problem} onRetry={showDiff} />
  ) : (
    <Awaited lines={4} what="What would change" />
  )
}

/** The lines that the next repair would change, for those who want to see them before. */
export const PlannedDiff = () => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What the repair would change, line by line</summary>
      {isOpen ? <Shown /> : null}
    </details>
  )
}
