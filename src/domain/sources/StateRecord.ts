/**
 * A plugin's record in `data/plugin_state.json`. LEDMatrix passes its keys as constructor arguments: a
 * record with a missing, unknown or wrong field is dropped when it loads, and forgotten at its next save.
 */
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { isIsoTime } from "../text/isoTime.ts"
import type { RecordMark } from "./Ledger.ts"

export const STATUSES = ["installed", "enabled", "disabled", "error", "unknown"] as const
/** What LEDMatrix knows for `status`. */
export type RecordStatus = (typeof STATUSES)[number]

/** A record exactly as LEDMatrix writes it, fields in its order. */
export interface StateRecord {
  readonly plugin_id: string
  readonly status: RecordStatus
  readonly enabled: boolean
  readonly version: string | null
  readonly installed_at: string | null
  readonly last_updated: string | null
  readonly config_version: number
  readonly metadata: { readonly [key: string]: JsonValue }
}

const FIELDS: ReadonlySet<string> = new Set([
  "plugin_id",
  "status",
  "enabled",
  "version",
  "installed_at",
  "last_updated",
  "config_version",
  "metadata"
])

/** What is usable in a record that may have faults. */
export interface RecordSalvage {
  readonly enabled: boolean | undefined
  readonly status: RecordStatus | undefined
  /** `null` is a valid version: LEDMatrix writes it itself. */
  readonly version: string | null | undefined
  readonly installedAt: string | null | undefined
  readonly lastUpdated: string | null | undefined
  readonly configVersion: number | undefined
}

/** A record as read: what is usable in it, and what is wrong. No faults means that LEDMatrix loads it. */
export interface RecordReading {
  readonly salvage: RecordSalvage
  readonly faults: ReadonlyArray<string>
  /** The value itself, to rebuild from and to journal. */
  readonly value: unknown
}

const NOTHING: RecordSalvage = {
  enabled: undefined,
  status: undefined,
  version: undefined,
  installedAt: undefined,
  lastUpdated: undefined,
  configVersion: undefined
}

const isStatus = (value: unknown): value is RecordStatus => STATUSES.some((status) => status === value)

const isTime = (value: unknown): value is string | null =>
  value === null || (typeof value === "string" && isIsoTime(value))

const isCounter = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const NO_FAULTS: ReadonlyArray<string> = []

/** Reads one record under its key: never fails, the faults are part of the answer. */
export const readRecord = (key: string, value: unknown): RecordReading => {
  if (!isJsonObject(value)) return { salvage: NOTHING, faults: ["is no object"], value }
  const faults: Array<string> = []
  const has = (field: string): boolean => Object.hasOwn(value, field)
  if (value["plugin_id"] !== key || !has("plugin_id")) {
    faults.push(has("plugin_id") ? "plugin_id is not its key" : "plugin_id is missing")
  }
  const status = isStatus(value["status"]) ? value["status"] : undefined
  if (status === undefined) faults.push(has("status") ? "status is unknown" : "status is missing")
  const enabled = typeof value["enabled"] === "boolean" ? value["enabled"] : undefined
  if (enabled === undefined) faults.push(has("enabled") ? "enabled is no boolean" : "enabled is missing")
  if (enabled !== undefined && contradicts(status, enabled)) faults.push("status contradicts enabled")
  const optional = <A>(field: string, is: (candidate: unknown) => candidate is A, fault: string) => {
    if (!has(field)) return undefined
    const candidate = value[field]
    if (is(candidate)) return candidate
    faults.push(`${field} ${fault}`)
    return undefined
  }
  const salvage: RecordSalvage = {
    enabled,
    status,
    version: optional("version", isVersion, "is no text"),
    installedAt: optional("installed_at", isTime, "is no date"),
    lastUpdated: optional("last_updated", isTime, "is no date"),
    configVersion: optional("config_version", isCounter, "is no counter")
  }
  optional("metadata", isJsonObject, "is no object")
  for (const field of Object.keys(value)) if (!FIELDS.has(field)) faults.push(`unknown field ${shown(field)}`)
  return { salvage, faults: faults.length === 0 ? NO_FAULTS : faults, value }
}

