/** Which runs `undo` refuses, and how it says why. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { JournalRecord } from "../../../src/domain/changes/Journal.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, put, refused, spec, text } from "../../support/operating.ts"
import { patiently } from "../../support/runs/patiently.ts"
import { type Described, reconcile, record } from "../../support/reconciling.ts"

const undoLast = undo(undefined)
const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const RUN = "20260601T110000000-000001"
const JOURNALLED = `data/reconciler/journal/${RUN}.json`
const FILE = "plugin-repos/clock"
const KEPT = `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${RUN}.clock`

const CLOCK: Described = {
  config: { clock: { enabled: true } },
  plugins: { clock: {} },
  state: { clock: record("clock", true) }
}

/** A run in the journal that switched the plugin on. */
const done = (more: Partial<JournalRecord>): Described => ({
  ...CLOCK,
  files: {
    [JOURNALLED]: JSON.stringify({
      run_id: RUN,
      command: "enable",
      started_at: "2026-06-01T11:00:00",
      status: "done",
      changes: [
        {
          plugin_id: "clock",
          reason: "enable",
          file: CONFIG,
          key: ["clock", "enabled"],
          before: false,
          after: true
        }
      ],
      ...more
    } satisfies JournalRecord)
  }
})

const moved = (kept: string): Described =>
  done({
    command: "uninstall",
    changes: [{ plugin_id: "clock", reason: "uninstall", file: FILE, directory: { present: false, kept } }]
  })

const TELLS = "`history` tells what each run changed"

describe("undo refuses", () => {
  it.effect("where there is no run", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* refused(undoLast), {
          code: "nothing_to_undo",
          message: "there is no run that a person asked for and that could be undone",
          path: undefined,
          hint: "`history` lists the runs; what a controller repaired is undone by its run's name"
        })
      })
    )
  )

  it.effect("a run whose values are not all in the journal, and leaves them as they are", () =>
    spec(
      done({ values_left_out: true }),
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* refused(undoLast), {
          code: "cannot_be_undone",
          message: `run ${RUN} changed more than the journal keeps`,
          path: undefined,
          hint: TELLS
        })
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), true)
      })
    )
  )

  it.effect("no run whose values are all there", () =>
    spec(
      done({ values_left_out: false }),
      Effect.gen(function* () {
        yield* undoLast
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), false)
      })
    )
  )

  it.effect("a run that is undone", () =>
    spec(
      done({}),
      Effect.gen(function* () {
        yield* undo(RUN)
        yield* TestClock.adjust("1 second")
        assert.deepStrictEqual(yield* refused(undo(RUN)), {
          code: "cannot_be_undone",
          message: `run ${RUN} is undone already`,
          path: undefined,
          hint: TELLS
        })
      })
    )
  )

  it.effect("a run that names a place outside the plugins directory", () =>
    spec(
      moved("data/elsewhere"),
      Effect.gen(function* () {
        yield* put("data/elsewhere/manifest.json", "mine")
        assert.deepStrictEqual(yield* refused(undoLast), {
          code: "cannot_be_undone",
          message: `run ${RUN} names data/elsewhere, which lies outside the plugins directory`,
          path: undefined,
          hint: "`check` says what cannot be read; `history` tells what each run changed"
        })
        assert.strictEqual(yield* text("data/elsewhere/manifest.json"), "mine")
      })
    )
  )

  it.effect("a run that moved plugins while it is not known where they lie", () =>
    spec(
      moved(KEPT),
      Effect.gen(function* () {
        yield* put(`${KEPT}/manifest.json`, `{"id": "clock"}`)
        const files = yield* MemoryFiles
        yield* files.before(({ path }) =>
          path === place(JOURNALLED) ? Effect.as(files.put(place(CONFIG), "[]"), undefined) : Effect.undefined
        )
        const { code, message } = yield* patiently(refused(undoLast))
        assert.deepStrictEqual(
          [code, message],
          ["cannot_be_undone", `run ${RUN} moved plugins, and where they lie is not known now`]
        )
        assert.isDefined(yield* text(`${KEPT}/manifest.json`))
      })
    )
  )

  it.effect("anything beside a saved state that cannot be read, and begins nothing", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        yield* put(STATE, "{")
        assert.strictEqual((yield* patiently(refused(undoLast))).code, "source_unreadable")
        const { records } = yield* Journal.use(({ view }) => view)
        assert.deepStrictEqual(
          records.map(({ command, status }) => `${command} ${status}`),
          ["disable done"]
        )
      })
    )
  )

  it.effect("a saved state that was made anew, and says where the old one is", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* put(STATE, "{")
        yield* patiently(reconcile({ replaceBroken: true }))
        const { message } = yield* refused(undoLast)
        assert.include(message, "data/plugin_state.json was made anew; the old one is kept beside it")
      })
    )
  )
})

it.effect("undo takes the last run that is neither undone nor an undoing", () =>
  spec(
    CLOCK,
    Effect.gen(function* () {
      yield* setEnabled("clock", false)
      yield* TestClock.adjust("1 second")
      yield* setEnabled("clock", true)
      yield* TestClock.adjust("1 second")
      const first = yield* undoLast
      yield* TestClock.adjust("1 second")
      const second = yield* undoLast
      assert.deepStrictEqual([first.command, second.command], ["enable", "disable"])
    })
  )
)
