/** What may fail without failing what it serves. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { orWarn } from "../../src/changes/orWarn.ts"
import { NotParseable } from "../../src/domain/errors/FileReason.ts"
import { withLog } from "../support/runs/warnings.ts"

const refusal = new NotParseable({ path: "data/reconciler/seen.json", problem: "it holds no object" })
const warning = orWarn("it could not be remembered")

describe("work that may fail", () => {
  it.effect("warns with what went wrong", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* withLog(warning(Effect.fail(refusal))), {
        log: [
          [
            "WARN",
            ["it could not be remembered", { problem: "data/reconciler/seen.json: it holds no object" }],
            {}
          ]
        ],
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
