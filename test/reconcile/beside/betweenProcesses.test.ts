/**
 * What a run by a timer knows of the run before: LEDMatrix may be uninstalling a plugin that had an entry then, or updating
 * one that stood in its place, on a sign with a saved state and on one without.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { install } from "../../../src/operations/install/install.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { Reconciler } from "../../../src/reconcile/Reconciler.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryInstallation } from "../../../src/testing/MemoryInstallation.ts"
import { place, put, remove } from "../../support/operating.ts"
import {
  type Described,
  installation,
  lines,
  readJson,
  reconcile,
  record
} from "../../support/reconciling.ts"
import { policyOf } from "../../support/snapshots.ts"

const WAITS = "failed transient operation_in_progress"
const REST = { news: { enabled: true } }

const offers = { clock: { manifestId: "clock", version: "1.0.0" } }
const both = { clock: { enabled: true, city: "Oslo" }, ...REST }

/** Each with the lines of a plugin whose entry LEDMatrix has removed. */
const signs: ReadonlyArray<readonly [title: string, sign: Described, waiting: ReadonlyArray<string>]> = [
  [
    "with a saved state",
    { config: both, plugins: { clock: {}, news: {} }, state: { clock: record("clock", true) }, offers },
    [`clock no_entry ${WAITS}`, `clock config_differs ${WAITS}`]
  ],
  [
    "whose saved state knows nothing of the plugin",
    { config: both, plugins: { clock: {}, news: {} }, state: {}, offers },
    [`clock no_entry ${WAITS}`]
  ],
  [
    "that keeps none",
    { config: both, plugins: { clock: {}, news: {} }, ledmatrixVersion: "3.8.0", offers },
    [`clock no_entry ${WAITS}`]
  ]
]

