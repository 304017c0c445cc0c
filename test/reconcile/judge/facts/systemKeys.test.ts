/** Which top-level keys of config are no plugins': the listed ones, and what only LEDMatrix's template says. */
import { assert, describe, it } from "@effect/vitest"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { factsOf } from "../../../support/judge/judging.ts"
import { type Model, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"

const reasonsOf = (model: Model) =>
  detect(snapshotOf(model), policyOf({ storeAvailable: true })).map(({ id, reason }) => `${id} ${reason}`)

const template: Model = { config: { night: { enabled: true } }, templateKeys: ["night"] }

describe("an object that LEDMatrix's template has", () => {
  it("is a setting where nothing says that it is a plugin", () => {
    assert.deepStrictEqual(reasonsOf(template), [])
  })

  it.each<[string, Model]>([
    ["a record", { state: { night: record("night", true) } }],
    ["a registry entry", { registry: [{ id: "night" }] }],
    ["a registry entry's path", { registry: [{ id: "other", plugin_path: "plugins/night" }] }],
    ["a registry entry's alias", { registry: [{ id: "other", aliases: ["night"] }] }]
  ])("is a plugin, missing, where %s says so", (_what, more) => {
    assert.deepStrictEqual(reasonsOf({ ...template, ...more }), ["night not_installed"])
  })

  it("is a plugin whose settings are kept where a mark says so", () => {
    assert.deepStrictEqual(reasonsOf({ ...template, marks: ["night"] }), ["night settings_kept"])
  })

  it("is a setting while the marks cannot be read, where nothing else says that it is a plugin", () => {
    assert.deepStrictEqual(reasonsOf({ ...template, unreadable: ["uninstalled"] }), [])
  })

  it("is a plugin where a directory of that name has a broken manifest", () => {
    assert.isFalse(factsOf({ ...template, broken: ["night"] }).systemKeys.has("night"))
  })

  it("is a plugin where a directory holds that id", () => {
    assert.deepStrictEqual(reasonsOf({ templateKeys: ["night"], disk: { other: { id: "night" } } }), [
      "night no_entry"
    ])
  })
})

describe("the listed keys", () => {
  const systemKeys = new Set(["display"])

  it("are LEDMatrix's own, also where a plugin has the name of one", () => {
    const model: Model = { templateKeys: ["display", "night"], disk: { display: {} } }
    assert.deepStrictEqual([...factsOf(model, { systemKeys }).systemKeys], ["display", "night"])
  })

  it("are all there are, the same object, where the template has no others", () => {
    assert.strictEqual(factsOf({ templateKeys: ["display"] }, { systemKeys }).systemKeys, systemKeys)
  })
})
