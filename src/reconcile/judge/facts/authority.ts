/** Who is right about `enabled` when entry and record differ. */
import type { ConfigView } from "../../../domain/sources/ConfigView.ts"
import { latestIsoTimeMs } from "../../../domain/text/isoTime.ts"
import { type Agreement, sameMark } from "../../../domain/sources/Ledger.ts"
import type { Authority } from "../../../domain/Policy.ts"
import { recordMark, type RecordReading } from "../../../domain/sources/StateRecord.ts"

export type Side = "config" | "state"

/** Times closer than this do not tell which side changed last. */
const INDISTINCT_MS = 2000

export interface Dispute {
  /** What the entry says; it differs from what the record says. */
  readonly entry: boolean
  readonly record: RecordReading
  readonly agreement: Agreement | undefined
  readonly config: ConfigView
  readonly nowMs: number
}

/** The side whose value stands. */
export const winner = (authority: Authority, dispute: Dispute): Side =>
  authority === "latest" ? changedLast(dispute) : authority

/** LEDMatrix writes its memory back over what this program replaced or removed: that is no decision of anybody. */
const comesBack = (record: RecordReading, agreement: Agreement | undefined): boolean => {
  const mark = recordMark(record)
  return mark !== undefined && agreement?.replaced?.some((old) => sameMark(old, mark)) === true
}

const changedLast = ({ agreement, config, entry, nowMs, record }: Dispute): Side => {
  if (comesBack(record, agreement)) return "config"
  if (agreement?.enabled !== undefined) return agreement.enabled === entry ? "state" : "config"
  return laterOf(config.modifiedAtMs, record.salvage.lastUpdated, nowMs)
}

/** What is later than the latest that the record can mean is later; of the rest, which came last is not known. */
const laterOf = (configMs: number, lastUpdated: string | null | undefined, nowMs: number): Side => {
  const stateMs = latestIsoTimeMs(lastUpdated ?? "") ?? Number.POSITIVE_INFINITY
  return configMs <= nowMs && configMs - stateMs > INDISTINCT_MS ? "config" : "state"
}
