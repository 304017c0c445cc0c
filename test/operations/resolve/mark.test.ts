/** A mark on a plugin that is there: it is cleared, and the plugin stays. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { resolve } from "../../../src/operations/resolve/resolve.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { spec, text } from "../../support/operating.ts"
import { type Described } from "../../support/reconciling.ts"

describe("a mark on a plugin that is there", () => {
  const marked: Described = {
    config: { clock: { enabled: true } },
    plugins: { "my-clock": { id: "clock" } },
    files: { "config/uninstalled_plugins.json": JSON.stringify(["clock", "my-clock", "gone"]) }
  }

  it.effect("is cleared under all of its names, and no other", () =>
    spec(
      marked,
      Effect.gen(function* () {
        const done = yield* resolve("clock", undefined)
        assert.deepStrictEqual(done.changed_files, ["config/uninstalled_plugins.json"])
        assert.deepStrictEqual(JSON.parse((yield* text("config/uninstalled_plugins.json")) ?? ""), ["gone"])
      })
    )
  )

  it.effect("is there again after undo", () =>
    spec(
      marked,
      Effect.gen(function* () {
        yield* resolve("clock", "keep")
        yield* undo(undefined)
        assert.include(yield* text("config/uninstalled_plugins.json"), "my-clock")
      })
    )
  )
})
