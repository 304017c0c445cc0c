/** What the journal is given of a run that changes something: before it begins, and once it is done. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { AskedBy, asOneRun } from "../../../src/changes/runId.ts"
import type { TransactionStep } from "../../../src/changes/steps.ts"
import { beginOperation, type JournalledRun, PARTIAL, transaction } from "../../../src/changes/transaction.ts"
import { type Change, setValue } from "../../../src/domain/changes/Change.ts"
import type { JournalRecord } from "../../../src/domain/changes/Journal.ts"
import { encodeChange } from "../../../src/domain/changes/journalChange.ts"
import { FileFailed } from "../../../src/domain/errors/FileReason.ts"
import { LedgerError } from "../../../src/domain/errors/ServiceError.ts"
import { localIsoTime } from "../../../src/domain/text/isoTime.ts"
import { type Asked, withJournal } from "../../support/runs/journalInMemory.ts"
import { spec } from "../../support/operating.ts"
import { withLog } from "../../support/runs/warnings.ts"

const RUN: JournalledRun = {
  id: "20260301T120000000-00c10c",
  command: "update",
  startedAtMs: 1_000,
  undoes: Option.none(),
  enabledOnly: false,
  desired: Option.none(),
  earlier: []
}

const change = (name: string): Change =>
  setValue({ plugin: "clock", cause: "update", file: "config", key: ["clock", name] }, undefined, 1)
const [a, b, c] = [change("a"), change("b"), change("c")]

const step = (
  changes: ReadonlyArray<Change>,
  made: ReadonlyArray<Change>,
  dropped: ReadonlyArray<Change> = []
): TransactionStep<never, never> => ({ changes, carryOut: Effect.succeed({ made, dropped }) })

const record = (status: "intended" | "done", changes: ReadonlyArray<Change>): JournalRecord => ({
  run_id: RUN.id,
  command: "update",
  started_at: localIsoTime(1_000),
  asked_by: "person",
  status,
  changes: changes.map(encodeChange)
})

const WITHDRAWN = { withdrawn: RUN.id }

const run = (steps: ReadonlyArray<TransactionStep<never, never>>, more: Partial<JournalledRun> = {}) =>
  spec({}, withJournal(transaction({ ...RUN, ...more }, PARTIAL, steps)))

describe("the journal is given", () => {
  it.effect("what is intended, and then what was made", () =>
    Effect.gen(function* () {
      const { asked, result } = yield* run([step([a], [a, b]), step([c], [], [c])])
      assert.deepStrictEqual(asked, [record("intended", [a, c]), record("done", [a, b])])
      assert.deepStrictEqual(
        result,
        Result.succeed({ made: [a, b], dropped: [c], changedFiles: ["config/config.json"] })
      )
    })
  )

  it.effect("what the run changed before, in front of what it changes now", () =>
    Effect.gen(function* () {
      const { asked } = yield* run([step([b], [b])], { earlier: [a] })
      assert.deepStrictEqual(asked, [record("intended", [a, b]), record("done", [a, b])])
    })
  )

  it.effect("the run that is undone, and the revision that is carried out", () =>
    Effect.gen(function* () {
      const { asked } = yield* run([step([a], [a])], {
        undoes: Option.some("before"),
        desired: Option.some("r1")
      })
      const more = { undoes: "before", desired: "r1" }
      assert.deepStrictEqual(asked, [
        { ...record("intended", [a]), ...more },
        { ...record("done", [a]), ...more }
      ])
    })
  )

  it.effect("who asked for it", () =>
    Effect.gen(function* () {
      const { asked } = yield* Effect.provideService(run([step([a], [a])]), AskedBy, "controller")
      assert.deepStrictEqual(
        asked.map((one) => "asked_by" in one && one.asked_by),
        ["controller", "controller"]
      )
    })
  )

  it.effect("no record of a run that changed nothing", () =>
    Effect.gen(function* () {
      const { asked } = yield* run([step([a], [], [a])])
      assert.deepStrictEqual(asked, [record("intended", [a]), WITHDRAWN])
    })
  )

  it.effect("the record of a run that changed something before, and nothing now", () =>
    Effect.gen(function* () {
      const { asked } = yield* run([step([b], [], [b])], { earlier: [a] })
      assert.deepStrictEqual(asked, [record("intended", [a, b]), record("done", [a])])
    })
  )

  it.effect("its account only when what was made is remembered", () =>
    spec(
      {},
      Effect.gen(function* () {
        const told: Array<string> = []
        const remembering = (made: ReadonlyArray<Change>) =>
          Effect.sync(() => void told.push(`remembered ${made.length}`))
        yield* withJournal(transaction(RUN, PARTIAL, [step([a, b], [a])], remembering), (one) =>
          Effect.sync(() => void told.push("status" in one ? one.status : "withdrawn"))
        )
        assert.deepStrictEqual(told, ["intended", "remembered 1", "done"])
      })
    )
  )
})

describe("an account that cannot be written", () => {
  const refusal = new LedgerError({
    reason: new FileFailed({
      path: "data/reconciler/journal",
      operation: "rename",
      code: "EIO",
      problem: "rename: the disk does not work",
      transient: true
    })
  })

  it.effect.each<readonly [string, Effect.Effect<void, LedgerError>, string]>([
    ["with the reason", Effect.fail(refusal), "data/reconciler/journal: rename: the disk does not work"],
    ["also where the program is at fault", Effect.die(new Error("boom")), "a fault of the program"]
  ])("is a warning, %s, and what was done is done", ([_title, answer, problem]) =>
    spec(
      {},
      Effect.gen(function* () {
        const isAccount = (one: Asked) => "status" in one && one.status === "done"
        const {
          log,
          result: { result }
        } = yield* withLog(
          withJournal(transaction(RUN, PARTIAL, [step([a], [a])]), (one) =>
            isAccount(one) ? answer : Effect.void
          )
        )
        assert.isTrue(Result.isSuccess(result))
        assert.deepStrictEqual(log, [
          ["WARN", ["the journal could not be completed", { problem }], { run: RUN.id }]
        ])
      })
    )
  )
})

it.effect("a run is a span with its id", () =>
  spec(
    {},
    Effect.gen(function* () {
      const carryOut = Effect.map(Effect.orDie(Effect.currentSpan), ({ attributes, name }) => {
        assert.deepStrictEqual([name, Object.fromEntries(attributes)], ["transaction", { run: RUN.id }])
        return { made: [a], dropped: [] }
      })
      const { result } = yield* withJournal(transaction(RUN, PARTIAL, [{ changes: [a], carryOut }]))
      assert.isTrue(Result.isSuccess(result))
    })
  )
)

describe("an operation begins", () => {
  it.effect("now, with the id that was given, and with nothing changed so far", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_000)
      const [id, begun] = yield* asOneRun("pass", (given) =>
        Effect.map(beginOperation("update"), (operation): readonly [string, JournalledRun] => [
          given,
          operation
        ])
      )
      assert.deepStrictEqual(begun, { ...RUN, id })
    })
  )

  it.effect("with the run that it undoes, and with whether it is about enabled alone", () =>
    Effect.gen(function* () {
      const { enabledOnly, undoes } = yield* beginOperation("undo", { enabledOnly: true, undoes: "before" })
      assert.deepStrictEqual([enabledOnly, undoes], [true, Option.some("before")])
    })
  )
})
