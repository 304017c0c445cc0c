import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import type { JournalChange, JournalRecord } from "../../src/domain/changes/Journal.ts"
import { changedForDesired } from "../../src/operations/undo/undoRevision.ts"

const record = (run_id: string, changes: ReadonlyArray<JournalChange>, more: object = {}): JournalRecord => ({
  run_id,
  command: "reconcile",
  started_at: "2026-01-01T00:00:00",
  status: "done",
  changes,
  ...more
})

const city = (before: string | undefined, after: string, reason = "desired_settings"): JournalChange => ({
  plugin_id: "clock",
  reason,
  file: "config/config.json",
  key: ["clock", "city"],
  ...(before === undefined ? {} : { before }),
  after
})

const placed = (kept: string | undefined, fingerprint: string): JournalChange => ({
  plugin_id: "clock",
  reason: "desired_version",
  file: "plugin-repos/clock",
  directory: { present: true, fingerprint, ...(kept === undefined ? {} : { kept }) }
})

const changesOf = (records: ReadonlyArray<JournalRecord>, before: ReadonlyArray<string> = []) =>
  Option.map(changedForDesired(records, new Set(before)), ({ changes }) => changes)

describe("what a revision changed", () => {
  it("is what its runs changed for the desired state, and nothing else", () => {
    const other = { ...city("x", "y", "config_differs"), key: ["clock", "enabled"] }
    assert.deepStrictEqual(
      changesOf([record("2", [other, city("a", "b")]), record("1", [city("x", "a")])], ["1"]),
      Option.some([city("a", "b")])
    )
  })
  it("is, of a value that several runs changed, what it was before the first and after the last", () => {
    assert.deepStrictEqual(
      changesOf([record("2", [city("b", "c")]), record("1", [city(undefined, "b")])]),
      Option.some([city(undefined, "c")])
    )
  })
  it("is, of a plugin that several runs replaced, the copy that the first one kept", () => {
    assert.deepStrictEqual(
      changesOf([record("2", [placed("kept.2", "f2")]), record("1", [placed("kept.1", "f1")])]),
      Option.some([placed("kept.1", "f2")])
    )
  })
  it("is nothing where its last run is undone", () => {
    const undoing = record("3", [], { command: "undo", undoes: "2" })
    assert.deepStrictEqual(changesOf([undoing, record("2", [city("a", "b")])]), Option.none())
  })
  it("is not told as the revision's, so that it can be tried again", () => {
    const found = changedForDesired([record("1", [city("a", "b")], { desired: "r" })], new Set())
    assert.isTrue(Option.exists(found, ({ desired }) => desired === undefined))
  })
  it("cannot be reversed where the journal left values of it out", () => {
    const found = changedForDesired(
      [record("2", [city("b", "c")]), record("1", [city("a", "b")], { values_left_out: true })],
      new Set()
    )
    assert.isTrue(Option.exists(found, ({ values_left_out }) => values_left_out === true))
  })
})
