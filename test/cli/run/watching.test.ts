// One loop for every command that goes on: it shows what is different, and each answer says how to look next.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import type { CommandResult } from "../../../src/cli/run/CommandResult.ts"
import { watching } from "../../../src/cli/run/watching.ts"

const saying = (line: string): CommandResult => ({ exitCode: 0, document: { line }, lines: () => [line] })

/** What was shown until that much time has passed. */
const shownBy = Effect.fnUntraced(function* (look: Effect.Effect<CommandResult>, seconds: number) {
  const shown: Array<unknown> = []
  const show = ({ document }: CommandResult) => Effect.sync(() => void shown.push(document))
  const fiber = yield* Effect.forkChild(watching(look, show))
  yield* TestClock.adjust(`${seconds} seconds`)
  yield* Fiber.interrupt(fiber)
  return shown
})

describe("--watch", () => {
  it.effect("looks every two seconds, and shows an answer where it is another one", () =>
    Effect.gen(function* () {
      const answers = ["a", "a", "b", "b", "a"]
      const look = Effect.sync(() => saying(answers.shift() ?? "no more"))
      assert.deepStrictEqual(yield* shownBy(look, 8), [{ line: "a" }, { line: "b" }, { line: "a" }])
    })
  )

  it.effect("looks as an answer says: when, and with what that look has kept", () =>
    Effect.gen(function* () {
      const count = (kept: number): Effect.Effect<CommandResult> =>
        Effect.succeed({
          ...saying(String(kept)),
          next: { after: "10 seconds", look: Effect.suspend(() => count(kept + 1)) }
        })
      assert.deepStrictEqual(yield* shownBy(count(0), 25), [{ line: "0" }, { line: "1" }, { line: "2" }])
    })
  )
})