const isVersion = (value: unknown): value is string | null => value === null || typeof value === "string"

const shown = (field: string): string => JSON.stringify(field.length > 40 ? `${field.slice(0, 40)}…` : field)

const contradicts = (status: RecordStatus | undefined, enabled: boolean): boolean =>
  (status === "enabled" && !enabled) || (status === "disabled" && enabled)

/** What LEDMatrix writes when `enabled` is switched, over any status: also over `installed` and `error`. */
export const switchedStatus = (enabled: boolean): RecordStatus => (enabled ? "enabled" : "disabled")

/** Of a rebuilt record whose `enabled` was not switched: what says more (`installed`, `error`, `unknown`) is kept. */
const statusFor = (status: RecordStatus | undefined, enabled: boolean): RecordStatus =>
  status === undefined || status === "enabled" || status === "disabled" ? switchedStatus(enabled) : status

/** What a broken record takes from elsewhere: `enabled` of the entry, `version` of the manifest. */
export interface RecordSources {
  readonly enabled: boolean | undefined
  readonly version: string | undefined
}

/** Which other sources a rebuild has to ask, because the record itself does not say. */
export const missingFields = (
  reading: RecordReading
): { readonly enabled: boolean; readonly version: boolean } => ({
  enabled: reading.salvage.enabled === undefined,
  version: reading.salvage.version === undefined
})

/**
 * The record rebuilt: what is valid in it stands, the rest comes from entry and manifest. If none of them has a
 * boolean `enabled`, it is false. Unknown fields move under `metadata`, so that nothing is lost.
 */
export const rebuildRecord = (key: string, reading: RecordReading, sources: RecordSources): StateRecord => {
  const { salvage, value } = reading
  const enabled = salvage.enabled ?? sources.enabled ?? false
  return {
    plugin_id: key,
    status: statusFor(salvage.status, enabled),
    enabled,
    version: salvage.version === undefined ? (sources.version ?? null) : salvage.version,
    installed_at: salvage.installedAt ?? null,
    last_updated: salvage.lastUpdated ?? null,
    config_version: salvage.configVersion ?? 1,
    metadata: isJsonObject(value) ? keptMetadata(value) : {}
  }
}

const keptMetadata = (record: { readonly [key: string]: unknown }): { readonly [key: string]: JsonValue } => {
  const own = record["metadata"]
  const kept = new Map<string, unknown>(isJsonObject(own) ? Object.entries(own) : [])
  const strays = Object.entries(record).filter(([field]) => !FIELDS.has(field))
  if (Object.hasOwn(record, "metadata") && !isJsonObject(own)) strays.push(["metadata", own])
  for (const [field, stray] of strays) {
    let name = field
    while (kept.has(name)) name = `${name}_`
    kept.set(name, stray)
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a parsed record holds is JSON
  return Object.fromEntries(kept) as { readonly [key: string]: JsonValue }
}

/** What tells this version of the record from another; none where it holds no boolean. */
export const recordMark = (reading: RecordReading): RecordMark | undefined => {
  const { enabled, configVersion, lastUpdated } = reading.salvage
  return enabled === undefined
    ? undefined
    : { enabled, config_version: configVersion ?? null, last_updated: lastUpdated ?? null }
}

/** A version that can be compared: trimmed, without a leading `v`; none where it says nothing. */
export const comparableVersion = (version: string | null | undefined): string | undefined => {
  const text = version?.trim()
  const bare = text?.startsWith("v") === true ? text.slice(1) : text
  return bare === "" ? undefined : bare
}

/** Whether both say a version, and not the same one. */
export const versionsDiffer = (one: string | null | undefined, other: string | null | undefined): boolean => {
  if (one === other) return false
  const [a, b] = [comparableVersion(one), comparableVersion(other)]
  return a !== undefined && b !== undefined && a !== b
}
