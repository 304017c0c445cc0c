import type { ReportedFinding } from "../../../../domain/findings/Report.ts"
import { type Snooze, snoozeOf } from "../../../model/findings/snooze.ts"
import { useModel } from "../../../state/Shared.ts"
import { useNow } from "../../parts/facts/When.tsx"

const REDRAW_MS = 60_000

/** Tells which findings are snoozed now. */
export const useSnoozed = (): ((finding: ReportedFinding) => Snooze | undefined) => {
  const snoozes = useModel((model) => model.snoozes)
  const now = useNow(REDRAW_MS)
  return (finding) => snoozeOf(snoozes, finding, now)
}
