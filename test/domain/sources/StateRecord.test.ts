import { assert, describe, it } from "@effect/vitest"
import {
  comparableVersion,
  missingFields,
  readRecord,
  rebuildRecord,
  recordMark
} from "../../../src/domain/sources/StateRecord.ts"
import { record } from "../../support/snapshots.ts"

describe("readRecord", () => {
  it("finds no fault in what LEDMatrix writes", () => {
    assert.deepStrictEqual(readRecord("clock", record("clock", true)).faults, [])
  })

  it("accepts a record with only the required fields", () => {
    assert.deepStrictEqual(
      readRecord("clock", { plugin_id: "clock", status: "error", enabled: false }).faults,
      []
    )
  })

  it.each([
    ["enabled", "is no object"],
    [{ status: "enabled", enabled: true }, "plugin_id is missing"],
    [record("other", true), "plugin_id is not its key"],
    [record("clock", true, { status: "asleep" }), "status is unknown"],
    [record("clock", true, { status: "disabled" }), "status contradicts enabled"],
    [record("clock", false, { status: "enabled" }), "status contradicts enabled"],
    [record("clock", true, { enabled: "true" }), "enabled is no boolean"],
    [record("clock", true, { version: 1 }), "version is no text"],
    [record("clock", true, { installed_at: "yesterday" }), "installed_at is no date"],
    [record("clock", true, { last_updated: 5 }), "last_updated is no date"],
    [record("clock", true, { last_updated: ["2026-04-08T09:13:02"] }), "last_updated is no date"],
    [record("clock", true, { config_version: -1 }), "config_version is no counter"],
    [record("clock", true, { config_version: "3" }), "config_version is no counter"],
    [record("clock", true, { config_version: 1.5 }), "config_version is no counter"],
    [record("clock", true, { metadata: [] }), "metadata is no object"],
    [record("clock", true, { color: "red" }), 'unknown field "color"']
  ])("faults %j: %s", (value, fault) => {
    assert.include(readRecord("clock", value).faults, fault)
  })

  it("takes a count of nought, and times that are null", () => {
    const value = record("clock", true, { config_version: 0, installed_at: null, last_updated: null })
    assert.deepStrictEqual(readRecord("clock", value).faults, [])
  })

  it("does not say that what is missing contradicts anything", () => {
    assert.deepStrictEqual(readRecord("clock", { plugin_id: "clock", status: "enabled" }).faults, [
      "enabled is missing"
    ])
  })

  it("tells the name of an unknown field, up to 40 characters of it", () => {
    const faults = (field: string) => readRecord("clock", record("clock", true, { [field]: 1 })).faults
    assert.deepStrictEqual(faults("x".repeat(40)), [`unknown field "${"x".repeat(40)}"`])
    assert.deepStrictEqual(faults("x".repeat(41)), [`unknown field "${"x".repeat(40)}…"`])
  })
})

describe("rebuildRecord", () => {
  const rebuilt = (value: unknown, sources: { enabled?: boolean; version?: string } = {}) =>
    rebuildRecord("clock", readRecord("clock", value), { enabled: sources.enabled, version: sources.version })

  it("gives a record without fault, made from any value", () => {
    for (const value of [5, null, {}, [], record("x", true, { status: 1, enabled: "no", installed_at: 3 })]) {
      assert.deepStrictEqual(readRecord("clock", { ...rebuilt(value) }).faults, [])
    }
  })

  it("lets enabled stand and status follow where they contradict", () => {
    assert.deepInclude(rebuilt(record("clock", true, { status: "disabled" })), {
      enabled: true,
      status: "enabled"
    })
    assert.deepInclude(rebuilt(record("clock", false, { status: "enabled" })), {
      enabled: false,
      status: "disabled"
    })
  })

  it("keeps a status that says more than enabled or disabled", () => {
    assert.deepInclude(rebuilt(record("clock", true, { status: "error", version: 5 })), { status: "error" })
  })

  it("takes enabled from the entry and version from the manifest where it holds none", () => {
    assert.deepInclude(rebuilt("lost", { enabled: true, version: "1.2.0" }), {
      enabled: true,
      status: "enabled",
      version: "1.2.0"
    })
  })

  it("is disabled where no source has a boolean", () => {
    assert.deepInclude(rebuilt({}), { enabled: false, status: "disabled" })
  })

  it("keeps what is valid in it over what others say", () => {
    const kept = rebuilt(record("other", false, { version: "1.0.0", config_version: 7 }), {
      enabled: true,
      version: "9"
    })
    assert.deepInclude(kept, { enabled: false, version: "1.0.0", config_version: 7 })
  })

  it("keeps unknown fields under metadata, without hiding what is there", () => {
    const kept = rebuilt(record("clock", true, { color: "red", metadata: { color: "blue" } }))
    assert.deepStrictEqual(kept.metadata, { color: "blue", color_: "red" })
  })

  it("keeps metadata that is no object under its own name", () => {
    assert.deepStrictEqual(rebuilt(record("clock", true, { metadata: [1] })).metadata, { metadata: [1] })
  })

  it("keeps a field called __proto__ as data", () => {
    const kept = rebuilt(JSON.parse('{"__proto__": 1, "plugin_id": "clock"}'))
    assert.strictEqual(JSON.stringify(kept.metadata), '{"__proto__":1}')
  })
})

describe("missingFields", () => {
  it.each([
    [record("clock", true), { enabled: false, version: false }],
    [record("clock", true, { version: 5 }), { enabled: false, version: true }],
    [record("clock", true, { enabled: "yes" }), { enabled: true, version: false }],
    ["lost", { enabled: true, version: true }]
  ])("of %j are %j", (value, expected) => {
    assert.deepStrictEqual(missingFields(readRecord("clock", value)), expected)
  })
})

describe("recordMark", () => {
  it.each([
    [record("clock", true), { enabled: true, config_version: 2, last_updated: "2026-02-01T12:00:00" }],
    [{ enabled: false }, { enabled: false, config_version: null, last_updated: null }],
    [{ config_version: 2 }, undefined]
  ])("of %j is %j", (value, expected) => {
    assert.deepStrictEqual(recordMark(readRecord("clock", value)), expected)
  })
})

describe("comparableVersion", () => {
  it.each([
    ["1.0.0", "1.0.0"],
    [" v1.0.0 ", "1.0.0"],
    ["V1", "V1"],
    ["", undefined],
    ["v", undefined],
    [null, undefined],
    [undefined, undefined]
  ])("reads %j as %j", (version, expected) => {
    assert.strictEqual(comparableVersion(version), expected)
  })
})
