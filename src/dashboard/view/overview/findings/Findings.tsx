import type { ReportedFinding } from "../../../../domain/findings/Report.ts"
import { alike } from "../../../model/findings/alike.ts"
import { reportedKey, openFindings, standingOf } from "../../../model/findings/standing.ts"
import { useModel } from "../../../state/Shared.ts"
import { useSnoozed } from "./useSnoozed.ts"
import { PlannedDiff } from "./PlannedDiff.tsx"
import { FindingCard } from "./FindingCard.tsx"
import { ManyAlike } from "./ManyAlike.tsx"

const NONE: ReadonlyArray<ReportedFinding> = []

const Cards = ({ findings }: { readonly findings: ReadonlyArray<ReportedFinding> }) => (
  <ul class="cards">
    {alike(findings).map(([first, ...others]) =>
      others.length === 0 ? (
        <FindingCard key={reportedKey(first)} finding={first} />
      ) : (
        <ManyAlike key={first.reason} findings={[first, ...others]} />
      )
    )}
  </ul>
)

/** What is not right, worst first; what is only worth knowing is folded away. */
export const Findings = () => {
  const report = useModel(({ status }) => status?.last_report)
  const open = openFindings(report?.inconsistencies_found ?? NONE)
  const isSnoozed = useSnoozed()
  const all = open.filter((finding) => standingOf(finding) !== "note")
  const wrong = all.filter((finding) => isSnoozed(finding) === undefined)
  const snoozed = all.filter((finding) => isSnoozed(finding) !== undefined)
  const notes = open.filter((finding) => standingOf(finding) === "note")
  if (open.length === 0) return null
  return (
    <section class="section" aria-label="Findings" tabIndex={-1}>
      {wrong.length === 0 ? null : (
        <>
          <h2>
            What is wrong now <span class="soft">{wrong.length}</span>
          </h2>
          <Cards findings={wrong} />
        </>
      )}
      {all.some(({ can_auto_fix }) => can_auto_fix) ? <PlannedDiff /> : null}
      {snoozed.length === 0 ? null : (
        <details class="fold">
          <summary>
            Snoozed, and still wrong <span class="soft">{snoozed.length}</span>
          </summary>
          <Cards findings={snoozed} />
        </details>
      )}
      {notes.length === 0 ? null : (
        <details class="fold">
          <summary>
            Worth knowing, nothing to do <span class="soft">{notes.length}</span>
          </summary>
          <Cards findings={notes} />
        </details>
      )}
    </section>
  )
}
