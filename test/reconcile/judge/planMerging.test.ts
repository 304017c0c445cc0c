/** Steps of a plan that several findings want in one place: an entry that is added, and a record that is rebuilt. */
import { assert, describe, it } from "@effect/vitest"
import type { Finding } from "../../../src/domain/findings/Finding.ts"
import { readRecord, rebuildRecord } from "../../../src/domain/sources/StateRecord.ts"
import { plan } from "../../../src/reconcile/judge/plan.ts"
import { addEntry, rebuildOf, setRecordEnabled } from "../../support/judge/edits.ts"
import {
  add,
  edited,
  finding,
  from,
  rebuilt,
  switched,
  versioned,
  whole
} from "../../support/judge/planned.ts"
import { record } from "../../support/snapshots.ts"

describe("an entry that several findings want", () => {
  it.each<[boolean, boolean, boolean]>([
    [false, false, false],
    [true, false, true],
    [false, true, true],
    [true, true, true]
  ])("is added once: %s and %s make %s", (first, second, enabled) => {
    const findings = [add("clock", first, "no_entry"), add("clock", second, "config_differs")]
    assert.deepStrictEqual(plan(findings).configEdits, [
      { repair: addEntry("clock", enabled, "config_differs"), findings }
    ])
  })

  it("stays enabled, against a third one", () => {
    const findings = [add("clock", false), add("clock", true), add("clock", false)]
    assert.deepStrictEqual(plan(findings).configEdits, [{ repair: addEntry("clock", true), findings }])
  })

  it("has nothing to do with that of another plugin", () => {
    const { configEdits } = plan([add("a", true), add("b", false)])
    assert.deepStrictEqual(
      configEdits.map(({ repair }) => repair),
      [addEntry("a", true), addEntry("b", false)]
    )
  })
})

describe("a record that is rebuilt", () => {
  const rebuild = rebuilt("clock", "invalid_record")
  const after = (...changes: ReadonlyArray<Finding>) => plan([...changes, rebuild]).stateEdits

  const to = (more: Partial<ReturnType<typeof whole>>) =>
    rebuildOf("clock", from("clock"), { ...whole("clock"), ...more })

  it("takes a change of enabled at once, with the status that goes with it", () => {
    const change = switched("clock", true, "config_differs")
    assert.deepStrictEqual(after(change), [
      { repair: to({ enabled: true, status: "enabled" }), findings: [change, rebuild] }
    ])
  })

  it("takes a change of the version at once", () => {
    const change = versioned("clock", "2", "record_version")
    assert.deepStrictEqual(after(change), [{ repair: to({ version: "2" }), findings: [change, rebuild] }])
  })

  it.each([true, false])(
    "takes the status that goes with enabled where the record had that: %s",
    (enabled) => {
      const status = enabled ? "enabled" : "disabled"
      const broken = readRecord("clock", record("clock", !enabled, { status }))
      const without = rebuildRecord("clock", broken, { enabled: undefined, version: undefined })
      const change = finding("clock", edited(setRecordEnabled("clock", broken, enabled)), "config_differs")
      const one = finding("clock", edited(rebuildOf("clock", broken, without)), "invalid_record")
      assert.deepStrictEqual(plan([change, one]).stateEdits, [
        { repair: rebuildOf("clock", broken, { ...without, enabled, status }), findings: [change, one] }
      ])
    }
  )

  it("takes both at once", () => {
    const changes = [switched("clock", true, "config_differs"), versioned("clock", "2", "record_version")]
    assert.deepStrictEqual(after(...changes), [
      { repair: to({ enabled: true, status: "enabled", version: "2" }), findings: [...changes, rebuild] }
    ])
  })

  it("leaves the changes of other records to steps of their own", () => {
    const other = switched("news", true)
    const [first, second, ...more] = after(other)
    assert.deepStrictEqual(first, { repair: to({}), findings: [rebuild] })
    assert.deepStrictEqual(second?.findings, [other])
    assert.deepStrictEqual(more, [])
  })
})
