/** Which runs asked for nothing but `enabled`, by what they undo. */
import { assert, describe, it } from "@effect/vitest"
import type { JournalRecord } from "../../src/domain/changes/Journal.ts"
import { asksForEnabled } from "../../src/changes/undoings.ts"

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
