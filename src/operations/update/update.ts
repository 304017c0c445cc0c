/** `update`: which of the installed plugins the store has newer versions of, and which of these may be replaced. */
import { type Advice, advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Effect, Result } from "effect"
import type { InstalledPlugin } from "../../domain/sources/DiskView.ts"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import { tooOldFor } from "../../domain/store/compatibility.ts"
import { candidatesFor, lastSegment, type RegistryEntry } from "../../domain/store/Registry.ts"
import type { RegistryCopy } from "../../domain/store/RegistryCopy.ts"
import { StoreError } from "../../domain/errors/StoreError.ts"
import { BadPlugin } from "../../domain/errors/FetchReason.ts"
import { NotInRegistry } from "../../domain/errors/RegistryReason.ts"
import { isNewer } from "../../domain/store/versions.ts"
import { aboutToFetch } from "../../ports/Progress.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import { PluginRegistry } from "../../services/PluginStore.ts"
import { inside } from "../../services/installation/Installation.ts"
import { type AllSources, allSourcesAhead } from "../allSources.ts"
import { refuseBesideCopy } from "../besideLedmatrix.ts"
import { refuseOwnWork } from "./ownWork.ts"
import { replacePlugin, unchanged } from "./replacePlugin.ts"
import { type OperationError, operationProblem } from "../operationProblem.ts"
import type { OperationServices } from "../OperationServices.ts"
import { unknownPlugin } from "../unknownPlugin.ts"

/** One plugin, named by its id or by the registry's. */
export const update = Effect.fn("update")(function* (
  name: string
): Effect.fn.Return<OperationResult, OperationError, OperationServices> {
  const here = yield* allSourcesAhead(name)
  const exact = here.disk.plugins.find(({ id }) => id === name)
  if (exact !== undefined) return yield* updateOne(exact, here, true)
  const meant = here.around.policy.storeAvailable ? yield* installedAs(name, here) : undefined
  if (meant === undefined) return yield* unknownPlugin(name, here)
  return yield* updateOne(meant, here, true)
})

const installedAs = Effect.fnUntraced(function* (name: string, { disk }: AllSources) {
  const copy = yield* Effect.option((yield* PluginRegistry).get)
  if (copy._tag === "None") return undefined
  const entry = copy.value.registry.entries.find(({ id }) => id === name)
  if (entry === undefined) return undefined
  const names = new Set([lastSegment(entry.plugin_path), `ledmatrix-${name}`])
  return disk.plugins.find(({ id }) => names.has(id))
})

/** What `update --all` came to for one plugin. */
export interface UpdatedPlugin {
  readonly plugin: InstalledPlugin
  readonly result: Result.Result<OperationResult, OperationError>
}

/** Which of them the store has a newer version of, by the copy of the registry at hand. */
const outdated = (plugins: ReadonlyArray<InstalledPlugin>, { registry }: RegistryCopy) =>
  plugins.filter(({ id, version }) => isNewer(candidatesFor(registry, id)[0]?.latest_version, version))

/** Updates that are interrupted have no answer: what was updated until then stands, and the log says it. */
const tellInterrupted = (done: ReadonlyArray<UpdatedPlugin>) => {
  const updated = done.flatMap(({ plugin, result }) =>
    Result.isSuccess(result) && result.success.run_id !== undefined
      ? [`${plugin.id} (\`undo ${result.success.run_id}\` takes that back)`]
      : []
  )
  return updated.length === 0
    ? Effect.logInfo("the updates were interrupted before anything was changed")
    : Effect.logWarning(`the updates were interrupted; updated until then: ${updated.join(", ")}`)
}

