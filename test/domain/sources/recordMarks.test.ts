/** What is remembered of plugins whose records were replaced or removed: the marks of those records. */
import { assert, describe, it } from "@effect/vitest"
import type { Agreement, RecordMark } from "../../../src/domain/sources/Ledger.ts"
import { readRecord } from "../../../src/domain/sources/StateRecord.ts"
import {
  type AgreementChanges,
  type ReplacedRecord,
  withMarks
} from "../../../src/domain/sources/recordMarks.ts"
import { record } from "../../support/snapshots.ts"

const mark = (version: number, more: Partial<RecordMark> = {}): RecordMark => ({
  enabled: false,
  config_version: version,
  last_updated: "2026-02-01T12:00:00",
  ...more
})

/** A record that was replaced, by what `mark` makes of it. */
const replaced = (id: string, version: number): ReplacedRecord => [
  id,
  readRecord(id, record(id, false, { config_version: version }))
]

/** What is remembered anew, where this was remembered before. */
const remembered = (
  records: ReadonlyArray<ReplacedRecord>,
  before: { readonly [id: string]: Agreement } = {}
): AgreementChanges => withMarks(records, { agreements: new Map(Object.entries(before)) })

describe("of a plugin whose record was replaced", () => {
  it("its mark is remembered", () => {
    assert.deepStrictEqual([...remembered([replaced("clock", 1)])], [["clock", { replaced: [mark(1)] }]])
  })

  it("the value that was agreed on stays remembered", () => {
    assert.deepStrictEqual(remembered([replaced("clock", 1)], { clock: { enabled: true } }).get("clock"), {
      enabled: true,
      replaced: [mark(1)]
    })
  })

  it("nothing is remembered where the record holds no value of enabled", () => {
    assert.strictEqual(remembered([["clock", readRecord("clock", 5)]]).size, 0)
  })
})

describe("where several records were replaced", () => {
  it("each plugin is remembered with its own", () => {
    assert.deepStrictEqual(
      [...remembered([replaced("clock", 1), replaced("news", 2)])],
      [
        ["clock", { replaced: [mark(1)] }],
        ["news", { replaced: [mark(2)] }]
      ]
    )
  })

  it("of one plugin, all are remembered, with what was before", () => {
    assert.deepStrictEqual(
      remembered([replaced("clock", 2), replaced("clock", 3)], { clock: { replaced: [mark(1)] } }).get(
        "clock"
      ),
      { replaced: [mark(3), mark(2), mark(1)] }
    )
  })

  it("those after one without a value are remembered", () => {
    assert.deepStrictEqual(
      [...remembered([["news", readRecord("news", 5)], replaced("clock", 1)]).keys()],
      ["clock"]
    )
  })

  it("nothing is said of other plugins", () => {
    assert.deepStrictEqual(
      [...remembered([replaced("clock", 1)], { news: { enabled: true } }).keys()],
      ["clock"]
    )
  })
})

describe("marks of replaced records", () => {
  /** Once a record of version `version` was replaced. */
  const after = (before: ReadonlyArray<RecordMark>, version: number) =>
    remembered([replaced("clock", version)], { clock: { replaced: before } }).get("clock")?.replaced

  it("are the newest first", () => {
    assert.deepStrictEqual(after([mark(2), mark(1)], 3), [mark(3), mark(2), mark(1)])
  })

  it("are four at most: the oldest goes", () => {
    const four = [mark(4), mark(3), mark(2), mark(1)]
    assert.deepStrictEqual(after(four, 5), [mark(5), mark(4), mark(3), mark(2)])
  })

  it("are there once each: one seen again is the newest", () => {
    assert.deepStrictEqual(after([mark(2), mark(1)], 1), [mark(1), mark(2)])
  })

  it.each<[string, Partial<RecordMark>]>([
    ["enabled", { enabled: true }],
    ["the counter", { config_version: 2 }],
    ["the time", { last_updated: null }]
  ])("are told apart by %s", (_title, more) => {
    assert.deepStrictEqual(after([mark(1, more)], 1), [mark(1), mark(1, more)])
  })
})
