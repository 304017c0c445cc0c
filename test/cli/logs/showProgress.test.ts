// Progress is for people who wait: silent while work is quick, one line on a terminal, a few in a log.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { progressShown } from "../../../src/cli/logs/showProgress.ts"
import { aboutToFetch, Progress, type ProgressEvent } from "../../../src/ports/Progress.ts"

const MIB = 1024 * 1024

const event = (more: Partial<ProgressEvent> = {}): ProgressEvent => ({
  plugin: "weather",
  step: "downloading",
  bytes: undefined,
  bytesTotal: undefined,
  ...more
})

const inLog = () => {
  const printed: Array<string> = []
  const output = { draw: undefined, columns: 80, print: (text: string) => printed.push(text) }
  return { printed, ...progressShown(output, 0) }
}

const onTerminal = (columns = 80) => {
  const drawn: Array<string> = []
  const output = { draw: (line: string) => drawn.push(line), columns, print: () => {} }
  return { drawn, last: () => drawn.at(-1) ?? "", ...progressShown(output, 0) }
}

describe("progress on a terminal", () => {
  it.effect("is silent while the work is quick", () =>
    Effect.gen(function* () {
      const { drawn, listener, shown } = onTerminal()
      yield* Effect.forkChild(shown)
      yield* listener(event())
      yield* TestClock.adjust("400 millis")
      assert.deepStrictEqual(drawn, [])
    })
  )

  it.effect("is a line with a bar where the size is known, wiped at the end", () =>
    Effect.gen(function* () {
      const { finish, last, listener, shown } = onTerminal()
      yield* Effect.forkChild(shown)
      yield* listener(event({ bytes: MIB, bytesTotal: 4 * MIB }))
      yield* TestClock.adjust("600 millis")
      assert.strictEqual(last(), "weather: downloading 1.0 MiB of 4.0 MiB [#####---------------]")
      yield* finish
      assert.strictEqual(last(), "")
    })
  )

  it.effect("tells the downloads of a whole run as one", () =>
    Effect.gen(function* () {
      const { last, listener, shown } = onTerminal()
      yield* Effect.forkChild(shown)
      yield* listener(event({ bytes: 2 * MIB, bytesTotal: 2 * MIB }))
      yield* listener(event({ step: "unpacking" }))
      yield* listener(event({ plugin: "clock", bytes: MIB, bytesTotal: 4 * MIB }))
      yield* TestClock.adjust("600 millis")
      assert.strictEqual(last(), "2 plugins [############--------] 3.0 MiB of 6.0 MiB; clock: downloading")
    })
  )

  it.effect("knows from the start how many plugins there are, and does not fall back as they come", () =>
    Effect.gen(function* () {
      const { last, listener, shown } = onTerminal()
      yield* Effect.forkChild(shown)
      yield* Effect.provideService(aboutToFetch(["clock", "news", "text", "weather"]), Progress, listener)
      yield* listener(event({ plugin: "clock", bytes: MIB, bytesTotal: 2 * MIB }))
      yield* TestClock.adjust("600 millis")
      assert.strictEqual(last(), "4 plugins [##------------------] 1.0 MiB; clock: downloading")
      yield* listener(event({ plugin: "clock", step: "checking" }))
      yield* listener(event({ plugin: "news", bytes: 0, bytesTotal: 8 * MIB }))
      yield* TestClock.adjust("200 millis")
      assert.strictEqual(last(), "4 plugins [#####---------------] 1.0 MiB; news: downloading")
    })
  )

  it.effect("names what is waited for, and for how long, half a second into the wait", () =>
    Effect.gen(function* () {
      const { around, last, shown } = onTerminal()
      yield* Effect.forkChild(shown)
      const waiting = yield* Effect.forkChild(around("the registry at example.org", Effect.never))
      yield* TestClock.adjust("500 millis")
      assert.match(last(), /^waiting for the registry at example\.org, since \d\d:\d\d:\d\d \(0 s\)$/u)
      yield* TestClock.adjust("3 seconds")
      assert.include(last(), "(3 s)")
      yield* Fiber.interrupt(waiting)
      yield* TestClock.adjust("200 millis")
      assert.notInclude(last(), "registry")
    })
  )

  it.effect("says that a download stands still", () =>
    Effect.gen(function* () {
      const { around, last, listener, shown } = onTerminal()
      yield* Effect.forkChild(shown)
      yield* Effect.forkChild(around("an answer from example.org", Effect.never))
      yield* TestClock.adjust("1 second")
      yield* listener(event({ bytes: MIB, bytesTotal: 4 * MIB }))
      yield* TestClock.adjust("200 millis")
      assert.include(last(), "downloading")
      yield* TestClock.adjust("1 second")
      assert.include(last(), "waiting for an answer from example.org")
    })
  )

  it.effect("is never wider than the terminal", () =>
    Effect.gen(function* () {
      const { drawn, listener, shown } = onTerminal(40)
      yield* Effect.forkChild(shown)
      yield* listener(event({ plugin: "w".repeat(200) }))
      yield* TestClock.adjust("600 millis")
      assert.isBelow(drawn[0]?.length ?? 99, 41)
    })
  )
})

describe("progress in a log", () => {
  it.effect("is a line per step", () =>
    Effect.gen(function* () {
      const { finish, listener, printed } = inLog()
      yield* TestClock.adjust("1 second")
      yield* listener(event({ bytes: 1 }))
      yield* listener(event({ bytes: 2 }))
      yield* listener(event({ step: "unpacking" }))
      yield* finish
      assert.deepStrictEqual(printed, ["weather: downloading\n", "weather: unpacking\n"])
    })
  )

  it.effect("is silent in a short wait, and says a long one once", () =>
    Effect.gen(function* () {
      const { around, printed, shown } = inLog()
      yield* Effect.forkChild(shown)
      yield* Effect.forkChild(around("the registry", Effect.never))
      yield* TestClock.adjust("1900 millis")
      assert.deepStrictEqual(printed, [])
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(printed.length, 1)
      assert.match(printed.join(""), /^waiting for the registry, since \d\d:\d\d:\d\d \(2 s\)\n$/u)
    })
  )

  it.effect("cannot carry control characters", () =>
    Effect.gen(function* () {
      const { listener, printed } = inLog()
      yield* TestClock.adjust("1 second")
      yield* listener(event({ plugin: "\u001b[2J" }))
      assert.deepStrictEqual(printed, ["\\x1b[2J: downloading\n"])
    })
  )
})
