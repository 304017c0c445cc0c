/** Repairs as the rules want them, and what each rests on. */
import { assert, describe, it } from "@effect/vitest"
import { setValue } from "../../../../src/domain/changes/Change.ts"
import { Evidence } from "../../../../src/domain/changes/Evidence.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { Fix } from "../../../../src/domain/findings/Finding.ts"
import { readRecord } from "../../../../src/domain/sources/StateRecord.ts"
import { addEntry, asRead, editRecord } from "../../../../src/reconcile/judge/rules/repairs.ts"
import { record } from "../../../support/snapshots.ts"

const reading = readRecord("clock", record("clock", true))
const read = Evidence.Record({ plugin: "clock", file: "state", key: ["states", "clock"], reading })
const change = setValue(
  { plugin: "clock", cause: "record_version", file: "state", key: ["states", "clock", "version"] },
  null,
  "1"
)
const edit = (given: ReadonlyArray<Evidence>) =>
  Fix.Auto({ repair: Repair.Edit({ changes: [change], given }) })

describe("a change of a record", () => {
  it("rests on that very record", () => {
    assert.deepStrictEqual(asRead("clock", reading), read)
    assert.deepStrictEqual(editRecord("clock", reading, [change]), edit([read]))
  })

  it("rests on what is given beside it, too", () => {
    const entry = Evidence.Object({ file: "config", key: ["clock"] })
    assert.deepStrictEqual(editRecord("clock", reading, [change], [entry]), edit([read, entry]))
  })
})

describe("an entry that is added", () => {
  it.each([true, false])("holds enabled alone, and rests on nothing being there: %s", (enabled) => {
    const added = setValue(
      { plugin: "clock", cause: "no_entry", file: "config", key: ["clock"] },
      undefined,
      { enabled }
    )
    assert.deepStrictEqual(
      addEntry("clock", "no_entry", enabled),
      Fix.Auto({ repair: Repair.Edit({ changes: [added], given: [] }) })
    )
  })
})
