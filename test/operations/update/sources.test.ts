/** Where `update` leaves plugin and record, also where it fails. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { update, updateAll } from "../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, refused, spec, text } from "../../support/operating.ts"
import { check, type Described, lines, reconcile } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const STATE = "data/plugin_state.json"
const NEWER = { clock: { manifestId: "clock", version: "v1.1.0" } }
const CLOCK: Described = {
  config: { timezone: "x", clock: { enabled: true, city: "Tampa" }, news: { enabled: true } },
  state: { clock: record("clock", true), news: record("news", true) },
  plugins: { clock: { version: "1.0.0" }, news: { version: "1.0.0" } }
}

describe("update", () => {
  it.effect("puts the newer version in place, and the record follows", () =>
    spec(
      { ...CLOCK, state: { clock: record("clock", true, { version: "1.0.0" }) }, offers: NEWER },
      Effect.gen(function* () {
        const result = yield* update("clock")
        assert.deepStrictEqual([result.status, result.previous_version], ["updated", "1.0.0"])
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), "v1.1.0")
        assert.notInclude(lines(yield* check).join(), "clock")
      })
    )
  )

  it.effect("does nothing for versions that differ in spelling alone (LEDMatrix 3.2.0)", () =>
    spec(
      { ...CLOCK, plugins: { clock: { version: "1.1.0" } }, offers: NEWER },
      Effect.gen(function* () {
        assert.strictEqual((yield* update("clock")).status, "up_to_date")
      })
    )
  )

  it.effect(
    "that fails, and cannot put the old version back, says so; the next run does (LEDMatrix #405)",
    () =>
      spec(
        { ...CLOCK, offers: NEWER },
        Effect.gen(function* () {
          const files = yield* MemoryFiles
          const before = yield* text("plugin-repos/clock/manifest.json")
          yield* files.failWhen(
            ({ name, path }) => name === "rename" && path.endsWith("plugin-repos/clock"),
            "EIO"
          )
          const { code, message } = yield* refused(update("clock"))
          assert.strictEqual(code, "half_done")
          assert.include(message, "could not be taken back: plugin-repos/clock")
          yield* files.reset
          yield* reconcile()
          assert.strictEqual(yield* text("plugin-repos/clock/manifest.json"), before)
        })
      )
  )

  it.effect("of all goes on past one that fails", () =>
    spec(
      {
        ...CLOCK,
        offers: { clock: { manifestId: "wrong", version: "2" }, news: { manifestId: "news", version: "2" } }
      },
      Effect.gen(function* () {
        const results = yield* updateAll()
        assert.deepStrictEqual(
          results.map(({ plugin, result }) => [plugin.id, Result.isSuccess(result)]),
          [
            ["clock", false],
            ["news", true]
          ]
        )
      })
    )
  )
})