for (const [title, sign, waiting] of signs) {
  /** A process of its own, which ends with what it does. */
  const process = <A, E, R>(program: Effect.Effect<A, E, R>) =>
    Effect.provide(
      program,
      Reconciler.layer.pipe(
        Layer.provideMerge(
          Layer.fresh(MemoryInstallation.another({ ...sign, policy: policyOf(sign.policy) }))
        )
      ),
      { local: true }
    )
  const run = process(reconcile())
  const spec = <A, E, R>(program: Effect.Effect<A, E, R>) =>
    Effect.andThen(TestClock.setTime(Date.parse("2026-11-29T02:30:00Z")), program).pipe(
      Effect.provide(installation(sign))
    )
  /** An hour ago a controller saw all in sync. */
  const begun = Effect.andThen(process(reconcile({ lasting: true })), TestClock.adjust("1 hour"))
  const removeEntry = put("config/config.json", JSON.stringify(REST))
  const removeFiles = remove("plugin-repos/clock")
  const mark = put("config/uninstalled_plugins.json", `["clock"]`)

  describe(`a timer's run beside an uninstall of LEDMatrix, on a sign ${title},`, () => {
    it.effect("leaves a plugin without its entry alone, each time that it looks within the minute", () =>
      spec(
        Effect.gen(function* () {
          yield* begun
          yield* removeEntry
          assert.deepStrictEqual(lines(yield* run), waiting)
          yield* TestClock.adjust("50 seconds")
          assert.deepStrictEqual(lines(yield* run), waiting)
          assert.deepStrictEqual(yield* readJson("config/config.json"), REST)
        })
      )
    )

    for (const [end, last] of [
      ["marks it", mark],
      ["does not mark it", Effect.void]
    ] as const) {
      it.effect(`brings nothing back from one that ${end}`, () =>
        spec(
          Effect.gen(function* () {
            yield* begun
            yield* removeEntry
            yield* run
            yield* removeFiles
            yield* run
            yield* last
            yield* TestClock.adjust("2 minutes")
            yield* run
            assert.deepStrictEqual(yield* readJson("config/config.json"), REST)
            assert.isUndefined(yield* readJson("plugin-repos/clock/manifest.json"))
          })
        )
      )
    }

    it.effect("adds the entry to a plugin that is still there when the minute is over", () =>
      spec(
        Effect.gen(function* () {
          yield* begun
          yield* removeEntry
          yield* run
          yield* TestClock.adjust("61 seconds")
          assert.strictEqual((yield* run).result, "repaired")
        })
      )
    )

    it.effect("adds it at once to a plugin that was copied there since", () =>
      spec(
        Effect.gen(function* () {
          yield* begun
          yield* put("config/config.json", JSON.stringify(both))
          yield* put("plugin-repos/text/manifest.json", `{"id": "text"}`)
          assert.deepStrictEqual(lines(yield* run), ["text no_entry fixed"])
        })
      )
    )

    it.effect("adds it at once to one that was gone in between", () =>
      spec(
        Effect.gen(function* () {
          yield* begun
          yield* put("data/plugin_state.json", `{"version": 1, "states": {}}`)
          yield* removeEntry
          yield* removeFiles
          yield* run
          yield* put("plugin-repos/clock/manifest.json", `{"id": "clock"}`)
          assert.deepStrictEqual(lines(yield* run), ["clock no_entry fixed"])
        })
      )
    )

    it.effect("leaves one alone that was installed since the last run", () =>
      spec(
        Effect.gen(function* () {
          yield* removeEntry
          yield* removeFiles
          yield* begun
          yield* put("data/plugin_state.json", `{"version": 1, "states": {}}`)
          yield* process(install("clock"))
          yield* TestClock.adjust("1 hour")
          yield* removeEntry
          assert.include(lines(yield* run), `clock no_entry ${WAITS}`)
        })
      )
    )

    it.effect("knows by LEDMatrix's newest backup what no run has seen", () =>
      spec(
        Effect.gen(function* () {
          yield* put("config/backups/config.json.backup.20261128_100000_123456", JSON.stringify(both))
          yield* put("config/backups/config.json.backup.20261101_100000", JSON.stringify({ text: {} }))
          yield* put("plugin-repos/text/manifest.json", `{"id": "text"}`)
          yield* removeEntry
          const seen = lines(yield* run)
          assert.include(seen, `clock no_entry ${WAITS}`)
          assert.include(seen, "text no_entry fixed")
        })
      )
    )

    it.effect("takes no undoing of its own for one", () =>
      spec(
        Effect.gen(function* () {
          yield* put("plugin-repos/text/manifest.json", `{"id": "text"}`)
          const { run_id } = yield* run
          yield* process(undo(run_id))
          assert.deepStrictEqual(lines(yield* run), ["text undone manual"])
        })
      )
    )

    it.effect("writes nothing once it has seen all", () =>
      spec(
        Effect.gen(function* () {
          yield* begun
          const files = yield* MemoryFiles
          yield* files.reset
          yield* run
          assert.deepStrictEqual(
            (yield* files.operations).filter(({ writes }) => writes),
            []
          )
        })
      )
    )
  })

  describe(`a timer's run beside an update of LEDMatrix, on a sign ${title},`, () => {
    const copy = "plugin-repos/clock.standalone-backup-migrating"
    const setAside = MemoryFiles.use((files) => files.move(place("plugin-repos/clock"), place(copy)))

    it.effect("leaves a copy alone that was set aside since the last run, minutes ago", () =>
      spec(
        Effect.gen(function* () {
          yield* begun
          yield* setAside
          assert.include(lines(yield* run), `clock set_aside_copy ${WAITS}`)
          yield* TestClock.adjust("9 minutes")
          assert.include(lines(yield* run), `clock set_aside_copy ${WAITS}`)
          yield* TestClock.adjust("1 minute")
          assert.include(lines(yield* run), "clock set_aside_copy fixed")
        })
      )
    )

    it.effect("puts one back at once of which no run has ever seen the plugin", () =>
      spec(
        Effect.gen(function* () {
          yield* TestClock.adjust("1 hour")
          yield* setAside
          assert.include(lines(yield* run), "clock set_aside_copy fixed")
        })
      )
    )
  })
}
