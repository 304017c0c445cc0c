// Progress is for people who wait: silent while work is quick, one line on a terminal, a few in a log.
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { progressShown } from "../../../src/cli/logs/showProgress.ts"
import type { ProgressEvent } from "../../../src/ports/Progress.ts"

const event = (more: Partial<ProgressEvent> = {}): ProgressEvent => ({
  plugin: "weather",
  step: "downloading",
  bytes: undefined,
  bytesTotal: undefined,
  ...more
})

const shown = (terminal: boolean) => {
  const printed: Array<string> = []
  return { printed, ...progressShown({ terminal, print: (text) => printed.push(text) }, 0) }
}

describe("progress", () => {
  it.effect("is silent while the work is quick", () =>
    Effect.gen(function* () {
      const { finish, listener, printed } = shown(true)
      yield* listener(event())
      yield* TestClock.adjust("400 millis")
      yield* listener(event())
      yield* finish
      assert.deepStrictEqual(printed, [])
    })
  )

  it.effect("is one line on a terminal, rewritten at most ten times a second and wiped at the end", () =>
    Effect.gen(function* () {
      const { finish, listener, printed } = shown(true)
      yield* TestClock.adjust("1 second")
      yield* listener(event({ bytes: 1024, bytesTotal: 3 * 1024 * 1024 }))
      yield* listener(event({ bytes: 2048, bytesTotal: 3 * 1024 * 1024 }))
      yield* TestClock.adjust("100 millis")
      yield* listener(event({ bytes: 2 * 1024 * 1024, bytesTotal: 3 * 1024 * 1024 }))
      yield* finish
      assert.deepStrictEqual(printed, [
        "\r\u001b[Kweather: downloading 1 KiB of 3.0 MiB",
        "\r\u001b[Kweather: downloading 2.0 MiB of 3.0 MiB",
        "\r\u001b[K"
      ])
    })
  )

  it.effect("is a line per step in a log", () =>
    Effect.gen(function* () {
      const { finish, listener, printed } = shown(false)
      yield* TestClock.adjust("1 second")
      yield* listener(event({ bytes: 1 }))
      yield* listener(event({ bytes: 2 }))
      yield* listener(event({ step: "unpacking" }))
      yield* finish
      assert.deepStrictEqual(printed, ["weather: downloading\n", "weather: unpacking\n"])
    })
  )

  it.effect("cannot carry control characters", () =>
    Effect.gen(function* () {
      const { listener, printed } = shown(false)
      yield* TestClock.adjust("1 second")
      yield* listener(event({ plugin: "\u001b[2J" }))
      assert.deepStrictEqual(printed, ["\\x1b[2J: downloading\n"])
    })
  )
})
