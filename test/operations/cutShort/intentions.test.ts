/** What the next run makes of an intention that it finds in the journal, by its command and by what stands. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { JournalChange } from "../../../src/domain/changes/Journal.ts"
import { recover } from "../../../src/reconcile/recover.ts"
import { history } from "../../../src/reconcile/look/history.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, put, spec, text } from "../../support/operating.ts"
import { record } from "../../support/snapshots.ts"

const RUN = "20260601T110000000-000001"
const INTENDED = `data/reconciler/journal/${RUN}.intended.json`
const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const TOMBSTONES = "data/reconciler/tombstones.json"
const FILE = "plugin-repos/clock"
const KEPT = `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${RUN}.clock`
const FROM = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260601T100000000-000001.clock"

const told = { plugin_id: "clock", reason: "undo" }
const SWITCH: JournalChange = { ...told, file: CONFIG, key: ["clock", "enabled"], before: false, after: true }
const PLACED: JournalChange = { ...told, file: FILE, directory: { present: true } }
const REPLACED: JournalChange = { ...told, file: FILE, directory: { present: true, kept: KEPT } }
const BACK: JournalChange = { ...told, file: FILE, directory: { present: true, from: KEPT } }
/** One comes back from a copy, another is set aside for it. */
const CAME: JournalChange = { ...told, file: FILE, directory: { present: true, from: FROM, kept: KEPT } }
const ASIDE: JournalChange = { ...told, file: FILE, directory: { present: false, kept: KEPT } }

const LIKE_ONE = { enabled: true, config_version: 1, last_updated: "2026-01-01T00:00:00" }
const OF_THE_STATE = record("clock", true, { metadata: LIKE_ONE })
const OFF = record("clock", false)
const MARK = { enabled: true, config_version: 2, last_updated: "2026-02-01T12:00:00" }
const STATE_AT = (...keys: ReadonlyArray<string>) => ({ ...told, file: STATE, key: ["states", ...keys] })

const intention = (command: string, changes: ReadonlyArray<JournalChange>) =>
  JSON.stringify({
    run_id: RUN,
    command,
    started_at: "2026-06-01T11:00:00",
    status: "intended",
    changes
  })

/** Settles one intention, and tells how the journal has it, and what entry and directories say. */
const settled = (
  command: string,
  changes: ReadonlyArray<JournalChange>,
  files: { readonly [path: string]: string } = {}
) =>
  spec(
    { config: { clock: { enabled: false } }, files },
    Effect.gen(function* () {
      yield* put(INTENDED, intention(command, changes))
      yield* recover()
      const { runs } = yield* history()
      return {
        status: runs[0]?.status,
        made: runs[0]?.changes.length,
        enabled: yield* at(CONFIG, "clock", "enabled"),
        file: yield* text(`${FILE}/manifest.json`),
        kept: yield* text(`${KEPT}/manifest.json`)
      }
    })
  )

const NEW_ONE = `{"id": "clock", "version": "2"}`
const OLD_ONE = `{"id": "clock", "version": "1"}`
const NEW = { [`${FILE}/manifest.json`]: NEW_ONE }
const OLD = { [`${KEPT}/manifest.json`]: OLD_ONE }
const untouched = { status: undefined, made: undefined, enabled: false, file: undefined, kept: undefined }
const forward = { ...untouched, status: "done", made: 1, enabled: true } as const

