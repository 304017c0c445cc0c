/** How long copies are kept for undoing. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { undo } from "../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update, updateAll } from "../../../src/operations/update/update.ts"
import { keptCopies, place, put, spec, text, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const CLOCK: Described = { offers: { clock: { manifestId: "clock", version: "1.1.0" } } }

describe("copies for undoing", () => {
  const updates = (times: number) =>
    Effect.forEach(Array.from({ length: times }), () =>
      Effect.gen(function* () {
        yield* put(
          "plugin-repos/clock/manifest.json",
          `{"id": "clock", "name": "clock", "version": "1.0.0", "class_name": "P", "display_modes": []}`
        )
        yield* update("clock")
        yield* TestClock.adjust("1 hour")
      })
    )

  it.effect("are the newest two of a plugin", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* updates(5)
        assert.lengthOf(yield* keptCopies, 2)
        yield* undo(undefined)
      })
    )
  )

  const plugins = ["a", "b", "c", "d", "e", "f"]

  it.effect("are kept for each plugin: six updates leave six", () =>
    spec(
      {
        plugins: Object.fromEntries(plugins.map((id) => [id, { version: "1.0.0" }])),
        offers: Object.fromEntries(plugins.map((id) => [id, { manifestId: id, version: "1.1.0" }]))
      },
      Effect.gen(function* () {
        yield* updateAll().pipe(withRegistry(plugins.map((id) => ({ id, latest_version: "1.1.0" }))))
        assert.lengthOf(yield* keptCopies, 6)
      })
    )
  )

  it.effect("stay where they hold the only copy of a file that no store has", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* put("plugin-repos/clock/notes.txt", "mine")
        yield* updates(1)
        yield* TestClock.adjust("8 days")
        yield* updates(3)
        const copies = yield* keptCopies
        const notes = yield* Effect.forEach(copies, (copy) =>
          text(`${copy.slice(place("").length)}/notes.txt`)
        )
        assert.deepStrictEqual(notes, ["mine", undefined, undefined])
      })
    )
  )

  it.effect("go where what they hold of its owner's stands in the plugin's directory", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* put("plugin-repos/clock/token.pickle", "mine")
        yield* updates(1)
        yield* put("plugin-repos/clock/token.pickle", "renewed")
        yield* TestClock.adjust("8 days")
        yield* updates(1)
        assert.lengthOf(yield* keptCopies, 1)
      })
    )
  )

  it.effect("stay where an uninstalled plugin's login is in no other place", () =>
    spec(
      { ...CLOCK, plugins: { clock: {}, news: {} }, files: { "plugin-repos/clock/token.pickle": "mine" } },
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        yield* TestClock.adjust("30 days")
        yield* uninstall("news", { preserveConfig: false })
        assert.lengthOf(yield* keptCopies, 2)
      })
    )
  )

  it.effect("go after seven days", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* updates(2)
        yield* TestClock.adjust("8 days")
        yield* updates(1)
        assert.lengthOf(yield* keptCopies, 1)
      })
    )
  )
})
