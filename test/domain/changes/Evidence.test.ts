/** Evidence: what has to stand for a change to be made, and what counts as standing. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import { removeValue, setValue } from "../../../src/domain/changes/Change.ts"
import {
  editOf,
  Evidence,
  evidence,
  evidenceAfter,
  stands,
  touchedFields
} from "../../../src/domain/changes/Evidence.ts"
import { LEFT_OUT } from "../../../src/domain/changes/leftOut.ts"
import { readRecord } from "../../../src/domain/sources/StateRecord.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"
import { record } from "../../support/snapshots.ts"

const place = { file: "config", key: ["clock"] } as const
const at = { plugin: "clock", cause: "any", ...place } as const
const inState = { ...at, file: "state", key: ["states", "clock"] } as const
const value = (one: JsonValue) => Evidence.Value({ ...place, value: Option.some(one) })
const nothing = Evidence.Value({ ...place, value: Option.none() })
const clock = record("clock", true)
const read = Evidence.Record({ ...place, plugin: "clock", reading: readRecord("clock", clock) })

describe("evidence", () => {
  it.each<[string, Evidence, JsonValue | undefined]>([
    ["a value, where it is that value", value({ a: 1 }), { a: 1 }],
    ["a value of which a part is left out, with any such part", value({ a: LEFT_OUT }), { a: "secret" }],
    ["nothing, where nothing is", nothing, undefined],
    ["an object, with any members", Evidence.Object(place), { city: "Tampa" }],
    ["a record, where it is the one that was read", read, clock]
  ])("stands: %s", (_title, needed, now) => {
    assert.isTrue(stands(needed, now))
  })

  it.each<[string, Evidence, JsonValue | undefined]>([
    ["a value, where it is another", value(true), false],
    ["a value, where nothing is", value(true), undefined],
    ["nothing, where something is", nothing, null],
    ["an object, where nothing is", Evidence.Object(place), undefined],
    ["an object, where something else is", Evidence.Object(place), 5],
    ["a record, where its enabled differs", read, record("clock", false)],
    ["a record, where another field of it differs", read, { ...clock, version: "2" }],
    ["a record, where only its time differs", read, { ...clock, last_updated: null }],
    ["a record, where it is gone", read, undefined]
  ])("is gone: %s", (_title, needed, now) => {
    assert.isFalse(stands(needed, now))
  })
})

describe("a change", () => {
  it("alone rests on nothing beside the value that it replaces", () => {
    const set = setValue(at, 1, 2)
    assert.deepStrictEqual(editOf(set), { changes: [set], given: [] })
  })

  it("of a record is none by what every write sets, as far as the record has it", () => {
    assert.deepStrictEqual(touchedFields({ enabled: true, config_version: 1 }), ["config_version"])
  })

  it("rests on the value that it replaces, and stands once its own is there", () => {
    const set = setValue(at, 1, 2)
    assert.deepStrictEqual([evidence(set), evidenceAfter(set)], [value(1), value(2)])
    const added = setValue(at, undefined, 2)
    assert.deepStrictEqual([evidence(added), evidenceAfter(added)], [nothing, value(2)])
    const removed = removeValue(at, 1)
    assert.deepStrictEqual([evidence(removed), evidenceAfter(removed)], [value(1), nothing])
  })

  it("of a record does not mind what every write of it touches", () => {
    const removed = removeValue(inState, { ...clock })
    assert.isTrue(stands(evidence(removed), { ...clock, last_updated: null, config_version: 9 }))
    assert.isFalse(stands(evidence(removed), { ...clock, enabled: false }))
  })

  it("of an entry minds every member", () => {
    const removed = removeValue(at, { config_version: 1 })
    assert.isFalse(stands(evidence(removed), { config_version: 2 }))
  })
})
