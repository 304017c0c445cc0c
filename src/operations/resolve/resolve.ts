/**
 * `resolve`: what a person has decided about a finding that no run repairs by itself. Each choice is a list of changes like
 * any other, journalled and undone; which there are is looked at again under the lock.
 */
import { advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Effect, Option } from "effect"
import { Change, FILE } from "../../domain/changes/Change.ts"
import type { Choice, Finding } from "../../domain/findings/Finding.ts"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import { ConfigWriter } from "../../services/writing/ConfigWriter.ts"
import { keptName } from "../../services/disk/localFiles/keptCopies.ts"
import { LocalFiles } from "../../services/disk/localFiles/LocalFiles.ts"
import { inside } from "../../services/installation/Installation.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import { Ledger } from "../../services/ownFiles/Ledger.ts"
import { PluginInstaller } from "../../services/PluginStore.ts"
import { stepAfter, stepsOf } from "../../changes/steps.ts"
import { beginOperation, transaction } from "../../changes/transaction.ts"
import { detect } from "../../reconcile/judge/detect.ts"
import { noteSeen } from "../../reconcile/repair/removal.ts"
import { allSources, type AllSources } from "../allSources.ts"
import { refuseBesideCopy } from "../besideLedmatrix.ts"
import type { OperationError } from "../operationProblem.ts"
import type { OperationServices } from "../OperationServices.ts"
import { refuseWork, stillThere } from "./whatStays.ts"
import { restoreConfig } from "./restoreConfig.ts"
import { unknownPlugin } from "../unknownPlugin.ts"

/** A finding, and the one of its choices that is taken. */
interface Chosen {
  readonly finding: Finding
  readonly choice: string
}

/**
 * Resolves what was found of plugin `target`, or of `config/config.json`, as `choice` says; without one, where there is just
 * one way. Fails with `OperationError`, and has then changed nothing, or taken back what it changed.
 */
export const resolve = Effect.fn("resolve")(function* (
  target: string,
  choice: string | undefined
): Effect.fn.Return<OperationResult, OperationError, OperationServices> {
  const lock = yield* RootLock
  const asPlugin = resolvePlugin(target, choice)
  return yield* lock.hold(target === FILE.config ? orPlugin(restoreConfig(choice), asPlugin) : asPlugin)
})

const isRefused =
  (code: OperationRefused["code"]) =>
  (error: OperationError): boolean =>
    error._tag === "OperationRefused" && error.code === code

/** A plugin may have the file's path for its id: it is meant where the file can be read. */
const orPlugin = <A, R1, R2>(
  file: Effect.Effect<A, OperationError, R1>,
  plugin: Effect.Effect<A, OperationError, R2>
): Effect.Effect<A, OperationError, R1 | R2> =>
  Effect.catchIf(file, isRefused("nothing_to_resolve"), (refusal) =>
    Effect.catchIf(plugin, isRefused("unknown_plugin"), () => Effect.fail(refusal))
  )

const resolvePlugin = Effect.fnUntraced(function* (id: string, wanted: string | undefined) {
  const here = yield* allSources(id)
  const chosen = yield* chosenOf(id, wanted, here)
  yield* refuseWork(chosen, here)
  yield* refuseBesideCopy([id], here)
  const run = yield* beginOperation("resolve")
  const { changes, message } = resolution(chosen, run.id, here)
  const done = yield* transaction(
    run,
    { _tag: "whole", plugin: id },
    stepAfter(stepsOf(changes), stillThere(chosen, here))
  )
  yield* afterwards(id, changes, here)
  return {
    command: "resolve",
    plugin_id: id,
    status: "resolved",
    message,
    notes: [...setAsideNote(changes), ...(yield* secretsNote(id, changes))],
    changed_files: done.changedFiles,
    run_id: run.id
  } satisfies OperationResult
})

