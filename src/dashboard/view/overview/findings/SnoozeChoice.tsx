import type { ReportedFinding } from "../../../../domain/findings/Report.ts"
import { DAY_MS, snoozeWords } from "../../../model/findings/snooze.ts"
import { useControls } from "../../../state/Shared.ts"
import { Button } from "../../parts/controls/Button.tsx"
import { useSnoozed } from "./useSnoozed.ts"

/** To hear nothing of a finding for a while, or of it again. */
export const SnoozeChoice = ({
  about,
  finding
}: {
  readonly finding: ReportedFinding
  readonly about: string
}) => {
  const { snooze, wake } = useControls()
  const until = useSnoozed()(finding)
  return until === undefined ? (
    <details class="snooze">
      <summary>
        Snooze<span class="unseen"> {about}</span>
      </summary>
      <div class="buttons">
        <Button about={about} onClick={() => snooze(finding, DAY_MS)}>
          For a day
        </Button>
        <Button about={about} onClick={() => snooze(finding, undefined)}>
          Until it changes
        </Button>
      </div>
    </details>
  ) : (
    <p class="snooze">
      {snoozeWords(until)}{" "}
      <Button kind="quiet" about={about} onClick={() => wake(finding)}>
        Wake
      </Button>
    </p>
  )
}