describe("an intention that is found", () => {
  it.effect.each(["enable", "disable", "undo"])(
    "is carried out where its owner asked for it: %s",
    (command) =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* settled(command, [SWITCH]), forward)
      })
  )

  it.effect("of a reconcile is listed as interrupted, and left to the next one", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled("reconcile", [SWITCH]), {
        ...untouched,
        status: "interrupted",
        made: 1
      })
    })
  )

  it.effect.each(["reconcile", "enable", "uninstall"])("of nothing is forgotten: %s", (command) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled(command, []), untouched)
    })
  )

  it.effect("of an unknown command is forgotten, and nothing of it made", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled("dance", [SWITCH]), untouched)
    })
  )

  it.effect.each([
    ["a mark", { [MARKS]: `["clock"]` }],
    ["a tombstone", { [TOMBSTONES]: `{"clock": 0}` }]
  ] as const)("of an uninstall is carried out where it has left %s", ([_title, files]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled("uninstall", [ASIDE], { ...files, ...NEW }), {
        ...untouched,
        status: "done",
        made: 1,
        kept: NEW_ONE
      })
    })
  )

  it.effect.each([
    ["it has left none", {}],
    ["it has left another's", { [MARKS]: `["news"]`, [TOMBSTONES]: `{"news": 0}` }]
  ] as const)("of an uninstall is forgotten where no mark is its: %s", ([_title, files]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled("uninstall", [ASIDE], { ...files, ...NEW }), {
        ...untouched,
        file: NEW_ONE
      })
    })
  )

  it.effect("of an install is carried out where the plugin is in place", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled("install", [PLACED, SWITCH], NEW), {
        ...forward,
        made: 2,
        file: NEW_ONE
      })
    })
  )

  it.effect.each([
    ["install", [PLACED, SWITCH]],
    ["install", [SWITCH]],
    ["update", [REPLACED, SWITCH]],
    ["update", [SWITCH]]
  ] as const)("of an %s is forgotten where nothing was put in place: case %#", ([command, changes]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled(command, changes), untouched)
    })
  )

  it.effect("of an update is carried out where both versions lie where they should", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled("update", [REPLACED, SWITCH], { ...NEW, ...OLD }), {
        ...forward,
        made: 2,
        file: NEW_ONE,
        kept: OLD_ONE
      })
    })
  )

  it.effect("of an update is forgotten where the old version was not set aside yet", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* settled("update", [REPLACED, SWITCH], NEW), {
        ...untouched,
        file: NEW_ONE
      })
    })
  )

  it.effect.each(["update", "install", "reconcile"])(
    "of an exchange of directories that was cut in the middle puts the old one back: %s",
    (command) =>
      Effect.gen(function* () {
        const { file, kept } = yield* settled(command, [REPLACED], OLD)
        assert.deepStrictEqual([file, kept], [OLD_ONE, undefined])
      })
  )

  it.effect("of a directory that comes back brings it", () =>
    Effect.gen(function* () {
      const { file, kept, status } = yield* settled("undo", [BACK], OLD)
      assert.deepStrictEqual([status, file, kept], ["done", OLD_ONE, undefined])
    })
  )

  it.effect("of an uninstall whose directory lies aside already leaves it there", () =>
    Effect.gen(function* () {
      const marked = { [MARKS]: `["clock"]`, ...OLD }
      const { file, kept, status } = yield* settled("uninstall", [ASIDE], marked)
      assert.deepStrictEqual([status, file, kept], ["done", undefined, OLD_ONE])
    })
  )

  it.effect("of a directory that comes back is completed where the other was set aside already", () =>
    Effect.gen(function* () {
      const halfWay = { ...OLD, [`${FROM}/manifest.json`]: NEW_ONE }
      const { file, kept, status } = yield* settled("undo", [CAME], halfWay)
      assert.deepStrictEqual([status, file, kept], ["done", NEW_ONE, OLD_ONE])
    })
  )

  it.effect.each<[string, JournalChange, unknown]>([
    ["the record that it removes", { ...STATE_AT("clock"), before: OF_THE_STATE }, [MARK]],
    ["the record that it replaces", { ...STATE_AT("clock"), before: OF_THE_STATE, after: OFF }, [MARK]],
    ["no record where it adds one", { ...STATE_AT("news"), after: OFF }, undefined],
    [
      "no part of a record that looks like one",
      { ...STATE_AT("clock", "metadata"), before: LIKE_ONE },
      undefined
    ],
    ["no record where it switches an entry", SWITCH, undefined]
  ])("remembers, for what LEDMatrix may write back, %s", ([_title, change, replaced]) =>
    spec(
      { config: { clock: { enabled: false } }, state: { clock: OF_THE_STATE } },
      Effect.gen(function* () {
        yield* put(INTENDED, intention("undo", [change]))
        yield* recover()
        assert.deepStrictEqual(yield* at("data/reconciler/agreements.json", "clock", "replaced"), replaced)
      })
    )
  )

  it.effect("whose values were too large to be kept is reported as interrupted, and nothing of it made", () =>
    spec(
      { config: { clock: { enabled: false } }, files: { [MARKS]: `["clock"]`, ...NEW } },
      Effect.gen(function* () {
        const mark = { ...told, file: MARKS, key: ["clock"] }
        const left = intention("uninstall", [mark, ASIDE]).replace(/\}$/u, `,"values_left_out":true}`)
        yield* put(INTENDED, left)
        yield* recover()
        assert.strictEqual((yield* history()).runs[0]?.status, "interrupted")
        assert.strictEqual(yield* text(MARKS), `["clock"]`)
      })
    )
  )

  it.effect("that tells of what means no change cannot be read, and stands", () =>
    spec(
      { config: { clock: { enabled: false } } },
      Effect.gen(function* () {
        yield* put(INTENDED, intention("enable", [SWITCH, { ...told, file: CONFIG, key: ["clock"] }]))
        yield* recover()
        assert.deepStrictEqual((yield* history()).unreadable, [`${RUN}.intended.json`])
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), false)
      })
    )
  )

  it.effect("stands where it cannot be carried out, and the next run tries again", () =>
    spec(
      { config: { clock: { enabled: false } }, files: { [INTENDED]: intention("enable", [SWITCH]) } },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(({ name, path }) => name === "rename" && path === place(CONFIG), "EIO")
        yield* recover()
        assert.isDefined(yield* text(INTENDED))
        yield* files.reset
        yield* recover()
        assert.isUndefined(yield* text(INTENDED))
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), true)
      })
    )
  )

  it.effect("of a run that was completed is only cleared away", () =>
    spec(
      {
        config: { clock: { enabled: false } },
        files: {
          [INTENDED]: intention("enable", [SWITCH]),
          [`data/reconciler/journal/${RUN}.json`]: intention("enable", [SWITCH]).replace("intended", "done")
        }
      },
      Effect.gen(function* () {
        yield* recover()
        assert.isUndefined(yield* text(INTENDED))
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), false)
      })
    )
  )
})
