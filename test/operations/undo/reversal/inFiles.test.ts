/** What reverses changes of files, and what of them is left alone. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Change, FILE, removeValue, setValue } from "../../../../src/domain/changes/Change.ts"
import { LEFT_OUT } from "../../../../src/domain/changes/leftOut.ts"
import type { Uninstalled } from "../../../../src/domain/sources/StoreView.ts"
import { reverse } from "../../../../src/operations/undo/reversal.ts"
import { doneRecord } from "../../../support/runs/doneRecord.ts"
import { spec } from "../../../support/operating.ts"
import type { Described } from "../../../support/reconciling.ts"

const ID = "20260301T120000000-00c10c"
const why = { plugin: "clock", cause: "update" }

const at = (...key: ReadonlyArray<string>) => ({ ...why, file: "config", key: ["clock", ...key] }) as const
const saved = { ...why, file: "state", key: ["states", "clock"] } as const
const city = setValue(at("city"), 1, 2)
const mark = { ...why, list: "marks", member: "clock" } as const
const tombstone = { ...why, list: "tombstones", member: "clock" } as const

const NOTHING: Uninstalled = { marks: new Set(), tombstones: new Set() }
const BURIED: Uninstalled = { marks: new Set(["clock"]), tombstones: new Set(["clock"]) }

const reversed = (changes: ReadonlyArray<Change>, command = "update", uninstalled = NOTHING) =>
  reverse(ID, doneRecord(changes, { command }), uninstalled)

const NONE: Effect.Success<ReturnType<typeof reverse>> = { changes: [], leftAlone: [], notes: [] }

describe("changes of files are reversed", () => {
  it.effect("the last one first", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* reversed([city, setValue(at("rate"), undefined, 1)]), {
          ...NONE,
          changes: [removeValue(at("rate"), 1), setValue(at("city"), 2, 1)]
        })
      })
    )
  )

  it.effect("but that a mark goes first, for LEDMatrix deletes the directory of a marked plugin", () =>
    spec(
      {},
      Effect.gen(function* () {
        const { changes } = yield* reversed([Change.AddMember(mark), city], "uninstall", BURIED)
        assert.deepStrictEqual(changes, [Change.RemoveMember(mark), setValue(at("city"), 2, 1)])
      })
    )
  )

  it.effect("without what was left out of them, which is named", () =>
    spec(
      {},
      Effect.gen(function* () {
        const entry = removeValue(at(), { enabled: true, token: LEFT_OUT })
        assert.deepStrictEqual(yield* reversed([entry]), {
          ...NONE,
          changes: [setValue(at(), undefined, { enabled: true })],
          notes: ["clock: left out, because it may be secret: token"]
        })
      })
    )
  )

  it.effect("with what is left out of a record, which every write makes anew", () =>
    spec(
      { state: {} },
      Effect.gen(function* () {
        const record = { enabled: true, last_updated: LEFT_OUT }
        const { changes, notes } = yield* reversed([removeValue(saved, record)])
        assert.deepStrictEqual([changes, notes], [[setValue(saved, undefined, record)], []])
      })
    )
  )

  it.effect.each<readonly [string, Change, string]>([
    [
      "secrets",
      removeValue({ ...at(), file: "secrets" }, 1),
      "config/config_secrets.json: clock: secrets are not kept"
    ],
    [
      "a state file that was made anew",
      Change.RebuildState(why),
      "data/plugin_state.json was made anew; the old one is kept beside it"
    ],
    [
      "a value of which nothing was kept",
      setValue(at("token"), LEFT_OUT, 1),
      "config/config.json: clock › token: it may be secret, and was not kept"
    ]
  ])("but for %s", ([_title, change, left]) =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* reversed([change]), { ...NONE, leftAlone: [left] })
      })
    )
  )
})

describe("of a LEDMatrix that keeps no saved state", () => {
  const RETIRED: Described = { ledmatrixVersion: "3.8.0" }

  it.effect.each<readonly [string, Change, string]>([
    ["a record", setValue(saved, 1, 2), "data/plugin_state.json: states › clock"],
    ["a new state file", Change.RebuildState(why), "data/plugin_state.json"]
  ])("%s is left alone", ([_title, change, name]) =>
    spec(
      RETIRED,
      Effect.gen(function* () {
        const leftAlone = [`${name}: this LEDMatrix keeps no saved state`]
        assert.deepStrictEqual(yield* reversed([change]), { ...NONE, leftAlone })
      })
    )
  )

  it.effect("a setting is reversed, and a mark", () =>
    spec(
      RETIRED,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* reversed([Change.RemoveMember(mark), city]), {
          ...NONE,
          changes: [setValue(at("city"), 2, 1), Change.AddMember(mark)]
        })
      })
    )
  )
})

describe("a member of a list", () => {
  it.effect.each<readonly [string, Change, Uninstalled, Partial<typeof NONE>]>([
    ["that is set is cleared", Change.AddMember(mark), BURIED, { changes: [Change.RemoveMember(mark)] }],
    ["that is cleared is set", Change.RemoveMember(mark), NOTHING, { changes: [Change.AddMember(mark)] }],
    [
      "that was cleared since is left alone",
      Change.AddMember(mark),
      NOTHING,
      { leftAlone: [`${FILE.marks}: clock has changed since`] }
    ],
    [
      "that was set since is left alone",
      Change.RemoveMember(mark),
      BURIED,
      { leftAlone: [`${FILE.marks}: clock has changed since`] }
    ],
    ["of our own that was set since is not named", Change.RemoveMember(tombstone), BURIED, {}]
  ])("%s", ([_title, change, uninstalled, expected]) =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* reversed([change], "uninstall", uninstalled), { ...NONE, ...expected })
      })
    )
  )
})