/** Every installed plugin, one after the other; one that fails does not stop the others. */
export const updateAll = Effect.fn("updateAll")(function* (): Effect.fn.Return<
  ReadonlyArray<UpdatedPlugin>,
  OperationError,
  OperationServices
> {
  const here = yield* allSourcesAhead("")
  const { duplicatesDecided } = here.seen.host.traits
  const runs = new Map(here.disk.plugins.toReversed().map((plugin) => [plugin.id, plugin]))
  const all = here.disk.plugins.filter((plugin) => !duplicatesDecided || runs.get(plugin.id) === plugin)
  if (here.around.policy.storeAvailable) {
    const copy = yield* (yield* PluginRegistry).get
    yield* aboutToFetch(outdated(all, copy).map(({ id }) => id))
  }
  const done: Array<UpdatedPlugin> = []
  yield* Effect.forEach(all, (plugin) =>
    Effect.map(Effect.result(updateOne(plugin, here, false)), (result) => done.push({ plugin, result }))
  ).pipe(Effect.onInterrupt(() => tellInterrupted(done)))
  return done
})

const updateOne = Effect.fnUntraced(function* (plugin: InstalledPlugin, here: AllSources, asked: boolean) {
  const { id } = plugin
  yield* refuseTwice(plugin, here)
  yield* refuseBesideCopy([id], here)
  const traits = yield* (yield* DiskWriter).traits(inside(here.disk.path, plugin.directory))
  if (traits.bundled) return unchanged(plugin, "skipped", `${id} comes with LEDMatrix, which updates it`)
  if (traits.localOnly)
    return unchanged(plugin, "skipped", `${id} is local_only: its manifest asks not to be updated`)
  if (asked) yield* refuseOwnWork(plugin, here)
  if (!here.around.policy.storeAvailable) {
    return yield* new OperationRefused({
      plugin: id,
      code: "no_store",
      problem: `it is not known whether there is a newer ${id}: the registry cannot be reached offline`,
      hint: advice`run again online, or ${NextStep.GiveRegistryFile()}`
    })
  }
  const copy = yield* (yield* PluginRegistry).get
  const entry = candidatesFor(copy.registry, id)[0]
  if (entry === undefined) {
    if (asked) return yield* new StoreError({ plugin: id, reason: new NotInRegistry({ plugin: id }) })
    return unchanged(plugin, "skipped", `${id} is not in the registry`)
  }
  if (!isNewer(entry.latest_version, plugin.version)) return upToDate(plugin, entry, copy)
  const tooOld = tooOldFor(entry.ledmatrix_min_version, here.seen.host.version)
  if (tooOld !== undefined && !asked)
    return unchanged(
      plugin,
      "skipped",
      `${id} ${entry.latest_version ?? ""} is not for this LEDMatrix: ${tooOld}`
    )
  if (tooOld !== undefined)
    return yield* new StoreError({
      plugin: id,
      reason: new BadPlugin({ code: "incompatible", problem: tooOld })
    })
  if (!asked) yield* refuseOwnWork(plugin, here, entry)
  return yield* replacePlugin(plugin, entry, here, asked)
})

/** Where it is chance which of two directories LEDMatrix loads, an update of one may change nothing. */
const refuseTwice = Effect.fnUntraced(function* ({ id }: InstalledPlugin, { disk, seen }: AllSources) {
  if (seen.host.traits.duplicatesDecided) return
  const places = disk.plugins.filter((other) => other.id === id).map(({ directory }) => directory)
  if (places.length === 1) return
  return yield* new OperationRefused({
    plugin: id,
    code: "duplicate_id",
    problem: `${places.length} directories hold ${id}: ${places.map((name) => inside(disk.shownPath, name)).join(", ")}`,
    hint: advice`keep one of them, and have the others set aside: ${NextStep.ShowChoices()}`
  })
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

const nextSteps = (error: OperationError): ReadonlyArray<Advice> => {
  const { hint } = operationProblem(error)
  return hint === undefined ? [] : [hint]
}

/** What `update --all` came to for one plugin, a failure told like a result. */
export const asResult = (
  plugin: InstalledPlugin,
  result: Result.Result<OperationResult, OperationError>
): OperationResult =>
  Result.isSuccess(result)
    ? result.success
    : {
        command: "update",
        plugin_id: plugin.id,
        status: "failed",
        message: result.failure.message,
        version: plugin.version ?? null,
        notes: nextSteps(result.failure),
        changed_files: []
      }
