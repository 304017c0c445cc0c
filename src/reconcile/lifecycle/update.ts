/**
 * `update`: the store's newer version in place of the installed one, which is kept until the new one stands,
 * and for a while after that. What is the owner's own work is never moved away.
 */
import { Effect, Result } from "effect"
import type { InstalledPlugin } from "../../domain/DiskView.ts"
import type { JournalChange } from "../../domain/Journal.ts"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import type { Policy } from "../../domain/Policy.ts"
import { candidatesFor, lastSegment, type RegistryEntry } from "../../domain/Registry.ts"
import type { RegistryCopy } from "../../domain/RegistryCopy.ts"
import { NotInRegistry, StoreError } from "../../domain/StoreError.ts"
import { isNewer } from "../../domain/versions.ts"
import { Checkouts } from "../../services/Checkouts.ts"
import { keptName } from "../../services/disk/keptCopies.ts"
import { DiskWriter } from "../../services/Disk.ts"
import { PluginInstaller, PluginRegistry } from "../../services/PluginStore.ts"
import { inside } from "../../services/Installation.ts"
import { RootLock } from "../../services/RootLock.ts"
import { STATE_FILE } from "../journalChanges.ts"
import { ground, type Ground, readGround } from "./ground.ts"
import { placed } from "./placed.ts"
import { stepsOf } from "./steps.ts"
import { beginOperation, transaction } from "./transaction.ts"
import { unknownPlugin } from "./unknownPlugin.ts"

/** One plugin, named by its id or by the registry's. */
export const update = Effect.fn("update")(function* (name: string, policy: Policy) {
  const here = yield* readGround(name)
  const exact = here.disk.plugins.find(({ id }) => id === name)
  if (exact !== undefined) return yield* updateOne(exact, here, policy, true)
  const meant = policy.storeAvailable ? yield* installedAs(name, here) : undefined
  if (meant === undefined) return yield* unknownPlugin(name, here)
  return yield* updateOne(meant, here, policy, true)
})

const installedAs = Effect.fnUntraced(function* (name: string, { disk }: Ground) {
  const copy = yield* Effect.option((yield* PluginRegistry).get)
  if (copy._tag === "None") return undefined
  const entry = copy.value.registry.entries.find(({ id }) => id === name)
  if (entry === undefined) return undefined
  const names = new Set([lastSegment(entry.plugin_path), `ledmatrix-${name}`])
  return disk.plugins.find(({ id }) => names.has(id))
})

/** Every installed plugin, one after the other; one that fails does not stop the others. */
export const updateAll = Effect.fn("updateAll")(function* (policy: Policy) {
  const here = yield* readGround("")
  if (policy.storeAvailable) yield* (yield* PluginRegistry).get
  return yield* Effect.forEach(here.disk.plugins, (plugin) =>
    Effect.result(updateOne(plugin, here, policy, false)).pipe(Effect.map((result) => ({ plugin, result })))
  )
})

const updateOne = Effect.fnUntraced(function* (
  plugin: InstalledPlugin,
  here: Ground,
  policy: Policy,
  asked: boolean
) {
  const { id } = plugin
  const traits = yield* (yield* DiskWriter).traits(inside(here.disk.path, plugin.directory))
  if (traits.bundled) return unchanged(plugin, "skipped", `${id} comes with LEDMatrix, which updates it`)
  if (traits.localOnly)
    return unchanged(plugin, "skipped", `${id} is local_only: its manifest asks not to be updated`)
  if (asked) yield* refuseOwnWork(plugin, here)
  if (!policy.storeAvailable) {
    return yield* new OperationRefused({
      plugin: id,
      code: "no_store",
      problem: `nobody can say whether there is a newer ${id}: the registry cannot be reached offline`,
      hint: "run again online, or give a registry file with --registry"
    })
  }
  const copy = yield* (yield* PluginRegistry).get
  const entry = candidatesFor(copy.registry, id)[0]
  if (entry === undefined) {
    if (asked) return yield* new StoreError({ plugin: id, reason: new NotInRegistry({ plugin: id }) })
    return unchanged(plugin, "skipped", `${id} is not in the registry`)
  }
  if (!isNewer(entry.latest_version, plugin.version)) return upToDate(plugin, entry, copy)
  if (!asked) yield* refuseOwnWork(plugin, here)
  return yield* replace(plugin, here)
})

const unchanged = (
  { id, version }: InstalledPlugin,
  status: "skipped" | "up_to_date",
  message: string,
  notes: ReadonlyArray<string> = []
): OperationResult => ({
  command: "update",
  plugin_id: id,
  status,
  message,
  version: version ?? null,
  notes,
  changed_files: []
})

