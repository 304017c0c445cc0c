// A service's log as programs read it: one line a message, keys that can be relied on, and no way for a value
// to forge either.
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Logger, References, Schema } from "effect"
import { TestClock } from "effect/testing"
import { lineLogger, type LogFormat, withPriority } from "../../../src/cli/logs/logLines.ts"

const options = { format: "logfmt", timestamps: true, tracing: false } as const

const linesOf = <E>(
  effect: Effect.Effect<unknown, E>,
  change: Partial<Parameters<typeof lineLogger>[0]> = {},
  wrap: (lines: Logger.Logger<unknown, string>) => Logger.Logger<unknown, string> = (same) => same
) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const logger = Logger.map(wrap(lineLogger({ ...options, ...change })), (line) => {
      lines.push(line)
    })
    yield* TestClock.setTime(Date.UTC(2026, 10, 24, 3, 22, 51, 42))
    yield* effect.pipe(
      Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
      Effect.provideService(References.MinimumLogLevel, "All")
    )
    return lines
  })

const oneLine = <E>(
  effect: Effect.Effect<unknown, E>,
  change: Partial<Parameters<typeof lineLogger>[0]> = {}
) =>
  Effect.map(linesOf(effect, change), (lines) => {
    assert.lengthOf(lines, 1)
    return lines[0] ?? ""
  })

describe("a line of logfmt", () => {
  it.effect("says when, how grave, what, and then the data under its keys", () =>
    Effect.gen(function* () {
      const line = yield* oneLine(
        Effect.logInfo("pass ended", { found: 2, ok: true, none: null, absent: undefined }).pipe(
          Effect.annotateLogs({ run: "20261124T032251-0ea7d1" })
        )
      )
      assert.strictEqual(
        line,
        'timestamp=2026-11-24T03:22:51.042Z level=info message="pass ended" run=20261124T032251-0ea7d1 found=2 ok=true none=null'
      )
    })
  )

  it.effect("leaves the time to a reader that notes it anyway", () =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* oneLine(Effect.logWarning("late"), { timestamps: false }),
        "level=warn message=late"
      )
    })
  )

  it.effect("tells a cause without its stack", () =>
    Effect.gen(function* () {
      const line = yield* oneLine(Effect.logError("it failed", Cause.fail(new Error("no route to host"))))
      assert.match(line, / level=error message="it failed" cause="no route to host"$/u)
    })
  )

  it.effect("puts the stack into the same line at the level debug", () =>
    Effect.gen(function* () {
      const line = yield* oneLine(Effect.logError("it died", Cause.die(new Error("oh"))), { tracing: true })
      assert.match(line, / cause="Error: oh\\n {4}at /u)
    })
  )

  it.effect("does not take data for one of its own fields", () =>
    Effect.gen(function* () {
      const data = { level: "fatal", message: "forged", timestamp: "never", cause: "none" }
      assert.strictEqual(
        yield* oneLine(Effect.logInfo("true", data)),
        "timestamp=2026-11-24T03:22:51.042Z level=info message=true cause=none"
      )
    })
  )

  it.effect("makes a key of every text", () =>
    Effect.gen(function* () {
      assert.match(yield* oneLine(Effect.logInfo("odd", { 'a b="c"\n': 1 })), / message=odd a_b__c__=1$/u)
    })
  )

  it.effect("cuts what is too long for one line of the journal", () =>
    Effect.gen(function* () {
      assert.isBelow((yield* oneLine(Effect.logInfo("long", { text: "x".repeat(100_000) }))).length, 5000)
    })
  )
})

describe("a line of JSON", () => {
  it.effect("is a document with the same keys", () =>
    Effect.gen(function* () {
      const line = yield* oneLine(
        Effect.logWarning("kept", { problem: "disk full", bytes: 12 }).pipe(
          Effect.annotateLogs({ run: "r1", nested: { a: [1] } })
        ),
        { format: "json" }
      )
      assert.deepStrictEqual(JSON.parse(line), {
        timestamp: "2026-11-24T03:22:51.042Z",
        level: "warn",
        message: "kept",
        run: "r1",
        nested: '{"a":[1]}',
        problem: "disk full",
        bytes: 12
      })
    })
  )
})

describe("a line for the journal", () => {
  for (const [log, priority] of [
    [Effect.logDebug, 7],
    [Effect.logInfo, 6],
    [Effect.logWarning, 4],
    [Effect.logError, 3],
    [Effect.logFatal, 2]
  ] as const) {
    it.effect(`begins with <${priority}> where journald knows it as that`, () =>
      Effect.gen(function* () {
        const [line] = yield* linesOf(log("said"), { timestamps: false }, withPriority)
        assert.match(line ?? "", new RegExp(`^<${priority}>level=[a-z]+ message=said$`, "u"))
      })
    )
  }
})

/** Everything that could end a line, move a cursor, or read backwards, beside plain text. */
const Hostile = Schema.Array(
  Schema.Literals(["a", " ", "=", '"', "\\", "\n", "\r", "\u001b[2J", "\u0000", "\u007f", "\u0085"])
).check(Schema.isMaxLength(8))
const Direction = Schema.Array(
  Schema.Literals(["b", "\u2028", "\u202e", "\ud800", "🎈", "level=fatal"])
).check(Schema.isMaxLength(6))

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

/** What a reader of logfmt makes of a line. */
const parsed = (line: string): Record<string, string> => {
  const fields: Record<string, string> = {}
  const rest = line.replaceAll(/(\S+?)=("(?:[^"\\]|\\.)*"|\S*)(?: |$)/gu, (_, key: string, value: string) => {
    fields[key] = value.startsWith('"') ? String(JSON.parse(value)) : value
    return ""
  })
  assert.strictEqual(rest, "")
  return fields
}

describe("a value, with everything that it may hold", () => {
  for (const format of ["logfmt", "json"] satisfies ReadonlyArray<LogFormat>) {
    it.effect.prop(
      `comes back from ${format} as it was, and nothing else does`,
      { hostile: Hostile, direction: Direction },
      ({ direction, hostile }) =>
        Effect.gen(function* () {
          const text = [...hostile, ...direction].join("")
          const line = yield* oneLine(Effect.logInfo(text, { text, after: "end" }), {
            format,
            timestamps: false
          })
          assert.notMatch(line, UNSEEN)
          const read = format === "json" ? JSON.parse(line) : parsed(line)
          assert.deepStrictEqual(read, { level: "info", message: text, text, after: "end" })
        }),
      { arbitrary: { runs: 300, size: 100 } }
    )
  }
})
