/** Pure: where a plugin's entry is not as the desired state wants it, and the changes that make it so. */
import { Array as Arr } from "effect"
import { setValue, removeValue, type ValueChange } from "../../../domain/changes/Change.ts"
import { type Edit, Evidence } from "../../../domain/changes/Evidence.ts"
import { jsonOf } from "../../../domain/changes/jsonOf.ts"
import { sameAsJournalled } from "../../../domain/changes/leftOut.ts"
import { Repair } from "../../../domain/changes/Repair.ts"
import type { DesiredReason } from "../../../domain/desired/DesiredView.ts"
import type { SettingsPatch, DesiredPlugin } from "../../../domain/desired/DesiredDocument.ts"
import { patchedSettings } from "../../../domain/desired/desiredSign.ts"
import { type Finding, Fix } from "../../../domain/findings/Finding.ts"
import { type ConfigEntry, enabledVote } from "../../../domain/sources/ConfigView.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import type { PluginFacts, SnapshotFacts } from "../facts/PluginFacts.ts"
import { undesired } from "./undesired.ts"
import { uninstallUnderWay, postponed } from "../facts/uninstallUnderWay.ts"
import { MASK } from "../../../json/masking/mask.ts"

type WantedEntry = Pick<DesiredPlugin, "enabled" | "settings">

const NOTHING: ReadonlyArray<Finding> = []

/** Of `enabled` and of settings apart: each can be undone, and is then held back, without the other. */
export const desiredEntry = (
  plugin: PluginFacts,
  wanted: WantedEntry,
  enabledReason: DesiredReason,
  around: SnapshotFacts
): ReadonlyArray<Finding> => {
  const { entry, key } = plugin
  if (key === "not_object") return NOTHING
  if (entry === undefined) return newEntry(plugin, wanted, enabledReason, around)
  return [
    ...otherEnabled(plugin.id, entry, wanted, enabledReason, around),
    ...otherSettings(plugin.id, wanted, around)
  ]
}

/** The whole entry at once; where nothing is wanted of it, rule 1 makes it. */
const newEntry = (
  plugin: PluginFacts,
  { enabled, settings }: WantedEntry,
  enabledReason: DesiredReason,
  around: SnapshotFacts
): ReadonlyArray<Finding> => {
  const { id, record } = plugin
  const patched = patchedSettings({}, settings)
  const names = Object.keys(patched)
  if (enabled === undefined && names.length === 0) return NOTHING
  const reason = enabled === undefined ? "desired_settings" : enabledReason
  // As rule 3 has it: no entry reads false, and under the authority of config the record gives way to that.
  const saved = around.policy.authority === "config" ? undefined : record?.salvage.enabled
  const isEnabled = enabled?.value ?? saved ?? false
  const to = { enabled: isEnabled, ...patched }
  const finding = undesired(
    id,
    reason,
    "should have an entry in config",
    {
      current: { exists_in_config: false },
      expected: { exists_in_config: true, enabled: isEnabled, ...shown(names) }
    },
    Fix.Auto({
      repair: Repair.Edit({
        changes: [setValue({ plugin: id, cause: reason, file: "config", key: [id] }, undefined, to)],
        given: []
      })
    })
  )
  return [postponed(finding, uninstallUnderWay(id, around))]
}

const otherEnabled = (
  id: string,
  { enabled: stands }: ConfigEntry,
  { enabled }: WantedEntry,
  reason: DesiredReason,
  around: SnapshotFacts
): ReadonlyArray<Finding> => {
  if (enabled === undefined || enabledVote(stands, around.snapshot.host.traits) === enabled.value)
    return NOTHING
  const from = stands._tag === "Absent" ? undefined : jsonOf(stands.value)
  const at = { plugin: id, cause: reason, file: "config", key: [id, "enabled"] } as const
  return [
    undesired(
      id,
      reason,
      `should be ${enabled.value ? "enabled" : "disabled"}`,
      {
        current: { enabled: stands._tag === "Boolean" ? stands.value : null },
        expected: { enabled: enabled.value }
      },
      editOf(id, [setValue(at, from, enabled.value)])
    )
  ]
}

const otherSettings = (
  id: string,
  { settings }: WantedEntry,
  { snapshot }: SnapshotFacts
): ReadonlyArray<Finding> => {
  const before = snapshot.desired?.settings?.get(id)
  if (before === undefined) return NOTHING
  const changes = differences(id, [id], before, patchedSettings(before, settings))
  if (!Arr.isReadonlyArrayNonEmpty(changes)) return NOTHING
  const names = [...new Set(changes.map(({ key: [, name = ""] }) => name))]
  return [
    undesired(
      id,
      "desired_settings",
      `has other settings than desired: ${names.join(", ")}`,
      { current: shown(names.filter((name) => Object.hasOwn(before, name))), expected: shown(names) },
      editOf(id, changes)
    )
  ]
}

/** Values of settings are not shown. */
const shown = (names: ReadonlyArray<string>) => Object.fromEntries(names.map((name) => [name, MASK]))

const editOf = (id: string, changes: Edit["changes"]): Fix =>
  Fix.Auto({ repair: Repair.Edit({ changes, given: [Evidence.Object({ file: "config", key: [id] })] }) })

/** The smallest changes: value by value, so that each can be undone where another was changed since. */
const differences = (
  id: string,
  path: ReadonlyArray<string>,
  before: SettingsPatch,
  after: SettingsPatch
): ReadonlyArray<ValueChange> =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(
    (name): ReadonlyArray<ValueChange> => {
      const from = Object.hasOwn(before, name) ? before[name] : undefined
      const to = Object.hasOwn(after, name) ? after[name] : undefined
      const at = { plugin: id, cause: "desired_settings", file: "config", key: [...path, name] } as const
      if (to === undefined) return from === undefined ? [] : [removeValue(at, from)]
      if (isJsonObject(from) && isJsonObject(to)) return differences(id, at.key, from, to)
      return sameAsJournalled(to, from) ? [] : [setValue(at, from, to)]
    }
  )
