/**
 * A run that changes something: journalled before it begins, carried out step by step, then told as done, or taken
 * back. Operations, undoing and repairs go this way. The caller holds the root lock.
 */
import { Cause, Clock, Effect, identity, Option } from "effect"
import type { Change } from "../domain/changes/Change.ts"
import type { ChangeResults } from "./carryOut.ts"
import type { JournalRecord, RunCommand } from "../domain/changes/Journal.ts"
import { encodeChange } from "../domain/changes/journalChange.ts"
import { localIsoTime } from "../domain/text/isoTime.ts"
import { HalfDone, OperationRefused } from "../domain/Operation.ts"
import { JournalWriter } from "../services/writing/JournalWriter.ts"
import { touchedFiles } from "./inverse.ts"
import { problemOf } from "./problemOf.ts"
import { AskedBy, nextRunId } from "./runId.ts"
import type { TransactionStep } from "./steps.ts"
import { takeBack } from "./takeBack.ts"

export interface JournalledRun {
  readonly id: string
  readonly command: RunCommand
  readonly startedAtMs: number
  /** The run that this one reverses. */
  readonly undoes: Option.Option<string>
  /** Nothing but `enabled` is asked for. */
  readonly enabledOnly: boolean
  /** The revision of the desired state that it carries out. */
  readonly desired: Option.Option<string>
  /** What this run has changed before. */
  readonly earlier: ReadonlyArray<Change>
}

export const beginOperation = Effect.fnUntraced(function* (
  command: RunCommand,
  { enabledOnly = false, undoes }: { readonly enabledOnly?: boolean; readonly undoes?: string } = {}
) {
  return {
    id: yield* nextRunId,
    command,
    startedAtMs: yield* Clock.currentTimeMillis,
    undoes: Option.fromUndefinedOr(undoes),
    enabledOnly,
    desired: Option.none(),
    earlier: []
  } satisfies JournalledRun
})

/** What a transaction came to. */
export interface TransactionResult extends ChangeResults {
  readonly changedFiles: ReadonlyArray<string>
}

/**
 * How the steps belong together. `whole`: all or nothing. `partial`: what has changed meanwhile is left alone, and
 * told; an error takes everything back. `repairs`: each step stands for itself, so that none is taken back; it may be
 * interrupted, and is then told as interrupted.
 */
export type Manner =
  | { readonly _tag: "whole"; readonly plugin: string }
  | { readonly _tag: "partial" }
  | { readonly _tag: "repairs" }

export const PARTIAL: Manner = { _tag: "partial" }
export const REPAIRS: Manner = { _tag: "repairs" }

const record = Effect.fnUntraced(function* (
  run: JournalledRun,
  status: JournalRecord["status"],
  changes: ReadonlyArray<Change>
) {
  return {
    run_id: run.id,
    command: run.command,
    started_at: localIsoTime(run.startedAtMs),
    asked_by: yield* AskedBy,
    status,
    changes: [...run.earlier, ...changes].map(encodeChange),
    ...(Option.isSome(run.desired) ? { desired: run.desired.value } : {}),
    ...(Option.isSome(run.undoes) ? { undoes: run.undoes.value } : {})
  } satisfies JournalRecord
})

/**
 * Makes all steps. The journal is never left at the intention by an interruption. Where the steps may not stand apart they
 * are not interrupted either: they are short, and half of them would be undone. What `remembering` writes down is so before
 * the journal tells the run as done: cut short in between, the run is completed, and has it written down then.
 */
export const transaction = Effect.fn("transaction")(
  function* <E, R, R2 = never>(
    run: JournalledRun,
    manner: Manner,
    steps: ReadonlyArray<TransactionStep<E, R>>,
    remembering: (made: ReadonlyArray<Change>) => Effect.Effect<void, never, R2> = () => Effect.void
  ) {
    yield* Effect.annotateCurrentSpan({ run: run.id })
    return yield* Effect.uninterruptibleMask((restore) =>
      carriedOut(run, manner, steps, manner._tag === "repairs" ? restore : identity, remembering)
    )
  },
  (self, run) => Effect.annotateLogs(self, { run: run.id })
)

const carriedOut = Effect.fnUntraced(function* <E, R, R2>(
  run: JournalledRun,
  manner: Manner,
  steps: ReadonlyArray<TransactionStep<E, R>>,
  mayInterrupt: <A, E2, R3>(effect: Effect.Effect<A, E2, R3>) => Effect.Effect<A, E2, R3>,
  remembering: (made: ReadonlyArray<Change>) => Effect.Effect<void, never, R2>
) {
  const journal = yield* JournalWriter
  const planned = steps.flatMap(({ changes }) => changes)
  yield* mayInterrupt(journal.write(yield* record(run, "intended", planned))).pipe(
    // It may stand all the same, and would be carried out by the next run.
    Effect.onError((cause) => {
      if (manner._tag !== "repairs") return Effect.ignore(journal.withdraw(run.id))
      return Cause.hasFails(cause) ? Effect.void : close(run, "done", [])
    })
  )
  const made: Array<Change> = []
  const dropped: Array<Change> = []
  let underWay: ReadonlyArray<Change> = []
  const all = Effect.gen(function* () {
    for (const step of steps) {
      underWay = step.changes
      const result = yield* mayInterrupt(step.carryOut)
      underWay = []
      made.push(...result.made)
      dropped.push(...result.dropped)
      const [gone] = result.dropped
      if (gone !== undefined && manner._tag === "whole") return yield* changedMeanwhile(manner.plugin, gone)
    }
  })
  yield* manner._tag === "repairs"
    ? Effect.onError(all, (cause) =>
        Cause.hasFails(cause) ? close(run, "done", made) : close(run, "interrupted", planned)
      )
    : Effect.catchCause(
        all,
        Effect.fnUntraced(function* (cause) {
          const standing = yield* takeBack(run, made, underWay)
          if (standing.length > 0) return yield* halfDone(run, cause, standing)
          return yield* Effect.failCause(cause)
        })
      )
  yield* remembering(made)
  yield* close(run, "done", made)
  return { made, dropped, changedFiles: [...new Set(made.flatMap(touchedFiles))] } satisfies TransactionResult
})

const halfDone = (
  { command, id }: JournalledRun,
  cause: Cause.Cause<unknown>,
  standing: ReadonlyArray<string>
) => {
  const error = Cause.squash(cause)
  const problem = error instanceof Error ? error.message : String(error)
  return new HalfDone({ run: id, command, problem, standing })
}

const changedMeanwhile = (plugin: string, gone: Change) =>
  new OperationRefused({
    plugin,
    code: "changed_meanwhile",
    problem: `${encodeChange(gone).file} was changed by another program at the same moment`,
    hint: "run it again"
  })

/** What was done is done: where the account of it cannot be written, that is a warning. Of nothing there is none. */
const close = Effect.fnUntraced(function* (
  run: JournalledRun,
  status: "done" | "interrupted",
  changes: ReadonlyArray<Change>
) {
  const journal = yield* JournalWriter
  const isNothing = run.earlier.length + changes.length === 0
  const account = isNothing ? journal.withdraw(run.id) : journal.write(yield* record(run, status, changes))
  yield* Effect.catchCause(account, (cause) =>
    Effect.logWarning("the journal could not be completed", { problem: problemOf(cause) })
  )
})
