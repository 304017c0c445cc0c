/**
 * What this program itself remembers about an installation, under `data/reconciler/`: the value of
 * `enabled` that config and state last agreed on, and the records that it replaced.
 */
import { isJsonObject } from "../../json/JsonValue.ts"
import { nothingSeen, type SeenPlugins } from "./SeenPlugins.ts"

/** What tells one version of a record from another. */
export interface RecordMark {
  readonly enabled: boolean
  readonly config_version: number | null
  readonly last_updated: string | null
}

/** What entry and record last agreed on, of one plugin. */
export interface Agreement {
  /** The value that both sides last had; absent where they never agreed under our eyes. */
  readonly enabled?: boolean
  /** Records that this program replaced, newest first: seen again, they are LEDMatrix's memory, no change. */
  readonly replaced?: ReadonlyArray<RecordMark>
}

const isRecordMark = (value: unknown): value is RecordMark =>
  isJsonObject(value) &&
  typeof value["enabled"] === "boolean" &&
  (value["config_version"] === null || typeof value["config_version"] === "number") &&
  (value["last_updated"] === null || typeof value["last_updated"] === "string")

/** Reads one parsed agreement; by hand, because every run reads all of them and a schema takes its time. */
export const asAgreement = (value: unknown): Agreement | undefined => {
  if (!isJsonObject(value)) return undefined
  const { enabled, replaced } = value
  if (enabled !== undefined && typeof enabled !== "boolean") return undefined
  if (replaced === undefined) return enabled === undefined ? {} : { enabled }
  if (!Array.isArray(replaced) || !replaced.every(isRecordMark)) return undefined
  return enabled === undefined ? { replaced } : { enabled, replaced }
}

/** What this program remembers of earlier runs, by plugin id. */
export interface LedgerView {
  readonly agreements: ReadonlyMap<string, Agreement>
  /** Findings whose repair was undone, by what identifies them, with the evidence they then rested on. */
  readonly undone: ReadonlyMap<string, string>
  readonly seen: SeenPlugins
}

export const emptyLedger: LedgerView = { agreements: new Map(), undone: new Map(), seen: nothingSeen }

/** LEDMatrix keeps one generation in memory; a few more cost nothing. */
export const REPLACED_MAX = 4

export const sameMark = (a: RecordMark, b: RecordMark): boolean =>
  a.enabled === b.enabled && a.config_version === b.config_version && a.last_updated === b.last_updated
