/**
 * The store's version in place of the installed one, which is kept until the new one stands, and for a while
 * after that.
 */
import { type Advice, advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Effect, Option, Result } from "effect"
import type { InstalledPlugin } from "../../domain/sources/DiskView.ts"
import { type Change, placeFetched, setValue } from "../../domain/changes/Change.ts"
import { localFilesNotes } from "../../domain/plugin/localFilesNotes.ts"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import type { RegistryEntry } from "../../domain/store/Registry.ts"
import type { StagedPlugin } from "../../domain/store/StagedPlugin.ts"
import { isNewer } from "../../domain/store/versions.ts"
import { keptName } from "../../services/disk/localFiles/keptCopies.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import { LocalFiles } from "../../services/disk/localFiles/LocalFiles.ts"
import { inside } from "../../services/installation/Installation.ts"
import { PluginInstaller } from "../../services/PluginStore.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import { allSources, type AllSources } from "../allSources.ts"
import { refuseBesideCopy } from "../besideLedmatrix.ts"
import { refuseOwnWork } from "./ownWork.ts"
import { rememberRecords } from "../remember.ts"
import { placing } from "../../changes/directories.ts"
import { stepBefore, stepsOf } from "../../changes/steps.ts"
import { beginOperation, transaction } from "../../changes/transaction.ts"
import { noteSeen } from "../../reconcile/repair/removal.ts"

export const unchanged = (
  { id, version }: InstalledPlugin,
  status: "skipped" | "up_to_date",
  message: string,
  notes: ReadonlyArray<Advice> = []
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
  before: AllSources,
  named: boolean
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
          const here = yield* allSources(id)
          const now = here.disk.plugins.find((other) => other.directory === directory)
          if (now === undefined || now.id !== id || now.version !== plugin.version) {
            return yield* new OperationRefused({
              plugin: id,
              code: "changed_meanwhile",
              problem: `${inside(here.disk.shownPath, directory)} was changed while its update was downloaded`,
              hint: "run it again"
            })
          }
          yield* refuseBesideCopy([id], here)
          yield* refuseOwnWork(plugin, here, named ? undefined : entry)
          const run = yield* beginOperation("update")
          const kept = inside(here.disk.shownPath, keptName(run.id, directory))
          const local = yield* LocalFiles
          const local_files = yield* local.makeReady(staged, {
            directory: inside(here.disk.path, directory),
            kept
          })
          const place = placing(
            staged,
            placeFetched({ plugin: id, cause: "update" }, inside(here.disk.shownPath, directory), kept)
          )
          const steps = stepBefore(place, stepsOf(recordChanges(id, staged.version, here)))
          const done = yield* transaction(run, { _tag: "whole", plugin: id }, steps)
          yield* rememberRecords(done.made, here)
          yield* noteSeen(here)
          yield* local.sweep(here.disk.path)
          return {
            command: "update",
            plugin_id: id,
            status: "updated",
            message: `${id} is updated from ${plugin.version ?? "an unknown version"} to ${staged.version ?? "one without a version"}`,
            version: staged.version ?? null,
            previous_version: plugin.version ?? null,
            restart_required: true,
            notes: [
              "LEDMatrix runs the new version after its display service restarts",
              advice`the former version is kept (the newest two, for a week); ${NextStep.Undo({ run: run.id })} brings it back`,
              ...localFilesNotes(local_files)
            ],
            changed_files: done.changedFiles,
            local_files,
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
  { disk }: AllSources
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
  { seen }: AllSources
): ReadonlyArray<Change> => {
  const state = Option.filter(seen.state, Result.isSuccess)
  const record = Option.isNone(state) ? undefined : state.value.success.records.get(id)
  const before = record?.salvage.version
  if (record === undefined || record.faults.length > 0 || typeof before !== "string") return []
  if (version === undefined || before === version) return []
  return [
    setValue({ plugin: id, cause: "update", file: "state", key: ["states", id, "version"] }, before, version)
  ]
}
