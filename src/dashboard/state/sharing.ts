/** Pure: keeps what is the same, so that only what changed is drawn anew. */
import * as Equal from "effect/Equal"
import type { ControllerStatus, OperationTicket } from "../../domain/Controller.ts"

/** `after`, made of the parts of `before` where they are equal. */
export const sharing = (before: ControllerStatus | undefined, after: ControllerStatus): ControllerStatus =>
  before === undefined
    ? after
    : {
        ...after,
        conditions: Equal.equals(before.conditions, after.conditions) ? before.conditions : after.conditions,
        suspended: Equal.equals(before.suspended, after.suspended) ? before.suspended : after.suspended,
        back_offs: Equal.equals(before.back_offs, after.back_offs) ? before.back_offs : after.back_offs,
        operations: Equal.equals(before.operations, after.operations) ? before.operations : after.operations,
        last_report: Equal.equals(before.last_report, after.last_report)
          ? before.last_report
          : after.last_report,
        last_pass: Equal.equals(before.last_pass, after.last_pass) ? before.last_pass : after.last_pass
      }

export const withTicket = (status: ControllerStatus, ticket: OperationTicket): ControllerStatus => {
  const others = status.operations.filter(({ operation_id }) => operation_id !== ticket.operation_id)
  return { ...status, operations: [...others, ticket] }
}
