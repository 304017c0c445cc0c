/**
 * `uninstall`: tombstone and mark, then entry and secrets, then files, then record. In this order a crash at
 * any point leaves a plugin that is whole or that stays away; nothing that reconciles brings it back.
 */
import { advice } from "../domain/advice/Advice.ts"
import { NextStep } from "../domain/advice/NextStep.ts"
import { Effect, Option } from "effect"
import { type Change, FILE, isValueChange } from "../domain/changes/Change.ts"
import { OperationRefused, type OperationResult } from "../domain/Operation.ts"
import { enabledVote } from "../domain/sources/ConfigView.ts"
import { isPluginId } from "../domain/plugin/PluginId.ts"
import { PluginInstaller } from "../services/PluginStore.ts"
import { LocalFiles } from "../services/disk/localFiles/LocalFiles.ts"
import { inside } from "../services/installation/Installation.ts"
import { RootLock } from "../services/installation/RootLock.ts"
import { pluginFacts, type PluginFacts } from "../reconcile/judge/facts/PluginFacts.ts"
import { noteSeen, removalOf } from "../reconcile/repair/removal.ts"
import { allSources, type AllSources } from "./allSources.ts"
import { refuseBesideCopy } from "./besideLedmatrix.ts"
import { stepsOf } from "../changes/steps.ts"
import { beginOperation, transaction } from "../changes/transaction.ts"
import type { OperationError } from "./operationProblem.ts"
import type { OperationServices } from "./OperationServices.ts"
import { rememberAgreement } from "./remember.ts"
import { refuseSystemKey } from "./systemKeyRefused.ts"
import { unknownPlugin } from "./unknownPlugin.ts"

/** What of a plugin stays when it is uninstalled. */
export interface UninstallOptions {
  /** Leave the plugin's entry and secrets where they are, for the day it is installed again. */
  readonly preserveConfig: boolean
}

/**
 * Removes a plugin's directory, record and, unless `preserveConfig`, entry and secrets, and marks the id as
 * uninstalled. The directory is kept for `undo`. Fails with `OperationError`, and has then changed nothing, or
 * taken back what it changed.
 */
export const uninstall = Effect.fn("uninstall")(function* (
  id: string,
  options: UninstallOptions
): Effect.fn.Return<OperationResult, OperationError, OperationServices> {
  const lock = yield* RootLock
  return yield* lock.hold(
    Effect.gen(function* () {
      const here = yield* allSources(id)
      yield* refuseSystemKey(id, here.around)
      const plugin = pluginFacts(id, here.around)
      const directories = directoriesOf(plugin, here)
      const known = plugin.entry !== undefined || directories.length > 0 || plugin.record !== undefined
      if (!known) return yield* unknownPlugin(id, here)
      yield* refuseHarm(plugin, here)
      yield* refuseBesideCopy([id], here)
      const run = yield* beginOperation("uninstall")
      const whole = !options.preserveConfig
      const removed = { cause: "uninstall", runId: run.id, directories, entry: whole, secrets: whole }
      const changes = yield* removalOf(plugin, removed, here)
      const done = yield* transaction(run, { _tag: "whole", plugin: id }, stepsOf(changes))
      yield* afterwards(id, directories, done.made, here)
      const kept = options.preserveConfig && plugin.entry !== undefined
      const left = plugin.installed
        .filter(({ directory }) => !directories.includes(directory))
        .map(({ directory }) => inside(here.disk.shownPath, directory))
      return {
        command: "uninstall",
        plugin_id: id,
        status: "uninstalled",
        message: [
          `${id} is uninstalled`,
          ...(kept ? ["its settings were kept"] : []),
          ...left.map((place) => `${place} holds ${id} too, and stays`)
        ].join("; "),
        // What its entry does not switch off goes on running.
        ...(kept &&
          enabledVote(plugin.entry.enabled, here.seen.host.traits) === true && { restart_required: true }),
        notes: [
          ...notesOf(changes),
          ...(left.length === 0
            ? []
            : [
                advice`LEDMatrix takes what stays for the plugin: ${NextStep.Uninstall({ plugin: id })} again removes it`
              ])
        ],
        changed_files: done.changedFiles,
        run_id: run.id
      } satisfies OperationResult
    })
  )
})

const notesOf = (changes: ReadonlyArray<Change>): ReadonlyArray<string> =>
  changes.some((change) => isValueChange(change) && change.file === "secrets")
    ? ["its section of config_secrets.json was removed; undo cannot bring secrets back"]
    : []

/** Those that hold the id; of a manifest that cannot be read, the directory's name is all there is to go by. */
const directoriesOf = ({ id, installed, runs }: PluginFacts, { disk }: AllSources): ReadonlyArray<string> =>
  installed.length > 0
    ? (runs === undefined ? installed : [runs]).map(({ directory }) => directory)
    : disk.broken.filter(({ directory }) => directory === id).map(({ directory }) => directory)

const refuseHarm = Effect.fnUntraced(function* ({ id, installed, runs }: PluginFacts, { disk }: AllSources) {
  if (!isPluginId(id)) {
    return yield* new OperationRefused({
      plugin: id,
      code: "invalid_id",
      problem: `${JSON.stringify(id)} is no plugin id, so it cannot be marked as uninstalled`,
      path: FILE.config,
      hint: "remove its entry from config.json by hand"
    })
  }
  const namesake = disk.plugins.find((plugin) => plugin.directory === id && plugin.id !== id)
  if (namesake !== undefined) {
    return yield* new OperationRefused({
      plugin: id,
      code: "other_plugins_directory",
      problem: `directory ${inside(disk.shownPath, id)} holds another plugin, ${namesake.id}, and LEDMatrix deletes the directory that an uninstalled id names`,
      path: inside(disk.shownPath, id),
      hint: `rename that directory to ${namesake.id} first`
    })
  }
  if (installed.length > 0 && runs === undefined) {
    const places = installed.map(({ directory }) => inside(disk.shownPath, directory))
    return yield* new OperationRefused({
      plugin: id,
      code: "duplicate_id",
      problem: `${installed.length} directories hold ${id}: ${places.join(", ")}`,
      hint: advice`keep one of them, and have the others set aside: ${NextStep.ShowChoices()}`
    })
  }
  if (disk.taken.has(id)) {
    return yield* new OperationRefused({
      plugin: id,
      code: "other_plugins_directory",
      problem: `${inside(disk.shownPath, id)} is no plugin, and LEDMatrix deletes what has the name of an uninstalled id`,
      path: inside(disk.shownPath, id),
      hint: "move it away first"
    })
  }
  if (installed.length > 0 && disk.broken.some(({ directory }) => directory === id)) {
    return yield* new OperationRefused({
      plugin: id,
      code: "broken_directory",
      problem: `${inside(disk.shownPath, id)} has a manifest that cannot be read, so it is not known which plugin it is`,
      path: inside(disk.shownPath, id),
      hint: "repair or remove the directory first"
    })
  }
})

/** Removes what is not needed any more. If that fails, the operation still succeeds. */
const afterwards = Effect.fnUntraced(function* (
  id: string,
  directories: ReadonlyArray<string>,
  made: ReadonlyArray<Change>,
  here: AllSources
) {
  yield* (yield* LocalFiles).sweep(here.disk.path)
  yield* rememberAgreement(id, undefined, made, here)
  yield* noteSeen(here, { removed: directories })
  yield* Effect.ignore((yield* PluginInstaller).forgetFailures(Option.some(id)))
})
