/** Pure: the operations that have ended, as LEDMatrix's history lists them. */
import type { OperationTicket } from "../../../domain/Controller.ts"
import { localIsoTime } from "../../../domain/text/isoTime.ts"
import type { PastOperation } from "../../api/routes/operations.ts"

/** What of an operation's result says that there was nothing to do. */
const NOTHING_DONE: ReadonlySet<unknown> = new Set([
  "already_installed",
  "up_to_date",
  "unchanged",
  "skipped"
])

const statusOf = ({ result, status }: OperationTicket): PastOperation["status"] => {
  if (status === "failed") return "failed"
  return status === "cancelled" || NOTHING_DONE.has(result?.["status"]) ? "skipped" : "success"
}

/** Without those that have not ended; the newest first. */
export const pastOperations = (tickets: ReadonlyArray<OperationTicket>): ReadonlyArray<PastOperation> =>
  tickets.toReversed().flatMap((ticket) => {
    const { completed_at, error, message, operation_id, operation_type, parameters, plugin_id, result } =
      ticket
    if (completed_at === null) return []
    return [
      {
        operation_id,
        operation_type,
        plugin_id,
        timestamp: localIsoTime(Date.parse(completed_at)),
        status: statusOf(ticket),
        user: null,
        details: { ...parameters, ...result, message },
        error
      }
    ]
  })
