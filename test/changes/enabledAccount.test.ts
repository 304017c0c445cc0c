/** How the journal shows a change of `enabled` that LEDMatrix made, by what entry and record were and are. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import type { JournalChange } from "../../src/domain/changes/Journal.ts"
import { encodeChange } from "../../src/domain/changes/journalChange.ts"
import { LEFT_OUT } from "../../src/domain/changes/leftOut.ts"
import { enabledAccount, enabledSides, type EnabledSides } from "../../src/changes/enabledAccount.ts"
import { type Model, record, snapshotOf } from "../support/snapshots.ts"

const on = { enabled: true }
const off = { enabled: false }
const clockOn = record("clock", true)
const clockOff = record("clock", false)

const NEITHER: EnabledSides = { entry: undefined, record: undefined }

/** The sides of `clock`; a side that is not given is not there. */
const sides = ({ entry, saved }: { readonly entry?: unknown; readonly saved?: unknown }): EnabledSides =>
  Option.getOrThrow(
    enabledSides(
      "clock",
      snapshotOf({
        ...(entry === undefined ? {} : { config: { clock: entry } }),
        ...(saved === undefined ? {} : { state: { clock: saved } })
      })
    )
  )

/** As the journal tells it. */
const accountOf = (before: EnabledSides, after: EnabledSides): ReadonlyArray<JournalChange> =>
  enabledAccount({ plugin: "clock", cause: "enable" }, before, after).map(encodeChange)

describe("the two sides of a plugin", () => {
  it("are what entry and record say of it, and of no other", () => {
    const model: Model = {
      config: { clock: off, news: on },
      state: { clock: clockOn, news: record("news", false) }
    }
    const found = Option.getOrThrow(enabledSides("clock", snapshotOf(model)))
    assert.deepInclude(found.entry, { _tag: "Entry", enabled: { _tag: "Boolean", value: false } })
    assert.deepStrictEqual(found.record?.value, clockOn)
  })

  it("are there, each as nothing, where neither file knows the plugin", () => {
    assert.deepStrictEqual(enabledSides("clock", snapshotOf({})), Option.some(NEITHER))
  })

  it.each<["config" | "state"]>([["config"], ["state"]])(
    "are not known while %s cannot be read",
    (source) => {
      const model: Model = { config: { clock: on }, state: { clock: clockOn }, unreadable: [source] }
      assert.deepStrictEqual(enabledSides("clock", snapshotOf(model)), Option.none())
    }
  )
})

describe("the account of an entry", () => {
  const account = (before: unknown, after: unknown) =>
    accountOf(sides({ entry: before }), sides({ entry: after }))
  const told = { plugin_id: "clock", reason: "enable", file: "config/config.json" }

  it.each<[string, unknown, unknown, ReturnType<typeof account>]>([
    [
      "is its value before and after",
      off,
      on,
      [{ ...told, key: ["clock", "enabled"], before: false, after: true }]
    ],
    [
      "has no value before where it said nothing",
      {},
      on,
      [{ ...told, key: ["clock", "enabled"], after: true }]
    ],
    [
      "shows a value that was no boolean",
      { enabled: "yes" },
      on,
      [{ ...told, key: ["clock", "enabled"], before: "yes", after: true }]
    ],
    ["is the entry alone where there was none", undefined, on, [{ ...told, key: ["clock"], after: on }]],
    ["is the entry alone where its key held no object", 5, on, [{ ...told, key: ["clock"], after: on }]],
    ["tells nothing of its settings", { ...off, city: "x" }, { ...off, city: "y" }, []],
    ["is nothing where it says the same", on, on, []],
    ["is nothing where it is gone", on, undefined, []],
    ["is nothing where it says nothing any more", on, {}, []],
    ["is nothing where there is none, before and after", undefined, undefined, []],
    ["is nothing where its key holds no object now", on, 5, []]
  ])("%s", (_title, before, after, expected) => {
    assert.deepStrictEqual(account(before, after), expected)
  })
})

describe("the account of a record", () => {
  const account = (before: unknown, after: unknown) =>
    accountOf(sides({ saved: before }), sides({ saved: after }))
  const told = { plugin_id: "clock", reason: "enable", file: "data/plugin_state.json" }
  const kept = { ...clockOn, last_updated: LEFT_OUT, config_version: LEFT_OUT }

  it.each<[string, unknown, unknown, ReturnType<typeof account>]>([
    [
      "is enabled and status, before and after",
      clockOff,
      clockOn,
      [
        { ...told, key: ["states", "clock", "enabled"], before: false, after: true },
        { ...told, key: ["states", "clock", "status"], before: "disabled", after: "enabled" }
      ]
    ],
    [
      "leaves out what has not changed",
      record("clock", true, { status: "installed" }),
      clockOn,
      [{ ...told, key: ["states", "clock", "status"], before: "installed", after: "enabled" }]
    ],
    ["is nothing where both are as they were", clockOn, { ...clockOn, version: "2" }, []],
    [
      "is the whole record, without time and counter, where there was none",
      undefined,
      clockOn,
      [{ ...told, key: ["states", "clock"], after: kept }]
    ],
    [
      "is the whole record, before and after, where LEDMatrix could not use it",
      { enabled: true },
      clockOn,
      [{ ...told, key: ["states", "clock"], before: { enabled: true }, after: kept }]
    ],
    [
      "has null for what a record does not say any more",
      clockOn,
      { plugin_id: "clock" },
      [
        { ...told, key: ["states", "clock", "enabled"], before: true, after: null },
        { ...told, key: ["states", "clock", "status"], before: "enabled", after: null }
      ]
    ],
    [
      "is what stands there, where that is no object",
      undefined,
      5,
      [{ ...told, key: ["states", "clock"], after: 5 }]
    ],
    ["is nothing where it is gone", clockOn, undefined, []]
  ])("%s", (_title, before, after, expected) => {
    assert.deepStrictEqual(account(before, after), expected)
  })
})

describe("the account of both sides", () => {
  it("tells the entry first", () => {
    const changes = accountOf(NEITHER, sides({ entry: on, saved: clockOn }))
    assert.deepStrictEqual(
      changes.map(({ file }) => file),
      ["config/config.json", "data/plugin_state.json"]
    )
  })
})
