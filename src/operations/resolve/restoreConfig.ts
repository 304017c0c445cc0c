/** Puts the newest good backup of `config.json` in its place. The former file is kept beside it, by its own name. */
import { type Advice, advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Effect, Option, Result } from "effect"
import { Change, FILE } from "../../domain/changes/Change.ts"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import { Config } from "../../services/Config.ts"
import { Backups } from "../../services/config/Backups.ts"
import { recover } from "../../reconcile/recover.ts"
import { stepsOf } from "../../changes/steps.ts"
import { beginOperation, transaction } from "../../changes/transaction.ts"

const refused = (code: "nothing_to_resolve" | "no_backup" | "choice_needed", problem: string, hint: Advice) =>
  new OperationRefused({ plugin: "", code, problem, path: FILE.config, hint })

/** What can be put back, and what that changes; refused where there is nothing to put back. */
export const configBackup = Effect.gen(function* () {
  const reading = yield* (yield* Config).read
  if (Result.isSuccess(reading))
    return yield* refused(
      "nothing_to_resolve",
      `${FILE.config} can be read, so no backup is put in its place`,
      advice`${NextStep.ShowFindings()} says what disagrees`
    )
  const found = yield* (yield* Backups).found(reading.failure)
  if (Option.isSome(found)) return { error: reading.failure, ...found.value }
  return yield* refused(
    "no_backup",
    `${reading.failure.message}; no backup can be put in its place`,
    "repair the file as the message says"
  )
})

/** Under the root lock. `choice` is the backup that was seen: where another is the newest by now, nothing is done. */
export const restoreConfig = Effect.fnUntraced(function* (choice: string | undefined) {
  yield* recover()
  const { change, error } = yield* configBackup
  if (choice !== undefined && choice !== change.by)
    return yield* refused(
      "choice_needed",
      `the newest backup of ${FILE.config} that can be read is ${change.by}, not ${choice}`,
      advice`look at it, and ${NextStep.NameBackup()}`
    )
  const run = yield* beginOperation("resolve")
  const changes = [Change.ReplaceFile({ plugin: "", cause: error.code, ...change })]
  const done = yield* transaction(run, { _tag: "whole", plugin: "" }, stepsOf(changes))
  return {
    command: "resolve",
    plugin_id: FILE.config,
    status: "resolved",
    message: `${FILE.config} is again what ${change.by} holds`,
    notes: [`the file that could not be read is kept as ${change.kept}`],
    changed_files: done.changedFiles,
    run_id: run.id
  } satisfies OperationResult
})
