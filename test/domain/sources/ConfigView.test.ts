/** What of a config the rules look at: tables. */
import { assert, describe, it } from "@effect/vitest"
import {
  type ConfigEntry,
  configValue,
  configView,
  isBareEntry,
  enabledVote
} from "../../../src/domain/sources/ConfigView.ts"

const entry = (value: unknown): ConfigEntry => {
  const read = configValue(value)
  assert.strictEqual(read._tag, "Entry")
  return read as ConfigEntry
}

describe("a value of the config", () => {
  it.each([null, true, 5, "x", [], [{ enabled: true }]])("that is %j is no entry", (value) => {
    assert.deepStrictEqual(configValue(value), { _tag: "NotAnEntry" })
  })

  it.each([
    [{ enabled: true }, { _tag: "Boolean", value: true }, true],
    [{ enabled: false }, { _tag: "Boolean", value: false }, false],
    [{}, { _tag: "Absent" }, true],
    [{ enabled: "yes" }, { _tag: "NotBoolean", value: "yes" }, undefined],
    [{ enabled: null }, { _tag: "NotBoolean", value: null }, undefined]
  ] as const)("that is %j says of enabled %j, and votes for %s", (value, enabled, vote) => {
    assert.deepStrictEqual(entry(value).enabled, enabled)
    assert.strictEqual(enabledVote(entry(value).enabled, { absentEnabled: true }), vote)
  })

  it("inherits nothing from objects in general", () => {
    assert.deepStrictEqual(entry(Object.create({ enabled: true, version: "1" })), {
      _tag: "Entry",
      enabled: { _tag: "Absent" },
      version: undefined,
      settings: [],
      bare: false
    })
  })

  it.each([
    [{ version: "1.0" }, "1.0"],
    [{ version: 1 }, undefined],
    [{}, undefined]
  ])("that is %j has version %s", (value, version) => {
    assert.strictEqual(entry(value).version, version)
  })

  it("names its settings beside enabled and version", () => {
    assert.deepStrictEqual(entry({ enabled: true, city: "Tampa", version: "1", api_key: "x" }).settings, [
      "city",
      "api_key"
    ])
  })

  it.each([
    [{ enabled: false }, true],
    [{ enabled: true }, false],
    [{}, false],
    [{ enabled: false, version: "1" }, false],
    [{ enabled: false, city: "Tampa" }, false],
    [{ enabled: 0 }, false]
  ])("that is %j is what LEDMatrix writes by itself: %s", (value, bare) => {
    assert.strictEqual(entry(value).bare, bare)
  })
})

describe("the view of a config", () => {
  it("has every top-level key, and when the file was changed", () => {
    const view = configView({ clock: {}, timezone: "UTC" }, 5)
    assert.deepStrictEqual([...view.values.keys()], ["clock", "timezone"])
    assert.strictEqual(view.values.get("timezone")?._tag, "NotAnEntry")
    assert.strictEqual(view.modifiedAtMs, 5)
  })

  it.each([
    [{}, undefined],
    [{ plugin_system: {} }, undefined],
    [{ plugin_system: "x" }, undefined],
    [{ plugin_system: { plugins_directory: "plugins" } }, "plugins"],
    [{ plugin_system: { plugins_directory: 5 } }, 5]
  ])("of %j names as plugins directory %j", (parsed, directory) => {
    assert.strictEqual(configView(parsed, 0).pluginsDirectory, directory)
  })
})

describe("an entry that may give way to one with settings", () => {
  it.each([
    [{ enabled: false }, true],
    [{ enabled: true }, false],
    [{ enabled: false, city: "Tampa" }, false],
    [{}, false],
    [false, false]
  ])("%j: %s", (value, bare) => {
    assert.strictEqual(isBareEntry(value), bare)
  })
})
