/** What LEDMatrix is asked for: one value for each plugin, as long as all that the changes rest on stands. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { offerOrWrite } from "../../../src/changes/offerEnabled.ts"
import { type Change, removeValue, setValue, type ValueChange } from "../../../src/domain/changes/Change.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"
import { EnabledSwitch } from "../../../src/services/writing/EnabledSwitch.ts"
import { spec } from "../../support/operating.ts"
import { type Described, record } from "../../support/reconciling.ts"

const entry = (plugin: string, ...inside: ReadonlyArray<string>) =>
  ({ plugin, cause: "undo", file: "config", key: [plugin, ...inside] }) as const
const saved = (plugin: string, ...inside: ReadonlyArray<string>) =>
  ({ plugin, cause: "undo", file: "state", key: ["states", plugin, ...inside] }) as const

const ON = { enabled: true }
const RECORD = record("clock", true)
const CLOCK: Described = { config: { clock: ON }, state: { clock: RECORD } }
const NONE: Described = { config: {}, state: {} }

const off = (plugin = "clock") => setValue(entry(plugin, "enabled"), true, false)
const recordTo = (field: string, before: JsonValue, after: JsonValue) =>
  setValue(saved("clock", field), before, after)

/** What it is asked for, and which changes are left for the files: it takes what it is asked for. */
const offered = (described: Described, changes: ReadonlyArray<ValueChange>) =>
  spec(
    described,
    Effect.gen(function* () {
      const asked: Array<readonly [string, boolean]> = []
      const { dropped, made } = yield* Effect.provideService(offerOrWrite(changes), EnabledSwitch, {
        set: (plugin, enabled, stands) =>
          Effect.tap(stands, (isStanding) =>
            Effect.sync(() => {
              if (isStanding) asked.push([plugin, enabled])
            })
          )
      })
      return { asked, written: [...made, ...dropped] }
    })
  )

const asked = (described: Described, changes: ReadonlyArray<ValueChange>) =>
  Effect.map(offered(described, changes), (all) => all.asked)

describe("LEDMatrix is asked once for a plugin", () => {
  it.effect.each<readonly [string, Described, ReadonlyArray<ValueChange>, boolean]>([
    ["whose entry changes", CLOCK, [off()], false],
    ["whose record changes", CLOCK, [recordTo("enabled", true, false)], false],
    [
      "whose entry and record change alike, and its status with them",
      CLOCK,
      [recordTo("status", "enabled", "disabled"), off(), recordTo("enabled", true, false)],
      false
    ],
    ["whose entry is made", NONE, [setValue(entry("clock"), undefined, { ...ON, city: "x" })], true],
    ["whose entry goes: it is off then", CLOCK, [removeValue(entry("clock"), ON)], false],
    ["whose record is made", NONE, [setValue(saved("clock"), undefined, RECORD)], true],
    ["whose entry changes while its record goes", CLOCK, [off(), removeValue(saved("clock"), RECORD)], false]
  ])("%s", ([_title, described, changes, enabled]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* offered(described, changes), {
        asked: [["clock", enabled]],
        written: []
      })
    })
  )

  it.effect("and for each plugin by itself", () =>
    Effect.gen(function* () {
      const described = { config: { clock: ON, news: ON }, state: {} }
      assert.deepStrictEqual(yield* asked(described, [off("news"), off("clock")]), [
        ["news", false],
        ["clock", false]
      ])
    })
  )
})

describe("LEDMatrix is not asked", () => {
  it.effect.each<readonly [string, Described, ReadonlyArray<ValueChange>]>([
    [
      "for two values at once",
      { ...CLOCK, state: { clock: record("clock", false) } },
      [off(), recordTo("enabled", false, true)]
    ],
    ["for a status alone", CLOCK, [recordTo("status", "enabled", "error")]],
    ["where a record goes, and nothing else changes", CLOCK, [removeValue(saved("clock"), RECORD)]],
    ["where a record says nothing any more", CLOCK, [removeValue(saved("clock", "enabled"), true)]],
    ["where an entry would be none", NONE, [setValue(entry("clock"), undefined, 5)]],
    ["where an entry would not say", NONE, [setValue(entry("clock"), undefined, {})]]
  ])("%s: the files are written", ([_title, described, changes]) =>
    Effect.gen(function* () {
      const { asked: what, written } = yield* offered(described, changes)
      assert.deepStrictEqual(what, [])
      assert.deepStrictEqual(new Set<Change>(written), new Set<Change>(changes))
    })
  )

  it.effect.each<readonly [string, ReadonlyArray<ValueChange>]>([
    ["the entry", [setValue(entry("clock", "enabled"), false, true)]],
    ["the record", [off(), recordTo("enabled", false, false)]],
    ["the record, which is gone", [off("clock"), setValue(saved("clock"), undefined, { enabled: false })]]
  ])("where a value that a change rests on is another by now: %s", ([_title, changes]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* asked(CLOCK, changes), [])
    })
  )

  it.effect("where a record is gone that a change rests on", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* asked({ ...CLOCK, state: {} }, [recordTo("enabled", true, false)]), [])
    })
  )
})
