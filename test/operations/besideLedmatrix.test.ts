/** Operations beside a LEDMatrix at work: its set-aside copies, its memory, and the runs of a controller. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { AskedBy } from "../../src/changes/runId.ts"
import { install } from "../../src/operations/install/install.ts"
import { setEnabled } from "../../src/operations/setEnabled.ts"
import { undo } from "../../src/operations/undo/undo.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { update } from "../../src/operations/update/update.ts"
import { Journal } from "../../src/services/ownFiles/Journal.ts"
import { at, put, refused, remove as removePath, spec, text } from "../support/operating.ts"
import { type Described, lines, reconcile } from "../support/reconciling.ts"
import { record } from "../support/snapshots.ts"

const MANIFEST = JSON.stringify({ id: "clock", name: "Clock", class_name: "C", display_modes: [] })
const offers = { clock: { manifestId: "clock", version: "2.0.0" } }
const there: Described = {
  config: { clock: { enabled: true } },
  plugins: { clock: { version: "1.0.0" } },
  offers
}
const away: Described = { config: {}, offers }
const withCopy = (described: Described, copy: string): Described => ({
  ...described,
  files: { [`plugin-repos/${copy}/manifest.json`]: MANIFEST }
})

const remove = uninstall("clock", { preserveConfig: false })

describe("beside a copy that LEDMatrix set aside minutes ago", () => {
  for (const copy of ["clock.standalone-backup-migrating", "my-clock.standalone-backup-preinstall"]) {
    for (const [title, described, operation] of [
      ["install", away, install("clock")],
      ["update", there, update("clock")],
      ["uninstall", there, remove],
      ["enable", there, setEnabled("clock", true)],
      ["disable", there, setEnabled("clock", false)]
    ] as const) {
      it.effect(`${title} is refused (${copy})`, () =>
        spec(
          withCopy(described, copy),
          Effect.gen(function* () {
            const before = yield* text("config/config.json")
            const { code, message } = yield* refused<unknown, never, never>(operation as never)
            assert.strictEqual(code, "operation_in_progress")
            assert.include(message, copy)
            assert.strictEqual(yield* text("config/config.json"), before)
          })
        )
      )
    }
  }

  it.effect("an operation is carried out once the copy is ten minutes old", () =>
    spec(
      withCopy(there, "clock.standalone-backup-migrating"),
      Effect.gen(function* () {
        yield* TestClock.adjust("10 minutes")
        assert.strictEqual((yield* remove).status, "uninstalled")
      })
    )
  )
})

describe("a record that this program removed", () => {
  const STATE = "data/plugin_state.json"
  const both: Described = { ...there, state: { clock: record("clock", true) } }

  it.effect("is no decision when LEDMatrix brings it back after a fresh install", () =>
    spec(
      both,
      Effect.gen(function* () {
        const memory = (yield* text(STATE)) ?? ""
        yield* reconcile()
        yield* remove
        yield* install("clock")
        yield* reconcile()
        yield* put(STATE, memory)
        assert.deepInclude(lines(yield* reconcile()), "clock config_differs fixed")
        assert.isFalse(yield* at("config/config.json", "clock", "enabled"))
        assert.isFalse(yield* at(STATE, "states", "clock", "enabled"))
      })
    )
  )

  it.effect("is no decision either when it was removed by undoing an install", () =>
    spec(
      away,
      Effect.gen(function* () {
        yield* install("clock")
        yield* TestClock.adjust("1 second")
        yield* setEnabled("clock", true)
        const memory = (yield* text(STATE)) ?? ""
        yield* TestClock.adjust("1 second")
        yield* remove
        yield* TestClock.adjust("1 second")
        yield* install("clock")
        yield* put(STATE, memory)
        yield* reconcile()
        assert.isFalse(yield* at("config/config.json", "clock", "enabled"))
      })
    )
  )
})

describe("undo without a name", () => {
  const drifted: Described = { config: { news: { enabled: true } }, plugins: { clock: {}, news: {} } }

  it.effect("reverses what a person asked for, past a repair of the controller", () =>
    spec(
      drifted,
      Effect.gen(function* () {
        const asked = yield* setEnabled("news", false)
        yield* TestClock.adjust("1 second")
        yield* reconcile().pipe(Effect.provideService(AskedBy, "controller"))
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* undo(undefined)).undoes, asked.run_id)
        assert.deepStrictEqual(yield* at("config/config.json", "clock"), { enabled: false })
      })
    )
  )

  it.effect("is refused where only a controller has repaired, whose run is undone by name", () =>
    spec(
      drifted,
      Effect.gen(function* () {
        const { run_id } = yield* reconcile().pipe(Effect.provideService(AskedBy, "controller"))
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* refused(undo(undefined))).code, "nothing_to_undo")
        yield* undo(run_id)
        assert.isUndefined(yield* at("config/config.json", "clock"))
      })
    )
  )

  it.effect("finds in the journal who asked", () =>
    spec(
      drifted,
      Effect.gen(function* () {
        yield* setEnabled("news", false)
        yield* TestClock.adjust("1 second")
        yield* reconcile().pipe(Effect.provideService(AskedBy, "controller"))
        const { records } = yield* Journal.use(({ view }) => view)
        assert.deepStrictEqual(
          records.map(({ asked_by }) => asked_by),
          ["controller", "person"]
        )
      })
    )
  )
})

describe("an uninstall that is undone when its copy is gone", () => {
  it.effect("is followed by a reinstall, at the next run", () =>
    spec(
      there,
      Effect.gen(function* () {
        const { run_id } = yield* remove
        const kept = `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${run_id}.clock`
        assert.isDefined(yield* text(`${kept}/manifest.json`))
        yield* removePath(kept)
        yield* TestClock.adjust("1 second")
        yield* undo(undefined)
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock not_installed fixed"])
      })
    )
  )

  it.effect("is so too where a repair of the plugin was undone before", () =>
    spec(
      { ...there, plugins: {} },
      Effect.gen(function* () {
        yield* reconcile()
        yield* TestClock.adjust("1 second")
        yield* undo(undefined)
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock undone manual"])
        yield* TestClock.adjust("1 second")
        yield* remove
        yield* TestClock.adjust("1 second")
        yield* undo(undefined)
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock not_installed fixed"])
      })
    )
  )
})
