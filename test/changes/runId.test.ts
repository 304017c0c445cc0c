/** Ids of runs, and what stands under one. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Logger, Random } from "effect"
import { TestClock } from "effect/testing"
import { asOneRun, nextRunId } from "../../src/changes/runId.ts"

const at = Date.parse("2026-11-24T01:31:05.482Z")

describe("the id of a run", () => {
  it.effect("is its time in UTC, to the millisecond, and six hexadecimal digits", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(at)
      assert.match(yield* nextRunId, /^20261124T013105482-[0-9a-f]{6}$/u)
    })
  )

  it.effect("has six digits, however small the number is", () => {
    const zero = { nextIntUnsafe: () => 0, nextDoubleUnsafe: () => 0 }
    return Effect.gen(function* () {
      yield* TestClock.setTime(at)
      assert.strictEqual(yield* nextRunId, "20261124T013105482-000000")
    }).pipe(Effect.provideService(Random.Random, zero))
  })

  it.effect("is another for the next run, in the same millisecond", () =>
    Effect.gen(function* () {
      assert.notStrictEqual(yield* nextRunId, yield* nextRunId)
    }).pipe(Random.withSeed("ids"))
  )
})

describe("what is done as one run", () => {
  it.effect("is given its id, and every run that begins in it has that id", () =>
    Effect.gen(function* () {
      const [told, given] = yield* asOneRun("pass", (id) => Effect.map(nextRunId, (next) => [id, next]))
      assert.match(told ?? "", /^19700101T000000000-[0-9a-f]{6}$/u)
      assert.strictEqual(given, told)
    })
  )

  it.effect("leaves its id to no run after it", () =>
    Effect.gen(function* () {
      const id = yield* asOneRun("pass", Effect.succeed)
      assert.notStrictEqual(yield* nextRunId, id)
    }).pipe(Random.withSeed("ids"))
  )

  it.effect("has its id in every line of the log", () => {
    const lines: Array<unknown> = []
    const collecting = Logger.layer([
      Logger.map(Logger.formatStructured, ({ annotations }) => void lines.push(annotations))
    ])
    return Effect.gen(function* () {
      const id = yield* asOneRun("pass", (run) => Effect.as(Effect.logInfo("looking"), run))
      assert.deepStrictEqual(lines, [{ run: id }])
    }).pipe(Effect.provide(collecting))
  })

  it.effect("is a span with its id", () =>
    Effect.gen(function* () {
      const [id, span] = yield* asOneRun("pass", (run) =>
        Effect.map(Effect.currentSpan, (current) => [run, current] as const)
      )
      assert.deepStrictEqual([span.name, Object.fromEntries(span.attributes)], ["pass", { run: id }])
    })
  )
})