const upToDate = (plugin: InstalledPlugin, entry: RegistryEntry, { stale }: RegistryCopy) => {
  const why =
    plugin.version === undefined
      ? "its manifest has no version to compare"
      : (entry.latest_version ?? "") === ""
        ? "the registry names no version"
        : `${plugin.version} is the newest`
  const notes = stale ? ["the registry could not be asked; this is by its last good copy"] : []
  return unchanged(plugin, "up_to_date", `${plugin.id} is up to date: ${why}`, notes)
}

/** What is an owner's own work is not replaced: a linked directory, and changes in a checkout. */
const refuseOwnWork = Effect.fnUntraced(function* (plugin: InstalledPlugin, { disk }: Ground) {
  const path = inside(disk.path, plugin.directory)
  const shown = inside(disk.shownPath, plugin.directory)
  const traits = yield* (yield* DiskWriter).traits(path)
  if (traits.symlink) {
    return yield* new OperationRefused({
      plugin: plugin.id,
      code: "symlinked_plugin",
      problem: `${shown} is a link to a directory outside; it is not replaced`,
      path: shown,
      hint: "update what it leads to"
    })
  }
  if (!traits.checkout) return
  const changes = yield* (yield* Checkouts).localChanges(plugin.id, path)
  if (changes.length === 0) return
  const listed = changes.slice(0, 20).join(", ")
  const more = changes.length > 20 ? ` and ${changes.length - 20} more` : ""
  return yield* new OperationRefused({
    plugin: plugin.id,
    code: "local_changes",
    problem: `${shown} is a git checkout with changes of your own: ${listed}${more}`,
    path: shown,
    hint: "commit and push them, or move them away, then update again"
  })
})

const replace = Effect.fnUntraced(function* (plugin: InstalledPlugin, before: Ground) {
  const { directory, id } = plugin
  const installer = yield* PluginInstaller
  const lock = yield* RootLock
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const staged = yield* installer.stage(id, before.disk, () => [id])
      return yield* lock.hold(
        Effect.gen(function* () {
          const here = yield* ground(id)
          const now = here.disk.plugins.find((other) => other.directory === directory)
          if (now === undefined || now.id !== id || now.version !== plugin.version) {
            return yield* new OperationRefused({
              plugin: id,
              code: "changed_meanwhile",
              problem: `${inside(here.disk.shownPath, directory)} was changed while its update was downloaded`,
              hint: "run it again"
            })
          }
          yield* refuseOwnWork(plugin, here)
          const run = yield* beginOperation("update")
          const kept = keptName(run.id, directory)
          const shownKept = inside(here.disk.shownPath, kept)
          const told = {
            plugin_id: id,
            reason: "update",
            file: inside(here.disk.shownPath, directory)
          }
          const place = {
            changes: [{ ...told, directory: { present: true, kept: shownKept } }],
            make: Effect.gen(function* () {
              yield* installer.commit(staged, { directory, replacing: true, keepAs: kept })
              const change = yield* placed(inside(here.disk.path, directory), shownKept)
              return { made: [{ ...told, directory: change }], dropped: [] }
            })
          }
          const done = yield* transaction(run, id, [
            place,
            ...stepsOf(recordChanges(id, staged.version, here))
          ])
          yield* (yield* DiskWriter).sweepKept(here.disk.path)
          return {
            command: "update",
            plugin_id: id,
            status: "updated",
            message: `${id} is updated from ${plugin.version ?? "an unknown version"} to ${staged.version ?? "one without a version"}`,
            version: staged.version ?? null,
            previous_version: plugin.version ?? null,
            notes: ["LEDMatrix runs the new version after its display service restarts"],
            changed_files: done.changedFiles,
            run_id: run.id
          } satisfies OperationResult
        })
      )
    })
  )
})

/** Only a record that is valid, and that names a version, is kept in step. */
const recordChanges = (
  id: string,
  version: string | undefined,
  { state }: Ground
): ReadonlyArray<JournalChange> => {
  const record = state.records.get(id)
  const before = record?.salvage.version
  if (record === undefined || record.faults.length > 0 || typeof before !== "string") return []
  if (version === undefined || before === version) return []
  return [
    {
      plugin_id: id,
      reason: "update",
      file: STATE_FILE,
      key: ["states", id, "version"],
      before,
      after: version
    }
  ]
}

/** What `update --all` came to for one plugin, a failure told like a result. */
export const asResult = (
  plugin: InstalledPlugin,
  result: Result.Result<OperationResult, { readonly message: string }>
): OperationResult =>
  Result.isSuccess(result)
    ? result.success
    : {
        command: "update",
        plugin_id: plugin.id,
        status: "failed",
        message: result.failure.message,
        version: plugin.version ?? null,
        notes: [],
        changed_files: []
      }
