/** Runs of which a step fails, or finds that something has changed meanwhile: what becomes of what they did before. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Result } from "effect"
import { carryOut } from "../../../src/changes/carryOut.ts"
import type { TransactionStep } from "../../../src/changes/steps.ts"
import { type JournalledRun, type Manner, PARTIAL, transaction } from "../../../src/changes/transaction.ts"
import { type Change, setValue } from "../../../src/domain/changes/Change.ts"
import { FileFailed } from "../../../src/domain/errors/FileReason.ts"
import { LedgerError } from "../../../src/domain/errors/ServiceError.ts"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { HalfDone, OperationRefused } from "../../../src/domain/Operation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { stages, withJournal } from "../../support/runs/journalInMemory.ts"
import { at, place, spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"
const WHOLE: Manner = { _tag: "whole", plugin: "clock" }
const RUN: JournalledRun = {
  id: "20260301T120000000-00c10c",
  command: "update",
  startedAtMs: 0,
  undoes: Option.none(),
  enabledOnly: false,
  desired: Option.none(),
  earlier: []
}
const CLOCK: Described = { config: { clock: { a: 1, b: 1 } } }

const to = (name: string, before: number, after: number): Change =>
  setValue({ plugin: "clock", cause: "update", file: "config", key: ["clock", name] }, before, after)

const making = (change: Change) => ({ changes: [change], carryOut: carryOut([change]) })

const NO_STEPS: ReadonlyArray<TransactionStep<never, never>> = []

const reason = new FileFailed({ path: "x", operation: "rename", code: "EIO", problem: "no", transient: true })
const failed = new StoreError({ plugin: "clock", reason })

const run = <E, R>(manner: Manner, steps: ReadonlyArray<TransactionStep<E, R>>) =>
  Effect.map(withJournal(transaction(RUN, manner, steps)), ({ asked, result }) => ({
    result,
    stages: stages(asked)
  }))

describe("a change whose evidence has gone", () => {
  const gone = to("b", 9, 2)

  it.effect("is left out of a run whose changes may stand apart, and the others are made", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const made = [to("a", 1, 2), to("a", 2, 3)] as const
        const { result } = yield* run(PARTIAL, [making(made[0]), making(gone), making(made[1])])
        assert.deepStrictEqual(
          result,
          Result.succeed({ made: [...made], dropped: [gone], changedFiles: [CONFIG] })
        )
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), { a: 3, b: 1 })
      })
    )
  )

  it.effect("ends a run that is all or nothing, takes back what was made, and no later step begins", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const later = { changes: [], carryOut: Effect.die("a later step") }
        const { result, stages: told } = yield* run(WHOLE, [making(to("a", 1, 2)), making(gone), later])
        const error = Option.getOrThrow(Result.getFailure(result))
        assert.instanceOf(error, OperationRefused)
        assert.deepInclude(error, {
          plugin: "clock",
          code: "changed_meanwhile",
          problem: `${CONFIG} was changed by another program at the same moment`
        })
        assert.deepStrictEqual(told, ["intended a b", "withdrawn"])
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), { a: 1, b: 1 })
      })
    )
  )
})

describe("a step that fails", () => {
  it.effect.each([
    ["all or nothing", WHOLE],
    ["one whose changes may stand apart", PARTIAL]
  ] as const)("has all taken back, its own half too, where the run is %s", ([_title, manner]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const half = to("b", 1, 2)
        const breaking = {
          changes: [half],
          carryOut: Effect.andThen(carryOut([half]), Effect.fail(failed))
        }
        const ended = yield* run(manner, [making(to("a", 1, 2)), breaking])
        assert.deepStrictEqual(ended, { result: Result.fail(failed), stages: ["intended a b", "withdrawn"] })
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), { a: 1, b: 1 })
      })
    )
  )

  it.effect("by a fault of the program has all taken back, and stays that fault", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const ended = yield* run(WHOLE, [
          making(to("a", 1, 2)),
          { changes: [], carryOut: Effect.die("a fault") }
        ])
        assert.deepStrictEqual(ended, { result: Result.fail("a fault"), stages: ["intended a", "withdrawn"] })
        assert.strictEqual(yield* at(CONFIG, "clock", "a"), 1)
      })
    )
  )

  it.effect.each<readonly [string, Effect.Effect<never, StoreError>, string]>([
    ["an error", Effect.fail(failed), "x: no"],
    ["a fault that has no message", Effect.die("a fault"), "a fault"]
  ])("after one that cannot be taken back leaves the run half done: %s", ([_title, failing, problem]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        const breaking = {
          changes: [],
          carryOut: Effect.andThen(
            files.failWhen(({ name, path }) => name === "rename" && path === place(CONFIG), "EIO"),
            failing
          )
        }
        const { result, stages: told } = yield* run(WHOLE, [making(to("a", 1, 2)), breaking])
        assert.deepStrictEqual(
          result,
          Result.fail(
            new HalfDone({ run: RUN.id, command: "update", problem, standing: [`${CONFIG}: clock › a`] })
          )
        )
        assert.deepStrictEqual(told, ["intended a"])
      })
    )
  )
})

describe("an intention that cannot be written", () => {
  it.effect("is taken back, for it may stand all the same, and no step begins", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const refusal = new LedgerError({ reason })
        const { asked, result } = yield* withJournal(
          transaction(RUN, WHOLE, [making(to("a", 1, 2))]),
          (one) => ("status" in one ? Effect.fail(refusal) : Effect.void)
        )
        assert.deepStrictEqual([result, stages(asked)], [Result.fail(refusal), ["intended a", "withdrawn"]])
        assert.strictEqual(yield* at(CONFIG, "clock", "a"), 1)
      })
    )
  )

  it.effect("is the error of the run, also where it cannot be taken back", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const refusal = new LedgerError({ reason })
        const { result } = yield* withJournal(transaction(RUN, WHOLE, NO_STEPS), () => Effect.fail(refusal))
        assert.deepStrictEqual(result, Result.fail(refusal))
      })
    )
  )
})