const chosenOf = Effect.fnUntraced(function* (id: string, wanted: string | undefined, here: AllSources) {
  const findings = detect(here.seen, here.around.policy).filter((finding) => finding.id === id)
  const all = findings.flatMap((finding) =>
    (finding.choices ?? []).map((choice) => ({ finding, choice: choice.choice, does: choice.does }))
  )
  const [only] = all
  if (only === undefined) return yield* nothing(id, here)
  const chosen = wanted === undefined && all.length === 1 ? only : all.find(({ choice }) => choice === wanted)
  if (chosen !== undefined) return chosen satisfies Chosen
  return yield* new OperationRefused({
    plugin: id,
    code: "choice_needed",
    problem:
      wanted === undefined
        ? `there is more than one way to resolve what was found of ${id}: ${told(all)}`
        : `${JSON.stringify(wanted)} is none of the ways to resolve what was found of ${id}: ${told(all)}`,
    hint: [NextStep.ShowChoices()]
  })
})

const told = (choices: ReadonlyArray<Choice>): string =>
  choices.map(({ choice, does }) => `${choice} ${does}`).join("; ")

const nothing = (id: string, here: AllSources): OperationRefused =>
  here.config.values.get(id)?._tag === "Entry" || here.disk.plugins.some((plugin) => plugin.id === id)
    ? new OperationRefused({
        plugin: id,
        code: "nothing_to_resolve",
        problem: `nothing was found of ${id} that one of several known ways resolves`,
        hint: advice`${NextStep.ShowFindings()} says what was found of it, and what helps`
      })
    : unknownPlugin(id, here)

const resolution = (
  { choice, finding: { id, reason } }: Chosen,
  runId: string,
  { config, disk, uninstalled }: AllSources
): { readonly changes: ReadonlyArray<Change>; readonly message: string } => {
  const why = { plugin: id, cause: reason }
  const installed = disk.plugins.filter((plugin) => plugin.id === id).map(({ directory }) => directory)
  if (reason === "duplicate_id") {
    const others = installed.filter((directory) => directory !== choice)
    const changes = others.map((directory) =>
      Change.SetAside({
        ...why,
        place: inside(disk.shownPath, directory),
        kept: inside(disk.shownPath, keptName(runId, directory))
      })
    )
    return {
      changes,
      message: `${id} is now in ${choice} alone; ${others.join(", ")} ${others.length === 1 ? "was" : "were"} set aside`
    }
  }
  if (reason === "marked_on_disk") {
    const names = [...new Set([id, ...installed])]
    const changes = (["tombstones", "marks"] as const).flatMap((list) =>
      names
        .filter((member) => uninstalled[list].has(member))
        .map((member) => Change.RemoveMember({ ...why, list, member }))
    )
    return { changes, message: `${id} stays: its mark was cleared` }
  }
  const change = Change.RenameEntry({
    ...why,
    from: id,
    to: choice,
    overBare: config.values.has(choice),
    leavesBare: false
  })
  return { changes: [change], message: `The entry ${id} is now called ${choice}; its settings were kept` }
}

const setAsideNote = (changes: ReadonlyArray<Change>): ReadonlyArray<string> =>
  changes.some(({ _tag }) => _tag === "SetAside")
    ? ["what was set aside is deleted after a week: until then undo brings it back, or move it away"]
    : []

/** Only an uninstall writes that file. Where it cannot be read, `check` says so. */
const secretsNote = Effect.fnUntraced(function* (id: string, changes: ReadonlyArray<Change>) {
  if (!changes.some(({ _tag }) => _tag === "RenameEntry")) return []
  const section = yield* Effect.option((yield* ConfigWriter).value("secrets", [id]))
  return Option.isSome(Option.flatten(section))
    ? [`${FILE.secrets} has a section ${id}: rename that one by hand`]
    : []
})

/** What this program remembers of the plugin follows. Where that cannot be written, what was resolved still is. */
const afterwards = Effect.fnUntraced(function* (
  id: string,
  changes: ReadonlyArray<Change>,
  here: AllSources
) {
  yield* (yield* LocalFiles).sweep(here.disk.path)
  const aside = changes.flatMap((change) => (change._tag === "SetAside" ? [change.place] : []))
  if (aside.length > 0)
    yield* noteSeen(here, { removed: aside.map((place) => place.slice(place.lastIndexOf("/") + 1)) })
  if (!changes.some(({ _tag }) => _tag === "RenameEntry")) return
  yield* (yield* Ledger).removedHere(new Set([id]))
  yield* Effect.ignore((yield* PluginInstaller).forgetFailures(Option.some(id)))
})
