/** Repairs that fail, and runs that are interrupted: what is finished all the same, and what the journal keeps of it. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Option, Result } from "effect"
import type { ChangeResults } from "../../../src/changes/carryOut.ts"
import type { TransactionStep } from "../../../src/changes/steps.ts"
import {
  type JournalledRun,
  type Manner,
  PARTIAL,
  REPAIRS,
  transaction
} from "../../../src/changes/transaction.ts"
import { type Change, setValue } from "../../../src/domain/changes/Change.ts"
import { FileFailed } from "../../../src/domain/errors/FileReason.ts"
import { LedgerError } from "../../../src/domain/errors/ServiceError.ts"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { type Asked, stages, withJournal } from "../../support/runs/journalInMemory.ts"
import { spec } from "../../support/operating.ts"

const RUN: JournalledRun = {
  id: "20260301T120000000-00c10c",
  command: "reconcile",
  startedAtMs: 0,
  undoes: Option.none(),
  enabledOnly: false,
  desired: Option.none(),
  earlier: []
}

const change = (name: string): Change =>
  setValue({ plugin: "clock", cause: "no_entry", file: "config", key: ["clock", name] }, undefined, 1)
const [a, b, c] = [change("a"), change("b"), change("c")]

const making = (one: Change): TransactionStep<never, never> => ({
  changes: [one],
  carryOut: Effect.succeed({ made: [one], dropped: [] })
})

const reason = new FileFailed({ path: "x", operation: "rename", code: "EIO", problem: "no", transient: true })
const failed = new StoreError({ plugin: "clock", reason })
const refusal = new LedgerError({ reason })

const repairing = <E>(steps: ReadonlyArray<TransactionStep<E, never>>, more: Partial<JournalledRun> = {}) =>
  spec(
    {},
    Effect.map(withJournal(transaction({ ...RUN, ...more }, REPAIRS, steps)), ({ asked, result }) => ({
      result,
      told: stages(asked)
    }))
  )

describe("repairs", () => {
  it.effect("go on where the evidence of one has gone", () =>
    Effect.gen(function* () {
      const dropping = { changes: [a], carryOut: Effect.succeed({ made: [], dropped: [a] }) }
      const { result, told } = yield* repairing([dropping, making(b)])
      assert.deepStrictEqual(told, ["intended a b", "done b"])
      assert.deepStrictEqual(
        result,
        Result.succeed({ made: [b], dropped: [a], changedFiles: ["config/config.json"] })
      )
    })
  )

  it.effect("of which one fails keep those that were made, and no later one begins", () =>
    Effect.gen(function* () {
      const { result, told } = yield* repairing([
        making(a),
        { changes: [b], carryOut: Effect.fail(failed) },
        making(c)
      ])
      assert.deepStrictEqual([result, told], [Result.fail(failed), ["intended a b c", "done a"]])
    })
  )

  it.effect("that a fault of the program breaks off stand as interrupted, with all that was intended", () =>
    Effect.gen(function* () {
      const { told } = yield* repairing([making(a), { changes: [b], carryOut: Effect.die("boom") }])
      assert.deepStrictEqual(told, ["intended a b", "interrupted a b"])
    })
  )
})

describe("the intention of repairs", () => {
  const answering = (answer: Effect.Effect<void, LedgerError>, earlier: ReadonlyArray<Change>) =>
    spec(
      {},
      Effect.map(
        withJournal(transaction({ ...RUN, earlier }, REPAIRS, [making(b)]), (one: Asked) =>
          "status" in one && one.status === "intended" ? answer : Effect.void
        ),
        ({ asked }) => stages(asked)
      )
    )

  it.effect.each<readonly [string, Effect.Effect<void, LedgerError>, ReadonlyArray<Change>, string]>([
    ["is left where it could not be written", Effect.fail(refusal), [a], "intended a b"],
    [
      "gives way to what was changed before where it broke off",
      Effect.die("boom"),
      [a],
      "intended a b, done a"
    ],
    [
      "is taken back where it broke off and nothing was changed",
      Effect.die("boom"),
      [],
      "intended b, withdrawn"
    ]
  ])("%s", ([_title, answer, earlier, told]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* answering(answer, earlier)).join(", "), told)
    })
  )
})

/** What the journal is asked for by a run that is interrupted while its second step is under way. */
const interrupted = (manner: Manner) =>
  spec(
    {},
    Effect.gen(function* () {
      const [begun, over] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const told: Array<string> = []
      const second: TransactionStep<never, never> = {
        changes: [b],
        carryOut: Effect.as(Effect.andThen(Deferred.succeed(begun, undefined), Deferred.await(over)), {
          made: [b],
          dropped: []
        } satisfies ChangeResults)
      }
      const running = yield* Effect.forkChild(
        withJournal(transaction(RUN, manner, [making(a), second, making(c)]), (one) =>
          Effect.sync(() => void told.push(...stages([one])))
        )
      )
      yield* Deferred.await(begun)
      const ending = yield* Effect.forkChild(Fiber.interrupt(running))
      yield* Effect.yieldNow
      yield* Deferred.succeed(over, undefined)
      yield* Fiber.await(ending)
      return told
    })
  )

describe("an interruption", () => {
  it.effect.each([
    ["waits for the end of a run whose steps may not stand apart", PARTIAL, "done a b c"],
    ["ends repairs at once, and leaves the account to what looks next", REPAIRS, "interrupted a b c"]
  ] as const)("%s", ([_title, manner, account]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* interrupted(manner), ["intended a b c", account])
    })
  )
})
