/**
 * The store's version in place of the installed one, which is kept until the new one stands, and for a while
 * after that.
 */
import { Effect } from "effect"
import type { InstalledPlugin } from "../domain/sources/DiskView.ts"
import type { JournalChange } from "../domain/changes/Journal.ts"
import { OperationRefused, type OperationResult } from "../domain/Operation.ts"
import type { RegistryEntry } from "../domain/store/Registry.ts"
import type { StagedPlugin } from "../domain/store/StagedPlugin.ts"
import { isNewer } from "../domain/store/versions.ts"
import { keptName } from "../services/disk/keptCopies.ts"
import { DiskWriter } from "../services/Disk.ts"
import { inside } from "../services/Installation.ts"
import { PluginInstaller } from "../services/PluginStore.ts"
import { RootLock } from "../services/RootLock.ts"
import { STATE_FILE } from "../changes/journalChanges.ts"
import { ground, type Ground } from "./ground.ts"
import { refuseOwnWork } from "./ownWork.ts"
import { placed } from "../changes/placed.ts"
import { stepsOf } from "../changes/steps.ts"
import { beginOperation, transaction } from "../changes/transaction.ts"

export const unchanged = (
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

export const replacePlugin = Effect.fnUntraced(function* (
  plugin: InstalledPlugin,
  entry: RegistryEntry,
  before: Ground
) {
  const { directory, id } = plugin
  const installer = yield* PluginInstaller
  const lock = yield* RootLock
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const staged = yield* installer.stage(id, before.disk, () => [id])
      const needless = yield* notNewer(plugin, staged, entry, before)
      if (needless !== undefined) return needless
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
            notes: [
              "LEDMatrix runs the new version after its display service restarts",
              `the former version is kept (the newest three, for a week); \`ledmatrix-reconciler undo ${run.id}\` brings it back`
            ],
            changed_files: done.changedFiles,
            run_id: run.id
          } satisfies OperationResult
        })
      )
    })
  )
})

/** A registry may announce what it does not deliver: nothing is replaced by something older, or by itself. */
const notNewer = Effect.fnUntraced(function* (
  plugin: InstalledPlugin,
  staged: StagedPlugin,
  { latest_version }: RegistryEntry,
  { disk }: Ground
) {
  if (isNewer(staged.version, plugin.version)) return undefined
  const older = isNewer(plugin.version, staged.version)
  const same = older || (yield* (yield* DiskWriter).same(staged.path, inside(disk.path, plugin.directory)))
  if (!same) return undefined
  const delivered = older ? `${staged.version ?? "no version"}, which is older` : "what is installed"
  return unchanged(plugin, "up_to_date", `${plugin.id} is up to date`, [
    `the registry names ${latest_version ?? "no version"}, and delivers ${delivered}`
  ])
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
