/** Pure: keeps what is the same, so that only what changed is drawn anew. */
import type { ControllerStatus, OperationTicket } from "../../domain/Controller.ts"

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** `after`, made of the parts of `before` where they are equal. */
export const sharing = (before: ControllerStatus | undefined, after: ControllerStatus): ControllerStatus =>
  before === undefined
    ? after
    : {
        ...after,
        conditions: same(before.conditions, after.conditions) ? before.conditions : after.conditions,
        suspended: same(before.suspended, after.suspended) ? before.suspended : after.suspended,
        back_offs: same(before.back_offs, after.back_offs) ? before.back_offs : after.back_offs,
        operations: same(before.operations, after.operations) ? before.operations : after.operations,
        last_report: same(before.last_report, after.last_report) ? before.last_report : after.last_report,
        last_pass: same(before.last_pass, after.last_pass) ? before.last_pass : after.last_pass
      }

export const withTicket = (status: ControllerStatus, ticket: OperationTicket): ControllerStatus => {
  const others = status.operations.filter(({ operation_id }) => operation_id !== ticket.operation_id)
  return { ...status, operations: [...others, ticket] }
}
