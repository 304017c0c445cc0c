import { useState } from "preact/hooks"
import { reasons } from "../../../../domain/findings/reasons.ts"
import type { ReportedFinding } from "../../../../domain/findings/Report.ts"
import { enumeration } from "../../../model/findings/alike.ts"
import { reportedKey, standingOf } from "../../../model/findings/standing.ts"
import { count } from "../../../model/words/count.ts"
import { shownName } from "../../../model/words/shownName.ts"
import { StandingMark } from "../../parts/glyphs/StandingMark.tsx"
import { FindingCard } from "./FindingCard.tsx"

/** The same thing that is wrong with many plugins: told once, and each behind a fold. */
export const ManyAlike = ({ findings }: { readonly findings: ReadonlyArray<ReportedFinding> }) => {
  const [isOpen, setOpen] = useState(false)
  const [first] = findings
  if (first === undefined) return null
  const standing = standingOf(first)
  const { meaning } = reasons[first.reason]
  return (
    <li class="alike">
      <div class={`card card-${standing}`}>
        <div class="card-words">
          <div class="card-head">
            <h3>{count(findings.length, "plugin")}</h3>
            <StandingMark standing={standing} />
          </div>
          <p class="card-what">{meaning}.</p>
          <p class="soft">
            <bdi>{enumeration(findings.map(({ plugin_id }) => shownName(plugin_id)))}</bdi>
          </p>
        </div>
      </div>
      <details class="fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          Each of them<span class="unseen">: {meaning}</span>
        </summary>
        {isOpen ? (
          <ul class="cards">
            {findings.map((finding) => (
              <FindingCard key={reportedKey(finding)} finding={finding} />
            ))}
          </ul>
        ) : null}
      </details>
    </li>
  )
}
