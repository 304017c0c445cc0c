/** How a sign says it stands, made safe to print, also as JSON: a sign that lies must not write on the terminal. */
import type { DesiredStatus } from "../../../domain/DesiredStatus.ts"
import { safeText } from "./safeText.ts"

const LENGTH_MAX = 300
const LIST_MAX = 20

const short = (text: string): string => {
  const safe = safeText(text.slice(0, LENGTH_MAX))
  return text.length > LENGTH_MAX ? `${safe}…` : safe
}

export const safeStatus = (status: DesiredStatus): DesiredStatus => ({
  ...status,
  sign: short(status.sign),
  document: status.document === null ? null : short(status.document),
  message: short(status.message),
  in_force:
    status.in_force === null ? null : { ...status.in_force, accepted_at: short(status.in_force.accepted_at) },
  rejected: status.rejected.slice(0, LIST_MAX).map(({ reasons, rejected_at, revision }) => ({
    revision,
    rejected_at: short(rejected_at),
    reasons: reasons.slice(0, LIST_MAX).map(short)
  })),
  rejections: Object.fromEntries(
    Object.entries(status.rejections)
      .slice(0, LIST_MAX)
      .map(([reason, count]) => [short(reason), count])
  ),
  read_at: status.read_at === null ? null : short(status.read_at),
  paused:
    status.paused === null
      ? null
      : { until: status.paused.until === null ? null : short(status.paused.until) }
})
