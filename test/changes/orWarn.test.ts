/** What may fail without failing what it serves. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { orWarn } from "../../src/changes/orWarn.ts"
import { withLog } from "../support/runs/warnings.ts"

const warning = orWarn("it could not be remembered")

describe("work that may fail", () => {
  it.effect("warns with what went wrong", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* withLog(warning(Effect.fail(new Error("no space is left")))), {
        log: [["WARN", ["it could not be remembered", { problem: "no space is left" }], {}]],
        result: undefined
      })
    })
  )

  it.effect("says nothing where it succeeds", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* withLog(warning(Effect.succeed(1))), { log: [], result: undefined })
    })
  )
})
