/** Pure: what an install changes beside the plugin's directory. */
import { Option } from "effect"
import { Change, setValue } from "../../domain/changes/Change.ts"
import { jsonOf } from "../../domain/changes/jsonOf.ts"
import { journalledRecord } from "../../domain/changes/leftOut.ts"
import { localIsoTime } from "../../domain/text/isoTime.ts"
import { enabledVote } from "../../domain/sources/ConfigView.ts"
import { readRecord, rebuildRecord, type StateRecord } from "../../domain/sources/StateRecord.ts"
import type { PluginFacts } from "../../reconcile/judge/facts/PluginFacts.ts"
import type { AllSources } from "../allSources.ts"

export const isEnabled = ({ entry }: PluginFacts, { seen }: AllSources): boolean =>
  entry !== undefined && enabledVote(entry.enabled, seen.host.traits) === true

/** It is uninstalled no more, under none of its names, and has an entry. */
export const entryChanges = (
  { id, key }: PluginFacts,
  names: ReadonlyArray<string>,
  { uninstalled }: AllSources
): ReadonlyArray<Change> => {
  const why = { plugin: id, cause: "install" }
  const cleared = [...new Set([id, ...names])]
  const remove = (list: "marks" | "tombstones", isThere: (name: string) => boolean) =>
    cleared.filter(isThere).map((member) => Change.RemoveMember({ ...why, list, member }))
  return [
    ...remove("tombstones", (name) => uninstalled.tombstones.has(name)),
    ...remove("marks", (name) => uninstalled.marks.has(name)),
    ...(key === "free"
      ? [setValue({ ...why, file: "config", key: [id] }, undefined, { enabled: false })]
      : [])
  ]
}

/** None where LEDMatrix keeps no saved state. */
export const recordChanges = (
  { entry, id, record }: PluginFacts,
  version: string | undefined,
  nowMs: number,
  { seen }: AllSources
): ReadonlyArray<Change> => {
  if (Option.isNone(seen.state)) return []
  const now = localIsoTime(nowMs)
  const enabled = entry === undefined ? false : (enabledVote(entry.enabled, seen.host.traits) ?? false)
  const kept = rebuildRecord(id, record ?? readRecord(id, undefined), { enabled, version })
  const after: StateRecord = {
    ...kept,
    status: "installed",
    enabled,
    version: version ?? null,
    installed_at: now,
    last_updated: now
  }
  const at = { plugin: id, cause: "install", file: "state", key: ["states", id] } as const
  return [setValue(at, record === undefined ? undefined : jsonOf(record.value), journalledRecord(after))]
}
