/** `install`: brings a plugin from the store, and leaves the four sources agreeing on it. */
import { Clock, Effect, Option, Result } from "effect"
import { enabledVote } from "../domain/sources/ConfigView.ts"
import type { InstalledPlugin } from "../domain/sources/DiskView.ts"
import { localIsoTime } from "../domain/isoTime.ts"
import { Change, placeFetched, setValue } from "../domain/changes/Change.ts"
import { jsonOf } from "../domain/changes/jsonOf.ts"
import { OperationRefused, type OperationResult } from "../domain/Operation.ts"
import type { Policy } from "../domain/Policy.ts"
import { candidatesFor, lastSegment, type RegistryEntry } from "../domain/store/Registry.ts"
import { rebuildRecord, type StateRecord } from "../domain/sources/StateRecord.ts"
import { NameTaken, StoreError } from "../domain/errors/StoreError.ts"
import { LocalFiles } from "../services/disk/localFiles/LocalFiles.ts"
import { PluginInstaller, PluginRegistry } from "../services/PluginStore.ts"
import { inside } from "../services/installation/Installation.ts"
import { RootLock } from "../services/installation/RootLock.ts"
import { noteSeen } from "../reconcile/repair/removal.ts"
import { pluginFacts, type PluginFacts, surroundings } from "../reconcile/judge/rules/PluginFacts.ts"
import { allSources, type AllSources, allSourcesAhead } from "./allSources.ts"
import { refuseBesideCopy } from "./besideLedmatrix.ts"
import { refuseTakenName } from "./nameTaken.ts"
import type { OperationError } from "./operationProblem.ts"
import type { OperationServices } from "./OperationServices.ts"
import { remember } from "./remember.ts"
import { refuseSystemKey } from "./systemKeyRefused.ts"
import { placing } from "../changes/directories.ts"
import { journalledRecord } from "../domain/changes/leftOut.ts"
import { stepBefore, stepsOf } from "../changes/steps.ts"
import { beginOperation, transaction } from "../changes/transaction.ts"

/** Ids under which what `name` means may be installed: the name, its path's last segment, the prefixed name. */
export const acceptedIds = (name: string, entry: RegistryEntry): ReadonlyArray<string> => {
  const segment = lastSegment(entry.plugin_path)
  return [...new Set([name, ...(segment === "" ? [] : [segment]), `ledmatrix-${name}`])]
}

/**
 * Installs the plugin that `name`, an id or the registry's name, means; a plugin that is there already is
 * registered in config and state. Fails with `OperationError`, and has then changed nothing, or taken back
 * what it changed.
 */
export const install = Effect.fn("install")(function* (
  name: string,
  policy: Policy
): Effect.fn.Return<OperationResult, OperationError, OperationServices> {
  const lock = yield* RootLock
  const before = yield* allSourcesAhead(name)
  yield* refuseSystemKey(name, surroundings(before.seen, policy))
  const present = yield* installedAs(name, before, policy)
  yield* refuseBesideCopy([name, `ledmatrix-${name}`, ...(present === undefined ? [] : [present.id])], before)
  if (present !== undefined) return yield* lock.hold(alignSources(name, present, policy))
  if (!policy.storeAvailable) {
    return yield* new OperationRefused({
      plugin: name,
      code: "no_store",
      problem: `${name} cannot be fetched without network: the registry is no local file`,
      hint: "run again online, or give a registry file with --registry"
    })
  }
  const placed = yield* refuseTakenName(name, before.disk).pipe(
    Effect.as(Option.none<InstalledPlugin>()),
    // Another process may have installed it since the look.
    Effect.catch((taken) =>
      allSourcesAhead(name).pipe(
        Effect.flatMap((now) => installedAs(name, now, policy)),
        Effect.flatMap((found) => (found === undefined ? Effect.fail(taken) : Effect.succeedSome(found)))
      )
    )
  )
  if (Option.isSome(placed)) return yield* lock.hold(alignSources(name, placed.value, policy))
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const installer = yield* PluginInstaller
      const staged = yield* installer.stage(name, before.disk, (entry) => acceptedIds(name, entry))
      return yield* lock.hold(
        Effect.gen(function* () {
          const here = yield* allSources(name)
          yield* refuseBesideCopy([staged.id], here)
          yield* refuseSystemKey(staged.id, surroundings(here.seen, policy))
          const already = here.disk.plugins.find(({ id }) => id === staged.id)
          if (already !== undefined) return yield* accounts(name, already, here, policy)
          if (here.disk.plugins.some(({ directory }) => directory === staged.id)) {
            const path = inside(here.disk.shownPath, staged.id)
            return yield* new StoreError({ plugin: name, reason: new NameTaken({ path }) })
          }
          const run = yield* beginOperation("install")
          yield* (yield* LocalFiles).remember(staged)
          const place = placing(
            staged,
            placeFetched({ plugin: staged.id, cause: "install" }, inside(here.disk.shownPath, staged.id))
          )
          const plugin = factsOf(staged.id, here, policy)
          const nowMs = yield* Clock.currentTimeMillis
          const names = [name, staged.entry.id, ...acceptedIds(name, staged.entry)]
          const changes = [
            ...welcome(plugin, names, here),
            ...recordChange(plugin, staged.version, nowMs, here)
          ]
          const steps = stepBefore(place, stepsOf(changes))
          const done = yield* transaction(run, { _tag: "whole", plugin: staged.id }, steps)
          yield* remember(staged.id, undefined, done.made, here)
          yield* noteSeen(here, { placed: staged.id })
          return {
            command: "install",
            plugin_id: staged.id,
            status: "installed",
            message: `${staged.id} ${staged.version ?? "(no version)"} is installed`,
            version: staged.version ?? null,
            // The display looks for new directories only when an `enabled` changes.
            ...(isEnabled(plugin, here) && { restart_required: true }),
            notes: isEnabled(plugin, here) ? [] : [`it is not enabled yet: \`enable ${staged.id}\``],
            changed_files: done.changedFiles,
            run_id: run.id
          } satisfies OperationResult
        })
      )
    })
  )
})

