/** Pure: what a person asked for a plugin and did not get, for as long as nothing newer was asked for. */
import type { OperationTicket } from "../../../domain/Controller.ts"

export interface FailedOperation {
  readonly ticket: OperationTicket
  readonly hint: string | undefined
}

export const lastFailure = (
  operations: ReadonlyArray<OperationTicket>,
  ids: ReadonlyArray<string | null>
): FailedOperation | undefined => {
  const last = operations
    .filter(({ plugin_id }) => ids.includes(plugin_id))
    .toSorted((a, b) => a.created_at.localeCompare(b.created_at))
    .at(-1)
  if (last === undefined || (last.status !== "failed" && last.status !== "cancelled")) return undefined
  const hint = last.result?.["hint"]
  return { ticket: last, hint: typeof hint === "string" ? hint : undefined }
}
