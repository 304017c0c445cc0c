/** `install`: brings a plugin from the store, and leaves the four sources agreeing on it. */
import { advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Clock, Effect, Option, Result } from "effect"
import type { InstalledPlugin } from "../../domain/sources/DiskView.ts"
import { placeFetched } from "../../domain/changes/Change.ts"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import { candidatesFor, lastSegment, type RegistryEntry } from "../../domain/store/Registry.ts"
import type { StagedPlugin } from "../../domain/store/StagedPlugin.ts"
import { StoreError } from "../../domain/errors/StoreError.ts"
import { NameTaken } from "../../domain/errors/PlaceReason.ts"
import { LocalFiles } from "../../services/disk/localFiles/LocalFiles.ts"
import { PluginInstaller, PluginRegistry } from "../../services/PluginStore.ts"
import { inside } from "../../services/installation/Installation.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import { noteSeen } from "../../reconcile/repair/removal.ts"
import { pluginFacts } from "../../reconcile/judge/facts/PluginFacts.ts"
import { allSources, type AllSources, allSourcesAhead } from "../allSources.ts"
import { refuseBesideCopy } from "../besideLedmatrix.ts"
import { refuseTakenName } from "./nameTaken.ts"
import type { OperationError } from "../operationProblem.ts"
import type { OperationServices } from "../OperationServices.ts"
import { rememberAgreement } from "../remember.ts"
import { refuseSystemKey } from "../systemKeyRefused.ts"
import { placing } from "../../changes/directories.ts"
import { stepBefore, stepsOf } from "../../changes/steps.ts"
import { beginOperation, transaction } from "../../changes/transaction.ts"
import { entryChanges, isEnabled, recordChanges } from "./installChanges.ts"
import { registerAnew, registerPresent } from "./registerPresent.ts"

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
  name: string
): Effect.fn.Return<OperationResult, OperationError, OperationServices> {
  const lock = yield* RootLock
  const before = yield* allSourcesAhead(name)
  yield* refuseSystemKey(name, before.around)
  const present = yield* installedAs(name, before)
  yield* refuseBesideCopy([name, `ledmatrix-${name}`], before)
  if (present !== undefined) return yield* lock.hold(registerAnew(name, present))
  if (!before.around.policy.storeAvailable) {
    return yield* new OperationRefused({
      plugin: name,
      code: "no_store",
      problem: `${name} cannot be fetched without network: the registry is no local file`,
      hint: advice`run again online, or ${NextStep.GiveRegistryFile()}`
    })
  }
  const meanwhile = yield* placedMeanwhile(name, before)
  if (Option.isSome(meanwhile)) return yield* lock.hold(registerAnew(name, meanwhile.value))
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const installer = yield* PluginInstaller
      const staged = yield* installer.stage(name, before.disk, (entry) => acceptedIds(name, entry))
      return yield* lock.hold(placeStaged(name, staged))
    })
  )
})

/** Puts what was fetched and checked in its place. Under the root lock, since all is looked at again. */
const placeStaged = Effect.fnUntraced(function* (name: string, staged: StagedPlugin) {
  const { id, version } = staged
  const here = yield* allSources(name)
  yield* refuseBesideCopy([id], here)
  yield* refuseSystemKey(id, here.around)
  const already = here.disk.plugins.find((plugin) => plugin.id === id)
  if (already !== undefined) return yield* registerPresent(name, already, here)
  const path = inside(here.disk.shownPath, id)
  if (here.disk.plugins.some(({ directory }) => directory === id))
    return yield* new StoreError({ plugin: name, reason: new NameTaken({ path }) })
  const run = yield* beginOperation("install")
  yield* (yield* LocalFiles).remember(staged)
  const plugin = pluginFacts(id, here.around)
  const nowMs = yield* Clock.currentTimeMillis
  const changes = [
    ...entryChanges(plugin, [name, staged.entry.id, ...acceptedIds(name, staged.entry)], here),
    ...recordChanges(plugin, version, nowMs, here)
  ]
  const place = placing(staged, placeFetched({ plugin: id, cause: "install" }, path))
  const done = yield* transaction(run, { _tag: "whole", plugin: id }, stepBefore(place, stepsOf(changes)))
  yield* rememberAgreement(id, undefined, done.made, here)
  yield* noteSeen(here, { placed: id })
  return {
    command: "install",
    plugin_id: id,
    status: "installed",
    message: `${id} ${version ?? "(no version)"} is installed`,
    version: version ?? null,
    // The display looks for new directories only when an `enabled` changes.
    ...(isEnabled(plugin, here) && { restart_required: true }),
    notes: isEnabled(plugin, here) ? [] : [advice`it is not enabled yet: ${NextStep.Enable({ plugin: id })}`],
    changed_files: done.changedFiles,
    run_id: run.id
  } satisfies OperationResult
})

/** The plugin that `name` means, where it is on disk already: the same id, or the one its path ends in. */
const installedAs = Effect.fnUntraced(function* (name: string, { around, disk }: AllSources) {
  const exact = disk.plugins.find(({ id }) => id === name)
  if (exact !== undefined || !around.policy.storeAvailable) return exact
  const copy = yield* Effect.result((yield* PluginRegistry).get)
  if (Result.isFailure(copy)) return undefined
  const [entry] = candidatesFor(copy.success.registry, name)
  const segment = lastSegment(entry?.plugin_path)
  return disk.plugins.find(({ id }) => id === segment)
})

/** Refuses a name that is taken, unless by the very plugin, which another process has installed since the look. */
const placedMeanwhile = Effect.fnUntraced(function* (name: string, before: AllSources) {
  const taken = yield* Effect.flip(refuseTakenName(name, before.disk)).pipe(Effect.option)
  if (Option.isNone(taken)) return Option.none<InstalledPlugin>()
  const found = yield* installedAs(name, yield* allSourcesAhead(name))
  return found === undefined ? yield* taken.value : Option.some(found)
})
