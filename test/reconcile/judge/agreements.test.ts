/** What is remembered of `enabled` after a run: the value both sides have, and the records that were replaced. */
import { assert, describe, it } from "@effect/vitest"
import type { Edit } from "../../../src/domain/changes/Evidence.ts"
import { type Agreement, emptyLedger, type RecordMark } from "../../../src/domain/sources/Ledger.ts"
import { type RecordReading, readRecord, rebuildRecord } from "../../../src/domain/sources/StateRecord.ts"
import { newAgreements, replacedRecords } from "../../../src/reconcile/judge/agreements.ts"
import { rebuildOf, removeRecord, setRecordEnabled, setRecordVersion } from "../../support/edits.ts"
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
      { config: { clock: on }, state: { clock: record("clock", true) }, setAside: ["clock"] },
      []
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
      "is the value of a plugin that stands in its place, whatever copy lies beside it",
      {
        config: { clock: on },
        state: { clock: record("clock", true) },
        disk: { clock: {} },
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
    ["is forgotten where it is not on disk", { configModifiedAtMs: NOW }, true],
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
})

describe("the records that edits replaced", () => {
  const from = readRecord("clock", record("clock", false))
  const set = (reading: RecordReading) => setRecordEnabled("clock", reading, true)
  const remembering = (agreement: Agreement) => ({
    ...emptyLedger,
    agreements: new Map([["clock", agreement]])
  })
  const replaced = (edit: Edit) => [...replacedRecords([edit], emptyLedger)]

  it.each<[string, Edit]>([
    ["a change of enabled", set(from)],
    ["a change of the version", setRecordVersion("clock", from, "2")],
    ["a removal", removeRecord("clock", from)],
    ["a rebuild", rebuildOf("clock", from, rebuildRecord("clock", from, { enabled: true, version: "2" }))]
  ])("are remembered after %s", (_title, edit) => {
    assert.deepStrictEqual(replaced(edit), [["clock", { replaced: [mark(2)] }]])
  })

  it("are not remembered of one without a boolean", () => {
    assert.deepStrictEqual(replaced(set(readRecord("clock", 5))), [])
  })

  it("stand before those remembered, beside what was agreed on", () => {
    assert.deepStrictEqual(
      [...replacedRecords([set(from)], remembering({ enabled: true, replaced: [mark(1)] }))],
      [["clock", { enabled: true, replaced: [mark(2), mark(1)] }]]
    )
  })

  it("are all remembered where several edits change one record", () => {
    const later = readRecord("clock", record("clock", true, { config_version: 3 }))
    assert.deepStrictEqual(
      [...replacedRecords([set(from), setRecordVersion("clock", later, "2")], emptyLedger)],
      [["clock", { replaced: [mark(3, { enabled: true }), mark(2)] }]]
    )
  })

  it("are remembered past an edit of which nothing is", () => {
    const edits = [removeRecord("news", readRecord("news", 5)), set(from)]
    assert.deepStrictEqual([...replacedRecords(edits, emptyLedger).keys()], ["clock"])
  })
})
