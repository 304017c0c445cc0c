/**
 * `resolve`: what a person has decided about a finding that no run repairs by itself. Each choice is a list of changes like
 * any other, journalled and undone; which there are is looked at again under the lock.
 */
import { advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Effect } from "effect"
import { FILE } from "../../domain/changes/Change.ts"
import type { Choice } from "../../domain/findings/Finding.ts"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import { LocalFiles } from "../../services/disk/localFiles/LocalFiles.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import { stepAfter, stepsOf } from "../../changes/steps.ts"
import { beginOperation, transaction } from "../../changes/transaction.ts"
import { detect } from "../../reconcile/judge/detect.ts"
import { allSources, type AllSources } from "../allSources.ts"
import { refuseBesideCopy } from "../besideLedmatrix.ts"
import type { OperationError } from "../operationProblem.ts"
import type { OperationServices } from "../OperationServices.ts"
import { refuseWork, stillThere } from "./whatStays.ts"
import { type Decision, resolution } from "./resolution.ts"
import { restoreConfig } from "./restoreConfig.ts"
import { unknownPlugin } from "../unknownPlugin.ts"

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
  const { afterwards, changes, message } = resolution(chosen, run.id, here)
  const done = yield* transaction(
    run,
    { _tag: "whole", plugin: id },
    stepAfter(stepsOf(changes), stillThere(chosen, here))
  )
  yield* (yield* LocalFiles).sweep(here.disk.path)
  return {
    command: "resolve",
    plugin_id: id,
    status: "resolved",
    message,
    notes: yield* afterwards,
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
  if (chosen !== undefined) return chosen satisfies Decision
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