const isEnabled = ({ entry }: PluginFacts, { seen }: AllSources): boolean =>
  entry !== undefined && enabledVote(entry.enabled, seen.host.traits) === true

const factsOf = (id: string, here: AllSources, policy: Policy): PluginFacts =>
  pluginFacts(id, surroundings(here.seen, policy))

/** The plugin that `name` means, where it is on disk already: the same id, or the one its path ends in. */
const installedAs = Effect.fnUntraced(function* (name: string, { disk }: AllSources, policy: Policy) {
  const exact = disk.plugins.find(({ id }) => id === name)
  if (exact !== undefined || !policy.storeAvailable) return exact
  const copy = yield* Effect.result((yield* PluginRegistry).get)
  if (Result.isFailure(copy)) return undefined
  const [entry] = candidatesFor(copy.success.registry, name)
  const segment = lastSegment(entry?.plugin_path)
  return segment === "" ? undefined : disk.plugins.find(({ id }) => id === segment)
})

/** Nothing to download: the other sources are brought into line. */
const alignSources = Effect.fnUntraced(function* (name: string, present: InstalledPlugin, policy: Policy) {
  const here = yield* allSources(name)
  yield* refuseBesideCopy([present.id], here)
  const still = here.disk.plugins.find(({ id }) => id === present.id)
  if (still === undefined) {
    return yield* new OperationRefused({
      plugin: name,
      code: "changed_meanwhile",
      problem: `${inside(here.disk.shownPath, present.directory)} was removed at the same moment`,
      hint: "run it again"
    })
  }
  return yield* accounts(name, still, here, policy)
})

const accounts = Effect.fnUntraced(function* (
  name: string,
  present: InstalledPlugin,
  here: AllSources,
  policy: Policy
) {
  const plugin = factsOf(present.id, here, policy)
  const nowMs = yield* Clock.currentTimeMillis
  const changes = [
    ...welcome(plugin, [name, present.id], here),
    // A record that is there says when it was installed; only a missing one is written.
    ...(plugin.record === undefined ? recordChange(plugin, present.version, nowMs, here) : [])
  ]
  const version = present.version ?? null
  const message = `${present.id} ${present.version ?? ""} is installed already`.replace("  ", " ")
  const result = {
    command: "install",
    plugin_id: present.id,
    status: "already_installed",
    message,
    version
  }
  const notes = [`\`update ${present.id}\` looks for a newer version`]
  if (changes.length === 0) {
    return { ...result, status: "already_installed", notes, changed_files: [] } satisfies OperationResult
  }
  const run = yield* beginOperation("install")
  const done = yield* transaction(run, { _tag: "whole", plugin: present.id }, stepsOf(changes))
  yield* noteSeen(here, { placed: present.id })
  return {
    ...result,
    status: "already_installed",
    notes,
    changed_files: done.changedFiles,
    run_id: run.id
  } satisfies OperationResult
})

/** It is uninstalled no more, under none of its names, and has an entry. */
const welcome = (
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
const recordChange = (
  { entry, id, record }: PluginFacts,
  version: string | undefined,
  nowMs: number,
  { seen }: AllSources
): ReadonlyArray<Change> => {
  if (Option.isNone(seen.state)) return []
  const now = localIsoTime(nowMs)
  const enabled = entry === undefined ? false : (enabledVote(entry.enabled, seen.host.traits) ?? false)
  const kept = record === undefined ? undefined : rebuildRecord(id, record, { enabled, version })
  const after: StateRecord = {
    plugin_id: id,
    status: "installed",
    enabled,
    version: version ?? null,
    installed_at: now,
    last_updated: now,
    config_version: kept?.config_version ?? 1,
    metadata: kept?.metadata ?? {}
  }
  const at = { plugin: id, cause: "install", file: "state", key: ["states", id] } as const
  return [setValue(at, record === undefined ? undefined : jsonOf(record.value), journalledRecord(after))]
}
