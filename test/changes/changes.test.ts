/** Journalled changes carried out one by one: where their evidence stands. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { JournalChange } from "../../src/domain/changes/Journal.ts"
import { byFile, inverse, make, touchedFiles } from "../../src/changes/changes.ts"
import { spec, text } from "../support/operating.ts"
import { readJson } from "../support/reconciling.ts"

const told = { plugin_id: "clock", reason: "undo" }
const FILE = "plugin-repos/clock"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-aaaaaa.clock"
const FROM = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-bbbbbb.clock"

describe("the inverse of a change", () => {
  it.each([
    ["what was added goes", { after: 1 }, { before: 1 }],
    ["what was removed comes back", { before: 1 }, { after: 1 }],
    ["what was set is set back", { before: 1, after: 2 }, { before: 2, after: 1 }],
    [
      "a placed directory is set aside",
      { directory: { present: true } },
      { directory: { present: false, kept: KEPT } }
    ],
    [
      "a replaced directory comes back, and the new one is set aside",
      { directory: { present: true, kept: FROM, fingerprint: "x" } },
      { directory: { present: true, from: FROM, kept: KEPT } }
    ],
    [
      "a directory that was set aside comes back",
      { directory: { present: false, kept: FROM } },
      { directory: { present: true, from: FROM } }
    ],
    [
      "a directory that came from elsewhere goes back there",
      { directory: { present: true, from: FROM } },
      { directory: { present: false, kept: FROM } }
    ],
    [
      "a directory that went, and was not kept, cannot come back",
      { directory: { present: false } },
      { directory: { present: false } }
    ]
  ] satisfies ReadonlyArray<readonly [string, Partial<JournalChange>, Partial<JournalChange>]>)(
    "%s",
    (_title, change, back) => {
      const where = { ...told, file: FILE, key: ["clock"] }
      assert.deepStrictEqual(inverse({ ...where, ...change }, KEPT), { ...where, ...back })
    }
  )
})

describe("changes", () => {
  const value = (file: string, key: string): JournalChange => ({ ...told, file, key: [key], after: 1 })
  const [a, b, c, d] = [value("x", "a"), value("x", "b"), value("y", "c"), value("x", "d")]
  const directory: JournalChange = { ...told, file: "x", directory: { present: true } }

  it("are grouped by file where they are neighbours", () => {
    assert.deepStrictEqual(byFile([a, b, c, d]), [[a, b], [c], [d]])
  })

  it("of a directory stand alone", () => {
    assert.deepStrictEqual(byFile([a, directory, directory]), [[a], [directory], [directory]])
  })

  it.each([
    ["a file", a, ["x"]],
    ["none of our own records", { ...told, file: "data/reconciler/tombstones.json" }, []],
    ["a directory", { ...told, file: FILE, directory: { present: true, from: FROM } }, [FILE]],
    [
      "a directory and where its former one lies",
      { ...told, file: FILE, directory: { present: true, kept: KEPT } },
      [FILE, KEPT]
    ]
  ] satisfies ReadonlyArray<readonly [string, JournalChange, ReadonlyArray<string>]>)(
    "touch %s",
    (_title, change, files) => {
      assert.deepStrictEqual(touchedFiles(change), files)
    }
  )
})

describe("values of a file", () => {
  const CONFIG = "config/config.json"
  const SECRETS = "config/config_secrets.json"
  const STATE = "data/plugin_state.json"
  const MARKS = "config/uninstalled_plugins.json"
  const good = { ...told, key: ["clock", "a"], before: 1, after: 2 }
  const stale = { ...told, key: ["clock", "b"], before: 9, after: 2 }
  const CLOCK = `{"clock": {"a": 1, "b": 1}}`

  it.effect.each([
    ["the config", CONFIG, []],
    ["the secrets", SECRETS, []],
    ["the saved state", STATE, ["states"]]
  ] as const)("are set where they stand, and left where they do not: %s", ([_title, file, below]) =>
    spec(
      { files: { [file]: below.length === 0 ? CLOCK : `{"version": 1, "states": ${CLOCK}}` } },
      Effect.gen(function* () {
        const changes = [good, stale].map((change) => ({ ...change, file, key: [...below, ...change.key] }))
        assert.deepStrictEqual(yield* make(changes), { made: changes.slice(0, 1), dropped: changes.slice(1) })
        const now = JSON.stringify(yield* readJson(file))
        assert.include(now, `"clock":{"a":2,"b":1`)
      })
    )
  )

  it.effect("are marks where the file is theirs: set with `after`, cleared without", () =>
    spec(
      { files: { [MARKS]: `["news"]` } },
      Effect.gen(function* () {
        const changes = [
          { ...told, file: MARKS, key: ["clock"], after: true },
          { ...told, file: MARKS, key: ["news"], before: true }
        ]
        assert.deepStrictEqual(yield* make(changes), { made: changes, dropped: [] })
        assert.deepStrictEqual(yield* readJson(MARKS), ["clock"])
      })
    )
  )

  it.effect("are tombstones where the file is theirs", () =>
    spec(
      {},
      Effect.gen(function* () {
        const TOMBSTONES = "data/reconciler/tombstones.json"
        const change = { ...told, file: TOMBSTONES, key: ["clock"] }
        assert.deepStrictEqual(yield* make([{ ...change, after: true }]), {
          made: [{ ...change, after: true }],
          dropped: []
        })
        assert.deepStrictEqual(yield* readJson(TOMBSTONES), { clock: 0 })
        yield* make([{ ...change, before: true }])
        assert.deepStrictEqual(yield* readJson(TOMBSTONES), {})
      })
    )
  )

  it.effect("in a file that is none of these are left alone", () =>
    spec(
      { files: { "config/other.json": CLOCK } },
      Effect.gen(function* () {
        const changes = [{ ...good, file: "config/other.json" }]
        assert.deepStrictEqual(yield* make(changes), { made: [], dropped: changes })
        assert.strictEqual(yield* text("config/other.json"), CLOCK)
      })
    )
  )

  it.effect("are nothing to do where there are none", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* make([]), { made: [], dropped: [] })
      })
    )
  )
})
