/** Edits of the saved state as LEDMatrix would have made them, each checked on the record that it replaces. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { removeValue, setValue, type ValueChange } from "../../../src/domain/changes/Change.ts"
import { type Edit, editOf } from "../../../src/domain/changes/Evidence.ts"
import { localIsoTime } from "../../../src/domain/text/isoTime.ts"
import { LEFT_OUT } from "../../../src/domain/changes/leftOut.ts"
import { readRecord, rebuildRecord } from "../../../src/domain/sources/StateRecord.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"
import { applyStateEdits } from "../../../src/services/state/applyStateEdits.ts"
import { freshState } from "../../../src/services/state/freshState.ts"
import { stateView } from "../../../src/services/state/stateView.ts"
import { rebuildOf, removeRecord, setRecordEnabled, setRecordVersion } from "../../support/judge/edits.ts"
import { record } from "../../support/snapshots.ts"

const NOW = Date.UTC(2026, 5, 1, 12)
const now = localIsoTime(NOW)

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const parsed = (content: Option.Option<Uint8Array>): unknown =>
  Option.getOrUndefined(
    Option.map(content, (written): unknown => JSON.parse(new TextDecoder().decode(written)))
  )
const file = (states: unknown) => ({ version: 1, states, last_updated: "x" })

const clock = record("clock", false, { status: "disabled", version: "1.0.0", config_version: 4 })
const from = readRecord("clock", clock)

const applied = (states: unknown, ...edits: ReadonlyArray<Edit>) =>
  Effect.map(applyStateEdits(Option.some(bytes(file(states))), edits, NOW), (result) => ({
    state: parsed(result.content),
    applied: result.applied.made.length,
    dropped: result.applied.dropped.length
  }))

const touched = { config_version: 5, last_updated: now }

describe("an edit of a record", () => {
  it.effect.each<readonly [string, Edit, unknown]>([
    [
      "sets enabled, and the status that would contradict it",
      setRecordEnabled("clock", from, true),
      { ...clock, enabled: true, status: "enabled", ...touched }
    ],
    [
      "sets the version",
      setRecordVersion("clock", from, "2.0.0"),
      { ...clock, version: "2.0.0", ...touched }
    ],
    [
      "puts a rebuilt record in its place",
      rebuildOf("clock", from, rebuildRecord("clock", from, { enabled: true, version: "9" })),
      { ...clock, ...touched }
    ]
  ])("%s, counts it once, and says when", ([_title, edit, expected]) =>
    Effect.gen(function* () {
      const other = record("other", true)
      assert.deepStrictEqual(yield* applied({ other, clock }, edit), {
        state: { version: 1, states: { other, clock: expected }, last_updated: now },
        applied: 1,
        dropped: 0
      })
    })
  )

  it.effect("removes a record, and touches no other", () =>
    Effect.gen(function* () {
      const other = record("other", true)
      const result = yield* applied({ clock, other }, removeRecord("clock", from))
      assert.deepStrictEqual(result.state, { version: 1, states: { other }, last_updated: now })
    })
  )

  it.effect("makes the status follow, over any other", () =>
    Effect.gen(function* () {
      const failing = record("clock", false, { status: "error", config_version: 4 })
      const edit = setRecordEnabled("clock", readRecord("clock", failing), true)
      const result = yield* applied({ clock: failing }, edit)
      assert.deepStrictEqual(result.state, {
        version: 1,
        states: { clock: { ...failing, enabled: true, status: "enabled", ...touched } },
        last_updated: now
      })
    })
  )

  it.effect("puts a record that was rebuilt in the place of a broken one", () =>
    Effect.gen(function* () {
      const broken = { enabled: true, config_version: 4, color: "red" }
      const reading = readRecord("clock", broken)
      const to = rebuildRecord("clock", reading, { enabled: undefined, version: "2" })
      const result = yield* applied({ clock: broken }, rebuildOf("clock", reading, to))
      assert.deepStrictEqual(stateView(result.state)?.records.get("clock")?.value, { ...to, ...touched })
    })
  )

  it.effect("sets enabled alone where the status says it already", () =>
    Effect.gen(function* () {
      const half = record("clock", false, { status: "enabled", config_version: 4 })
      const edit = setRecordEnabled("clock", readRecord("clock", half), true)
      const result = yield* applied({ clock: half }, edit)
      assert.deepStrictEqual(stateView(result.state)?.records.get("clock")?.value, {
        ...half,
        enabled: true,
        ...touched
      })
    })
  )

  it.effect("counts from one where the record does not count", () =>
    Effect.gen(function* () {
      const { config_version: _count, ...uncounted } = clock
      const reading = readRecord("clock", uncounted)
      const result = yield* applied({ clock: uncounted }, setRecordVersion("clock", reading, "2"))
      assert.deepStrictEqual(stateView(result.state)?.records.get("clock")?.salvage.configVersion, 2)
    })
  )

  it.effect("rebuilds a record of which only what every write touches is wrong", () =>
    Effect.gen(function* () {
      const broken = { ...clock, config_version: "four" }
      const reading = readRecord("clock", broken)
      const to = rebuildRecord("clock", reading, { enabled: undefined, version: undefined })
      const result = yield* applied({ clock: broken }, rebuildOf("clock", reading, to))
      assert.deepStrictEqual(stateView(result.state)?.records.get("clock")?.faults, [])
    })
  )

  it.effect("counts two edits of one record once", () =>
    Effect.gen(function* () {
      const result = yield* applied(
        { clock },
        setRecordEnabled("clock", from, true),
        setRecordVersion("clock", from, "2.0.0")
      )
      assert.deepStrictEqual(stateView(result.state)?.records.get("clock")?.value, {
        ...clock,
        enabled: true,
        status: "enabled",
        version: "2.0.0",
        ...touched
      })
    })
  )

  it.effect.each<readonly [string, unknown]>([
    ["the record is another by now", { clock: { ...clock, enabled: true } }],
    ["the record is gone", {}],
    ["there are no records", []],
    ["there are no records at all", undefined]
  ])("is dropped where %s, and nothing is written", ([_title, states]) =>
    Effect.gen(function* () {
      const edit = setRecordVersion("clock", from, "2")
      assert.deepStrictEqual(yield* applied(states, edit), { state: undefined, applied: 0, dropped: 1 })
    })
  )

  it.effect("is dropped where there is no file", () =>
    Effect.gen(function* () {
      const edit = removeRecord("clock", from)
      const { applied, content } = yield* applyStateEdits(Option.none(), [edit], NOW)
      assert.deepStrictEqual([content, applied], [Option.none(), { made: [], stood: [], dropped: [edit] }])
    })
  )

  it.effect("is refused where the file cannot be read", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(applyStateEdits(Option.some(bytes([])), [], NOW))
      assert.strictEqual(error.message, "data/plugin_state.json: its top level is no object")
    })
  )
})

describe("a change of single values", () => {
  const at = (key: ReadonlyArray<string>) => ({ plugin: "clock", cause: "any", file: "state", key }) as const
  const set = (key: ReadonlyArray<string>, was: JsonValue | undefined, to: JsonValue) =>
    setValue(at(key), was, to)
  const remove = (key: ReadonlyArray<string>, was: JsonValue) => removeValue(at(key), was)
  const changed = (states: unknown, ...changes: ReadonlyArray<ValueChange>) =>
    Effect.map(
      applyStateEdits(
        states === undefined ? Option.none() : Option.some(bytes(file(states))),
        changes.map(editOf),
        NOW
      ),
      ({ applied, content }) => ({
        state: parsed(content),
        applied: applied.made.length + applied.stood.length,
        dropped: applied.dropped.length
      })
    )

  it.effect("touches the record that it is in", () =>
    Effect.gen(function* () {
      const edit = set(["states", "clock", "enabled"], false, true)
      assert.deepStrictEqual(yield* changed({ clock }, edit), {
        state: { version: 1, states: { clock: { ...clock, enabled: true, ...touched } }, last_updated: now },
        applied: 1,
        dropped: 0
      })
    })
  )

  it.effect("touches a record from which a value was removed", () =>
    Effect.gen(function* () {
      const edit = remove(["states", "clock", "version"], "1.0.0")
      const { version: _version, ...rest } = clock
      assert.deepStrictEqual((yield* changed({ clock }, edit)).state, {
        version: 1,
        states: { clock: { ...rest, ...touched } },
        last_updated: now
      })
    })
  )

  it.effect("touches nothing of a record that it removes", () =>
    Effect.gen(function* () {
      const edit = remove(["states", "clock"], { ...clock })
      assert.deepStrictEqual((yield* changed({ clock }, edit)).state, {
        version: 1,
        states: {},
        last_updated: now
      })
    })
  )

  it.effect("goes on counting where a whole record comes back, from whichever count is higher", () =>
    Effect.gen(function* () {
      const whole = (count: number | undefined) => ({
        ...record("clock", true),
        ...(count === undefined ? {} : { config_version: count })
      })
      const count = (states: unknown, was: JsonValue | undefined, to: JsonValue) =>
        Effect.map(
          changed(states, set(["states", "clock"], was, to)),
          ({ state }) => stateView(state)?.records.get("clock")?.salvage.configVersion
        )
      assert.strictEqual(yield* count({}, undefined, { ...whole(7) }), 8)
      assert.strictEqual(yield* count({ clock }, { ...clock }, { ...whole(2) }), 5)
    })
  )

  it.effect.each([
    ["a field of it", ["states", "clock", "enabled"], false, true],
    [
      "all of it",
      ["states", "clock"],
      { ...clock, config_version: 0 },
      { ...clock, enabled: true, config_version: LEFT_OUT }
    ]
  ] as const)("counts from 0 to 1, as from anything else, where %s changes", ([_title, key, was, to]) =>
    Effect.gen(function* () {
      const { state } = yield* changed({ clock: { ...clock, config_version: 0 } }, set(key, was, to))
      assert.strictEqual(stateView(state)?.records.get("clock")?.salvage.configVersion, 1)
    })
  )

  it.effect("betters nothing of a record that comes back as LEDMatrix cannot load it", () =>
    Effect.gen(function* () {
      const { config_version: _count, last_updated: _time, ...broken } = clock
      const edit = set(["states", "clock"], undefined, broken)
      const { state } = yield* changed({}, edit)
      assert.deepStrictEqual(stateView(state)?.records.get("clock")?.value, broken)
    })
  )

  it.effect("keeps what every write sets in its place among the fields", () =>
    Effect.gen(function* () {
      const { config_version: _count, last_updated: _time, ...fields } = clock
      const to = { last_updated: LEFT_OUT, ...fields, config_version: LEFT_OUT }
      const { state } = yield* changed({}, set(["states", "clock"], undefined, to))
      const value = stateView(state)?.records.get("clock")?.value
      assert.strictEqual(
        JSON.stringify(value),
        JSON.stringify({ last_updated: now, ...fields, config_version: 2 })
      )
    })
  )

  it.effect("leaves records alone that it does not change", () =>
    Effect.gen(function* () {
      const other = record("other", true)
      const edits = [
        set(["states", "clock", "enabled"], false, true),
        set(["states", "other", "enabled"], true, true)
      ]
      const { state } = yield* changed({ clock, other }, ...edits)
      assert.deepStrictEqual(stateView(state)?.records.get("other")?.value, other)
    })
  )

  it.effect("touches no record where it changes something beside them", () =>
    Effect.gen(function* () {
      const { state } = yield* changed({ clock }, set(["version"], 1, 2))
      assert.deepStrictEqual(state, { version: 2, states: { clock }, last_updated: now })
    })
  )

  it.effect("makes a file for what it adds, also where it removes something beside that", () =>
    Effect.gen(function* () {
      const adds = set(["states", "clock"], undefined, { ...clock })
      const removes = remove(["states", "other"], { ...clock })
      const result = yield* changed(undefined, adds, removes)
      assert.deepStrictEqual(result, {
        state: {
          version: 1,
          states: { clock: { ...clock, config_version: 5, last_updated: now } },
          last_updated: now
        },
        applied: 2,
        dropped: 0
      })
    })
  )

  it.effect("makes none for what it removes or changes", () =>
    Effect.gen(function* () {
      const result = yield* changed(
        undefined,
        remove(["states", "clock"], { ...clock }),
        set(["states", "clock", "enabled"], true, false),
        set(["version"], 1, 2)
      )
      assert.deepStrictEqual(result, { state: undefined, applied: 1, dropped: 2 })
    })
  )
})

describe("a new state file", () => {
  it("holds the records, each as of now", () => {
    const rebuilt = rebuildRecord("clock", from, { enabled: undefined, version: undefined })
    const content = freshState(Option.none(), [rebuilt], NOW)
    assert.deepStrictEqual(parsed(content), {
      version: 1,
      states: { clock: { ...rebuilt, last_updated: now } },
      last_updated: now
    })
    assert.include(new TextDecoder().decode(Option.getOrThrow(content)), '{\n  "version": 1,\n')
  })

  it("is none where another program has made one meanwhile", () => {
    assert.deepStrictEqual(freshState(Option.some(bytes({})), [], NOW), Option.none())
  })
})

describe("the view of a state file", () => {
  it.each([undefined, null, [], "x", { states: [] }, { states: null }])("is none of %j", (value) => {
    assert.isUndefined(stateView(value))
  })

  it("is empty without states, and has a record each with them", () => {
    assert.strictEqual(stateView({ version: 1 })?.records.size, 0)
    const view = stateView({ states: { clock, broken: 5 } })
    assert.deepStrictEqual([...(view?.records.keys() ?? [])], ["clock", "broken"])
    assert.deepStrictEqual(view?.records.get("broken")?.faults, ["is no object"])
  })
})
