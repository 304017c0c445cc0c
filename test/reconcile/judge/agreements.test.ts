/** What is remembered of `enabled` after a run: the value both sides have, and for how long. */
import { assert, describe, it } from "@effect/vitest"
import type { Agreement, RecordMark } from "../../../src/domain/sources/Ledger.ts"
import { newAgreements } from "../../../src/reconcile/judge/agreements.ts"
import { type Model, NOW, record, snapshotOf } from "../../support/snapshots.ts"

const on = { enabled: true }
const off = { enabled: false }
const mark = (version: number, more: Partial<RecordMark> = {}): RecordMark => ({
  enabled: false,
  config_version: version,
  last_updated: "2026-02-01T12:00:00",
  ...more
})

describe("what config and saved state newly agree on", () => {
  const told = (model: Model) => [...newAgreements(snapshotOf(model))]

  it.each<[string, Model, ReadonlyArray<[string, Agreement | undefined]>]>([
    [
      "is the value of both, by plugin",
      {
        config: { clock: on, news: off },
        state: { clock: record("clock", true), news: record("news", false) }
      },
      [
        ["clock", on],
        ["news", off]
      ]
    ],
    [
      "is true where the entry says nothing and the record says true",
      { config: { clock: {} }, state: { clock: record("clock", true) } },
      [["clock", on]]
    ],
    [
      "is nothing of a plugin that was never seen in its place, but as a copy beside it",
      {
        config: { clock: on },
        state: { clock: record("clock", true) },
        disk: { news: {} },
        setAside: ["clock"]
      },
      []
    ],
    [
      "is the value of a plugin that is not there, where no copy is of it",
      { config: { clock: on }, state: { clock: record("clock", true) }, setAside: ["news"] },
      [["clock", on]]
    ],
    [
      "is the value of a plugin where the plugins directory cannot be read",
      { config: { clock: on }, state: { clock: record("clock", true) }, unreadable: ["disk"] },
      [["clock", on]]
    ],
    [
      "is the new value of a plugin that is set aside and was agreed on before",
      {
        config: { clock: on },
        state: { clock: record("clock", true) },
        setAside: ["clock"],
        agreements: { clock: off }
      },
      [["clock", on]]
    ],
    [
      "is the value of a plugin that stands in its place, though a copy lies beside it",
      {
        config: { clock: on },
        state: { clock: record("clock", true) },
        disk: { clock: {}, news: {} },
        setAside: ["clock"]
      },
      [["clock", on]]
    ],
    ["is nothing where they differ", { config: { clock: on }, state: { clock: record("clock", false) } }, []],
    ["is nothing without an entry", { state: { clock: record("clock", true) } }, []],
    ["is nothing without a record", { config: { clock: on } }, []],
    [
      "is nothing where the key holds no object",
      { config: { clock: 5 }, state: { clock: record("clock", true) } },
      []
    ],
    [
      "is nothing where LEDMatrix cannot use the record",
      { config: { clock: on }, state: { clock: record("clock", true, { status: "sleeping" }) } },
      []
    ],
    [
      "is nothing where neither side has a boolean",
      { config: { clock: { enabled: "yes" } }, state: { clock: { plugin_id: "clock" } } },
      []
    ],
    [
      "is nothing where the entry's value is no boolean",
      { config: { clock: { enabled: 1 } }, state: { clock: record("clock", true) } },
      []
    ],
    [
      "is nothing new where it is remembered already",
      { config: { clock: on }, state: { clock: record("clock", true) }, agreements: { clock: on } },
      []
    ],
    [
      "takes the place of what was agreed before, and leaves the replaced records",
      {
        config: { clock: on },
        state: { clock: record("clock", true) },
        agreements: { clock: { enabled: false, replaced: [mark(1)] } }
      },
      [["clock", { enabled: true, replaced: [mark(1)] }]]
    ]
  ])("%s", (_title, model, expected) => {
    assert.deepStrictEqual(told(model), expected)
  })

  it("goes on past a plugin of which there is nothing to remember", () => {
    const model = {
      config: { a: 5, b: { enabled: "x" }, c: on },
      state: { a: record("a", true), b: record("b", true), c: record("c", true) }
    }
    assert.deepStrictEqual(told(model), [["c", on]])
  })
})

describe("what was agreed on", () => {
  const agreements = { clock: on }

  it.each<[string, Model, boolean]>([
    ["is forgotten where neither side knows the plugin any more", {}, true],
    ["is kept while the entry is there", { config: { clock: off } }, false],
    ["is kept while the record is there", { state: { clock: record("clock", false) } }, false],
    [
      "is kept while both are there",
      { config: { clock: off }, state: { clock: record("clock", true) } },
      false
    ],
    [
      "is kept while LEDMatrix may be uninstalling it: it is on disk, and config is fresh",
      { disk: { clock: {} }, configModifiedAtMs: NOW - 59_999 },
      false
    ],
    [
      "is forgotten once config is a minute old",
      { disk: { clock: {} }, configModifiedAtMs: NOW - 60_000 },
      true
    ],
    ["is forgotten where it is not on disk", { disk: { news: {} }, configModifiedAtMs: NOW }, true],
    [
      "is kept where it is not known whether it is on disk, and config is fresh",
      { unreadable: ["disk"], configModifiedAtMs: NOW },
      false
    ],
    ["is kept while config cannot be read", { unreadable: ["config"] }, false],
    ["is kept while the saved state cannot be read", { unreadable: ["state"] }, false]
  ])("%s", (_title, model, forgotten) => {
    const changes = newAgreements(snapshotOf({ ...model, agreements }))
    assert.deepStrictEqual([...changes], forgotten ? [["clock", undefined]] : [])
  })
})

describe("the records of a plugin that neither side knows any more", () => {
  const told = (agreements: Model["agreements"] = {}) => [...newAgreements(snapshotOf({ agreements }))]

  it("stay remembered; what was agreed on does not", () => {
    assert.deepStrictEqual(told({ clock: { enabled: true, replaced: [mark(1)] } }), [
      ["clock", { replaced: [mark(1)] }]
    ])
  })

  it("are no news where they are all that is remembered", () => {
    assert.deepStrictEqual(told({ clock: { replaced: [mark(1)] } }), [])
  })

  it("stay remembered beside what was agreed on while LEDMatrix may be uninstalling it", () => {
    const model: Model = { disk: { clock: {} }, configModifiedAtMs: NOW }
    const agreements = { clock: { enabled: true, replaced: [mark(1)] } }
    assert.deepStrictEqual([...newAgreements(snapshotOf({ ...model, agreements }))], [])
  })

  it("are those of a hundred plugins at most: the oldest go", () => {
    const many = Array.from({ length: 102 }, (_, at): [string, Agreement] => [
      `plugin-${at}`,
      { replaced: [mark(1, { last_updated: `2026-01-01T00:00:${String(at).padStart(3, "0")}` })] }
    ])
    assert.deepStrictEqual(
      told(Object.fromEntries(many)).map(([id]) => id),
      ["plugin-1", "plugin-0"]
    )
  })

  it.each<[string, ReadonlyArray<RecordMark>]>([
    ["a record without a time", [mark(1, { last_updated: null })]],
    ["no record", []]
  ])("go before others where they are %s", (_title, replaced) => {
    const others = Array.from({ length: 100 }, (_, at): [string, Agreement] => [
      `plugin-${at}`,
      { replaced: [mark(1)] }
    ])
    const agreements = Object.fromEntries([
      ...others.slice(0, 50),
      ["clock", { replaced }],
      ...others.slice(50)
    ])
    assert.deepStrictEqual(told(agreements), [["clock", undefined]])
  })
})
