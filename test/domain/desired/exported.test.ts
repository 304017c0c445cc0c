/** An installation as a document: what it says of each plugin, and what of the settings it cannot carry. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { type ExportOptions, exported, tellable } from "../../../src/domain/desired/exported.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"
import { type Model, snapshotOf } from "../../support/snapshots.ts"

const plain: ExportOptions = { pin: false, settings: undefined, systemKeys: new Set(["display"]) }

const documentOf = (model: Model, options: Partial<ExportOptions> = {}) => {
  const { config, disk, host } = snapshotOf(model)
  return exported({ config: Result.getOrThrow(config), disk: Result.getOrThrow(disk) }, host, {
    ...plain,
    ...options
  })
}

const sign: Model = {
  config: { clock: { enabled: true, city: "Bern" }, news: { enabled: false }, gone: { enabled: true } },
  disk: { clock: { version: "1.2.0" }, news: { version: "2.0.0" } }
}

describe("the document of an installation", () => {
  it("says of each installed plugin whether it is on", () => {
    assert.deepStrictEqual(documentOf(sign), {
      schema: "ledmatrix-desired/1",
      plugins: { clock: { enabled: true }, news: { enabled: false } }
    })
  })

  it("names versions where they are to be pinned, and are known", () => {
    const unversioned: Model = { ...sign, disk: { ...sign.disk, fog: {} } }
    assert.deepStrictEqual(documentOf(unversioned, { pin: true })["plugins"], {
      clock: { version: "1.2.0", enabled: true },
      news: { version: "2.0.0", enabled: false },
      fog: {}
    })
  })

  it("tells the settings that it is given, where there are any", () => {
    const settings = new Map([
      ["clock", { city: "Bern" }],
      ["news", {}]
    ])
    assert.deepStrictEqual(documentOf(sign, { settings })["plugins"], {
      clock: { enabled: true, settings: { city: "Bern" } },
      news: { enabled: false }
    })
  })

  it.each<[string, Model, { readonly [id: string]: object }]>([
    ["of a plugin without an entry", { disk: { clock: {} } }, { clock: {} }],
    ["of one whose key holds something else", { disk: { clock: {} }, config: { clock: 1 } }, { clock: {} }],
    [
      "of one whose enabled is no boolean",
      { disk: { clock: {} }, config: { clock: { enabled: "yes" } } },
      { clock: {} }
    ]
  ])("says nothing of enabled %s", (_title, model, plugins) => {
    assert.deepStrictEqual(documentOf(model)["plugins"], plugins)
  })

  it.each<[string, string, boolean]>([
    ["off, by LEDMatrix 3.8.0", "3.8.0", false],
    ["on, by a LEDMatrix before that", "3.7.0", true]
  ])("takes an entry that does not say for %s, as that LEDMatrix does", (_title, ledmatrix, enabled) => {
    const silent: Model = { ledmatrix, disk: { clock: {} }, config: { clock: {} } }
    assert.deepStrictEqual(documentOf(silent)["plugins"], { clock: { enabled } })
  })

  it("leaves out what cannot be named in a document: system keys and what is no id", () => {
    const odd: Model = { disk: { display: {}, "no id": {}, clock: {} } }
    assert.deepStrictEqual(documentOf(odd)["plugins"], { clock: {} })
  })

  it("tells of two directories with one id once, as LEDMatrix takes them", () => {
    const twice: Model = { disk: { clock: { version: "1" }, "clock-old": { id: "clock", version: "2" } } }
    assert.deepStrictEqual(documentOf(twice, { pin: true })["plugins"], { clock: { version: "1" } })
  })
})

describe("of settings", () => {
  const isSecret = (name: string, value: unknown): boolean => name === "token" || value === "s3cret"
  const told = (settings: Parameters<typeof tellable>[0]) => tellable(settings, isSecret)

  it("all is shown that is no secret", () => {
    const settings = {
      city: "Bern",
      size: 3,
      on: false,
      list: [1, "a", { b: [null] }],
      deep: { er: { a: "" } }
    }
    assert.deepStrictEqual(told(settings), { settings, leftOut: [] })
  })

  it("a secret is left out by its name or its value, and its path is said", () => {
    assert.deepStrictEqual(told({ token: "x", a: { b: { token: 1, c: 2 }, d: "s3cret" } }), {
      settings: { a: { b: { c: 2 } } },
      leftOut: ["token", "a.b.token", "a.d"]
    })
  })

  it("null is left out, because a patch would remove what stands there", () => {
    assert.deepStrictEqual(told({ a: null, b: { c: null } }), { settings: { b: {} }, leftOut: ["a", "b.c"] })
  })

  it.each<[string, ReadonlyArray<JsonValue>]>([
    ["as an item", ["a", "s3cret"]],
    ["in an object", [{ a: 1 }, { token: 1 }]],
    ["deep in an object", [{ a: { token: 1 } }]],
    ["in a list within", [[["s3cret"]]]],
    ["in a list of an object", [{ a: ["s3cret"] }]]
  ])("a list that holds a secret %s is left out as a whole", (_title, list) => {
    assert.deepStrictEqual(told({ list, b: 1 }), {
      settings: { b: 1 },
      leftOut: ["list"]
    })
  })
})
