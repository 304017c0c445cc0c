/**
 * `enable` and `disable`: entry and record together, and what they now agree on is remembered. Where LEDMatrix keeps no
 * saved state there is the entry alone, and nothing to agree on.
 */
import { type Advice, advice } from "../domain/advice/Advice.ts"
import { NextStep } from "../domain/advice/NextStep.ts"
import { Clock, Effect, Option } from "effect"
import { localIsoTime } from "../domain/text/isoTime.ts"
import { FILE, setValue, type ValueChange } from "../domain/changes/Change.ts"
import { jsonOf } from "../domain/changes/jsonOf.ts"
import { OperationRefused, type OperationResult } from "../domain/Operation.ts"
import type { HostView } from "../domain/host/HostView.ts"
import { readRecord, rebuildRecord, switchedStatus } from "../domain/sources/StateRecord.ts"
import { RootLock } from "../services/installation/RootLock.ts"
import { journalledRecord } from "../domain/changes/leftOut.ts"
import { pluginFacts, type PluginFacts, type SnapshotFacts } from "../reconcile/judge/facts/PluginFacts.ts"
import { noteSeen } from "../reconcile/repair/removal.ts"
import { missingOnDisk } from "../reconcile/judge/rules/missingOnDisk.ts"
import { reasons } from "../domain/findings/reasons.ts"
import { allSources, type AllSources } from "./allSources.ts"
import { refuseBesideCopy } from "./besideLedmatrix.ts"
import { rememberAgreement } from "./remember.ts"
import { stepsOf } from "../changes/steps.ts"
import { beginOperation, transaction } from "../changes/transaction.ts"
import type { OperationError } from "./operationProblem.ts"
import type { OperationServices } from "./OperationServices.ts"
import { refuseSystemKey } from "./systemKeyRefused.ts"
import { unknownPlugin } from "./unknownPlugin.ts"

/**
 * Sets `enabled` of an installed or configured plugin, in its entry and its record, or through LEDMatrix where
 * `EnabledSwitch` says so. Fails with `OperationError`, and has then changed nothing, or taken back what it
 * changed.
 */
export const setEnabled = Effect.fn("setEnabled")(function* (
  id: string,
  enabled: boolean
): Effect.fn.Return<OperationResult, OperationError, OperationServices> {
  const lock = yield* RootLock
  return yield* lock.hold(
    Effect.gen(function* () {
      const here = yield* allSources(id)
      yield* refuseSystemKey(id, here.around)
      const plugin = pluginFacts(id, here.around)
      if (plugin.entry === undefined && plugin.installed.length === 0) return yield* unknownPlugin(id, here)
      if (plugin.key === "not_object") {
        return yield* new OperationRefused({
          plugin: id,
          code: "entry_not_writable",
          problem: `config.json holds something else than settings under ${JSON.stringify(id)}`,
          path: FILE.config,
          hint: "correct config.json first"
        })
      }
      yield* refuseBesideCopy([id], here)
      return yield* change(plugin, enabled, here, whereItComesFrom(plugin, here.around))
    })
  )
})

/** Of a plugin that is not on disk: what the next run does about that, in the words of its finding. */
const whereItComesFrom = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Advice> =>
  missingOnDisk(plugin, around).flatMap((verdict) => {
    // All sources could be read, so that nothing is skipped.
    if (verdict._tag !== "Found") return []
    const absent = `${plugin.id} is not on disk`
    const { fix, reason } = verdict.finding
    const { advice: help, meaning, repair } = reasons[reason]
    if (fix._tag === "Auto") return [advice`${absent}; ${NextStep.Reconcile()} ${repair ?? "repairs that"}`]
    const rest = `${meaning}. ${help ?? ""}`.replace(/\. ?$/u, "")
    return [advice`${absent}, and ${NextStep.Reconcile()} does not bring it. ${rest}`]
  })

const change = Effect.fnUntraced(function* (
  plugin: PluginFacts,
  enabled: boolean,
  here: AllSources,
  notes: ReadonlyArray<Advice>
) {
  const { id } = plugin
  const command = enabled ? "enable" : "disable"
  const nowMs = yield* Clock.currentTimeMillis
  const hasState = Option.isSome(here.seen.state)
  const changes = [
    ...entryChange(plugin, enabled, command, here.seen.host),
    ...(hasState ? recordChange(plugin, enabled, command, nowMs) : [])
  ]
  if (changes.length === 0) {
    yield* rememberAgreement(id, enabled, [], here)
    return {
      command,
      plugin_id: id,
      status: "unchanged",
      message: `${id} is ${command}d already`,
      notes,
      changed_files: []
    } satisfies OperationResult
  }
  const run = yield* beginOperation(command, { enabledOnly: true })
  const done = yield* transaction(run, { _tag: "whole", plugin: id }, stepsOf(changes, true))
  yield* rememberAgreement(id, enabled, done.made, here)
  yield* noteSeen(here)
  return {
    command,
    plugin_id: id,
    status: enabled ? "enabled" : "disabled",
    message: `${id} is ${command}d`,
    notes,
    changed_files: done.changedFiles,
    run_id: run.id
  } satisfies OperationResult
})

const entryChange = (
  { entry, id }: PluginFacts,
  enabled: boolean,
  cause: string,
  { traits }: HostView
): ReadonlyArray<ValueChange> => {
  const at = { plugin: id, cause, file: "config" } as const
  if (entry === undefined) return [setValue({ ...at, key: [id] }, undefined, { enabled })]
  const before = entry.enabled._tag === "Absent" ? undefined : jsonOf(entry.enabled.value)
  if (before === enabled) return []
  // An older LEDMatrix has three answers to what nothing said means.
  if (before === undefined && !enabled && !traits.absentEnabled) return []
  return [setValue({ ...at, key: [id, "enabled"] }, before, enabled)]
}

const recordChange = (
  { id, installed, record }: PluginFacts,
  enabled: boolean,
  cause: string,
  nowMs: number
): ReadonlyArray<ValueChange> => {
  const at = { plugin: id, cause, file: "state", key: ["states", id] } as const
  if (record === undefined) {
    const [first] = installed
    if (first === undefined) return []
    const fresh = rebuildRecord(id, readRecord(id, undefined), { enabled, version: first.version })
    return [setValue(at, undefined, journalledRecord({ ...fresh, installed_at: localIsoTime(nowMs) }))]
  }
  if (record.faults.length > 0) {
    const rebuilt = rebuildRecord(id, record, { enabled, version: installed[0]?.version })
    const after = { ...rebuilt, enabled, status: switchedStatus(enabled) }
    return [setValue(at, jsonOf(record.value), journalledRecord(after))]
  }
  const { enabled: was, status } = record.salvage
  if (was === enabled) return []
  // A record whose status already says the opposite of its `enabled` is broken.
  return [
    setValue({ ...at, key: [...at.key, "enabled"] }, was ?? null, enabled),
    setValue({ ...at, key: [...at.key, "status"] }, status ?? null, switchedStatus(enabled))
  ]
}
