/** What a person can decide about a finding, by a name. */
import { assert, describe, it } from "@effect/vitest"
import type { InstalledPlugin } from "../../../../src/domain/sources/DiskView.ts"
import { keepMarked, otherKey, whichDirectory } from "../../../../src/reconcile/judge/rules/choices.ts"
import { facing } from "../../../support/judge/desiring.ts"
import { type Model, snapshotOf } from "../../../support/snapshots.ts"

const clock = (directory: string, version?: string): InstalledPlugin => ({
  id: "clock",
  directory,
  named: true,
  name: undefined,
  version
})

describe("of several directories with one id", () => {
  it("any can stay, with its version where that is known", () => {
    assert.deepStrictEqual(whichDirectory([clock("clock", "1.0"), clock("clock-old")]), {
      choices: [
        { choice: "clock", does: "stays (version 1.0), and clock-old is set aside" },
        { choice: "clock-old", does: "stays, and clock is set aside" }
      ]
    })
  })

  it("all others are named that are set aside then", () => {
    assert.deepStrictEqual(whichDirectory([clock("a"), clock("b"), clock("c")]).choices?.[1], {
      choice: "b",
      does: "stays, and a, c are set aside"
    })
  })
})

describe("a plugin that is there and marked", () => {
  it("can be kept", () => {
    assert.deepStrictEqual(keepMarked, {
      choices: [{ choice: "keep", does: "clears the mark, and the plugin stays" }]
    })
  })
})

describe("settings under a wrong key", () => {
  const offered = (model: Model, id = "clocks", right = "clock") => {
    const [, around] = facing(snapshotOf(model))
    return otherKey(id, right, around)
  }
  const renaming = (id: string, right: string) => ({
    choices: [{ choice: right, does: `becomes the name of the entry ${id}; its settings are kept` }]
  })

  it.each<[string, Model]>([
    ["nothing stands under that", {}],
    ["an entry that is just switched off does", { config: { clock: { enabled: false } } }]
  ])("can be put under the right one where %s", (_title, model) => {
    assert.deepStrictEqual(offered(model), renaming("clocks", "clock"))
  })

  it.each<[string, Model, string]>([
    ["an entry with settings stands there", { config: { clock: { enabled: false, size: 5 } } }, "clock"],
    ["another value stands there", { config: { clock: 5 } }, "clock"],
    ["it is a key of LEDMatrix itself", {}, "display"]
  ])("cannot be put under the right one where %s", (_title, model, right) => {
    assert.deepStrictEqual(offered(model, "clocks", right), {})
  })

  it.each<[string, string, object]>([
    ["../x", "clock", renaming("../x", "clock")],
    ["clock", "../x", renaming("clock", "../x")],
    ["../x", "../y", {}]
  ])("that no plugin can have cannot be put under another such: %s under %s", (id, right, choices) => {
    assert.deepStrictEqual(offered({}, id, right), choices)
  })
})
