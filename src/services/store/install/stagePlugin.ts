/** A plugin fetched and checked, lying ready in the plugins directory under a name that LEDMatrix ignores. */
import { Effect, Result } from "effect"
import { join } from "node:path/posix"
import type { DiskView } from "../../../domain/sources/DiskView.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import { tooOldFor } from "../../../domain/store/compatibility.ts"
import { candidatesFor, mayBeSkipped, type RegistryEntry } from "../../../domain/store/Registry.ts"
import { atVersion, onlyVersion } from "../../../domain/store/atVersion.ts"
import type { RegistryCopy } from "../../../domain/store/RegistryCopy.ts"
import type { StagedPlugin } from "../../../domain/store/StagedPlugin.ts"
import { StoreError, type StoreReason, toldByRegistry } from "../../../domain/errors/StoreError.ts"
import { OperationInProgress } from "../../../domain/errors/PlaceReason.ts"
import { BadPlugin } from "../../../domain/errors/FetchReason.ts"
import { NotInRegistry, RegistryUncertain, VersionNotOffered } from "../../../domain/errors/RegistryReason.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { ProcessLock } from "../../../ports/ProcessLock.ts"
import { Progress } from "../../../ports/Progress.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { makeOwnDirectory } from "../../files/replacing/makeOwnDirectory.ts"
import { Host } from "../../installation/Host.ts"
import { Installation } from "../../installation/Installation.ts"
import { makeLedgerDirectory } from "../../ownFiles/formats/ledgerFiles.ts"
import { checkPlugin } from "./checkPlugin.ts"
import { enoughRoom } from "./enoughRoom.ts"
import { fetchEntry } from "../fetch/fetchEntry.ts"
import { makePluginDirectory, PLUGIN_DIRECTORY_MODE } from "./writePluginFiles.ts"
import { giveAll } from "./stagedFiles.ts"
import { makeStagingDirectory, sweepStagings } from "./stagingDirectory.ts"
import { shownRegistry, StoreSettings } from "../StoreSettings.ts"

/** Tries each candidate of the registry; of several failures a transient one speaks for all, then one of a download. */
export const stagePlugin = Effect.fn("stagePlugin")(function* (
  id: string,
  disk: DiskView,
  accepts: (entry: RegistryEntry) => ReadonlyArray<string>,
  copy: RegistryCopy,
  version?: string
) {
  // No manifest may have such an id, and the lock file is named after it.
  const registry = shownRegistry(yield* StoreSettings)
  if (!isPluginId(id)) {
    return yield* new StoreError({ plugin: id, reason: new NotInRegistry({ plugin: id, registry }) })
  }
  const known = candidatesFor(copy.registry, id)
  if (known.length === 0) return yield* new StoreError({ plugin: id, reason: absence(id, copy, registry) })
  const candidates = known.flatMap((entry) => atVersion(entry, version) ?? [])
  if (candidates.length === 0 && version !== undefined) {
    const reason = copy.stale
      ? new RegistryUncertain({
          plugin: id,
          problem: `the copy at hand is old and has no version ${version}`
        })
      : new VersionNotOffered({ plugin: id, version })
    return yield* new StoreError({ plugin: id, reason })
  }
  const failures: Array<StoreReason> = []
  for (const entry of candidates) {
    // By the registry's name: a run that asks for the plugin by another name waits for the same lock.
    yield* lockPlugin(id, isPluginId(entry.id) ? entry.id : id)
    const attempt = yield* Effect.result(stageEntry(id, entry, disk, accepts(entry)))
    if (Result.isSuccess(attempt)) return attempt.success
    failures.push(attempt.failure)
  }
  const reason =
    failures.find((failure) => failure.transient) ??
    failures.find((failure) => !toldByRegistry(failure)) ??
    failures[0] ??
    absence(id, copy, registry)
  return yield* new StoreError({ plugin: id, reason, ...onlyVersion(version) })
})

/** Only a fresh registry, read in full, proves that a plugin does not exist. */
const absence = (plugin: string, copy: RegistryCopy, registry: string): StoreReason => {
  if (copy.stale)
    return new RegistryUncertain({ plugin, problem: "the copy at hand is old and does not list it" })
  return mayBeSkipped(copy.registry, plugin)
    ? new RegistryUncertain({ plugin, problem: "an entry of it could not be read" })
    : new NotInRegistry({ plugin, registry })
}

const lockPlugin = Effect.fnUntraced(function* (id: string, name: string) {
  const { ledgerDirectory } = yield* Installation
  const { lockTimeout } = yield* StoreSettings
  const lock = yield* ProcessLock
  const held = makeLedgerDirectory(ledgerDirectory).pipe(
    Effect.andThen(lock.acquire(join(ledgerDirectory, `plugin-${name}.lock`), { timeout: lockTimeout }))
  )
  yield* Effect.mapError(held, (error) => {
    const reason =
      error._tag === "LockTimeout"
        ? new OperationInProgress({ plugin: id, problem: `another run is installing it: ${error.message}` })
        : fileFailed(error, "data/reconciler")
    return new StoreError({ plugin: id, reason })
  })
})

const stageEntry = Effect.fnUntraced(
  function* (id: string, entry: RegistryEntry, disk: DiskView, accepted: ReadonlyArray<string>) {
    const { version } = yield* (yield* Host).read
    const tooOld = tooOldFor(entry.ledmatrix_min_version, version)
    if (tooOld !== undefined)
      return yield* new BadPlugin({ code: "incompatible", problem: tooOld, beforeDownload: true })
    const tell = yield* Progress
    const held = yield* stagingIn(disk.path)
    const from = yield* fetchEntry(id, entry, { plugins: disk.path, staging: held })
    yield* tell({ plugin: id, step: "checking", bytes: undefined, bytesTotal: undefined })
    const path = join(held, "plugin")
    const plugin = yield* checkPlugin(path, (found) => accepted.includes(found), version).pipe(
      Effect.mapError((error) => (error._tag === "BadPlugin" ? fetchedFrom(from, error) : error))
    )
    yield* giveAll(path, "manifest.json", disk.path)
    // Before it is in place: a rename that outlives a power cut must not outlive its files.
    yield* (yield* FileWriter).syncTree(path)
    return { ...plugin, entry, path, plugins: disk.path } satisfies StagedPlugin
  },
  (self, id, _entry, disk) =>
    Effect.mapError(self, (error) =>
      error._tag === "FileFault"
        ? fileFailed(error, disk.shownPath)
        : error._tag === "LockTimeout"
          ? new OperationInProgress({ plugin: id, problem: error.message })
          : error
    )
)

const fetchedFrom = (from: string, { code, foundId, problem }: BadPlugin): BadPlugin =>
  new BadPlugin({ code, problem, from, ...(foundId === undefined ? {} : { foundId }) })

/** `<plugins>/.ledmatrix-reconciler.standalone-backup-…/plugin`, removed with the scope. */
const stagingIn = Effect.fnUntraced(function* (plugins: string) {
  yield* makeOwnDirectory(plugins, PLUGIN_DIRECTORY_MODE)
  yield* sweepStagings(plugins, yield* (yield* FileReader).list(plugins), false)
  yield* enoughRoom(plugins)
  const held = yield* makeStagingDirectory(plugins)
  yield* makePluginDirectory(join(held, "plugin"))
  return held
})
