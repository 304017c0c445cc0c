/** Which runs are undone, and which asked for nothing but `enabled`, by what they undo. */
import { assert, describe, it } from "@effect/vitest"
import type { JournalRecord } from "../../src/domain/changes/Journal.ts"
import { asksForEnabled, undoings } from "../../src/changes/undoings.ts"

const run = (run_id: string, command: string, undoes?: string): JournalRecord => ({
  run_id,
  command,
  started_at: "s",
  status: "done",
  changes: [],
  ...(undoes === undefined ? {} : { undoes })
})

const enabled = run("1", "enable")
const disabled = run("2", "disable")
const installed = run("3", "install")
const once = run("4", "undo", "1")
const twice = run("5", "undo", "4")
const records = [twice, once, installed, disabled, enabled]

describe("of the runs, the newest first,", () => {
  it.each<[string, ReadonlyArray<JournalRecord>, ReadonlyArray<readonly [string, string]>]>([
    ["none is undone where none undoes another", [disabled, enabled], []],
    ["one is undone by the one that undoes it", [once, disabled, enabled], [["1", "4"]]],
    ["one is not undone by an undoing that was undone itself", [twice, once, enabled], [["4", "5"]]],
    ["one is undone by the last that undoes it", [run("5", "undo", "1"), once, enabled], [["1", "5"]]],
    [
      "one is undone again, once an undoing was undone",
      [run("6", "undo", "1"), twice, once, enabled],
      [
        ["1", "6"],
        ["4", "5"]
      ]
    ],
    ["one is not undone by what was cut short", [{ ...once, status: "interrupted" }, enabled], []],
    [
      "two are undone by one each",
      [run("5", "undo", "2"), once, disabled],
      [
        ["2", "5"],
        ["1", "4"]
      ]
    ]
  ])("%s", (_title, all, undone) => {
    assert.deepStrictEqual([...undoings(all)], undone)
  })
})

describe("a run asks for nothing but enabled", () => {
  it.each<[string, JournalRecord]>([
    ["where it enables", enabled],
    ["where it disables", disabled],
    ["where it undoes one that does", once],
    ["where it undoes the undoing of one that does", twice]
  ])("%s", (_title, record) => {
    assert.isTrue(asksForEnabled(record, records))
  })

  it.each<[string, JournalRecord]>([
    ["where it installs", installed],
    ["where it undoes an install", run("6", "undo", "3")],
    ["where it undoes a run that history no longer lists", run("6", "undo", "0")],
    ["where it says that it undoes itself", run("6", "undo", "6")],
    ["where it says that it undoes a later one", run("0", "undo", "1")]
  ])("but not %s", (_title, record) => {
    assert.isFalse(asksForEnabled(record, [record, ...records]))
  })
})
