/** Which of several directories with one id comes first, as LEDMatrix chooses between them. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { inOrderOfChoice } from "../../../src/domain/host/chosenDirectory.ts"
import { hostTraits } from "../../../src/domain/host/HostVersion.ts"
import type { DiskView } from "../../../src/domain/sources/DiskView.ts"
import { snapshotOf } from "../../support/snapshots.ts"

const decided = hostTraits("3.5.0")
const byChance = hostTraits("3.4.0")

/** A view as a directory lists it, in no order of choice. */
const viewOf = (directories: { readonly [directory: string]: string }): DiskView =>
  Result.getOrThrow(
    snapshotOf({
      ledmatrix: "3.4.0",
      disk: Object.fromEntries(Object.entries(directories).map(([directory, id]) => [directory, { id }]))
    }).disk
  )

const orderOf = (...directories: ReadonlyArray<string>): ReadonlyArray<string> => {
  const view = viewOf(Object.fromEntries(directories.map((directory) => [directory, "clock"])))
  return inOrderOfChoice(view, decided).plugins.map(({ directory }) => directory)
}

const twice = { "a-clock": "clock", clock: "clock" }

describe("of the directories with one id", () => {
  it.each<[string, ReadonlyArray<string>, ReadonlyArray<string>]>([
    ["the one named like the plugin comes first", ["a", "clock"], ["clock", "a"]],
    ["the one named like the plugin stays first", ["clock", "a"], ["clock", "a"]],
    [
      "the one named like the plugin comes before the one with the prefix",
      ["ledmatrix-clock", "clock"],
      ["clock", "ledmatrix-clock"]
    ],
    [
      "the one named like the plugin comes before the one with the prefix, also where its name is later",
      ["a", "ledmatrix-clock", "clock"],
      ["clock", "ledmatrix-clock", "a"]
    ],
    ["the one with the prefix comes before the others", ["a", "ledmatrix-clock"], ["ledmatrix-clock", "a"]],
    [
      "the one with another plugin's prefix has no precedence",
      ["ledmatrix-news", "a"],
      ["a", "ledmatrix-news"]
    ],
    ["the others follow by name", ["c", "a", "b"], ["a", "b", "c"]],
    ["capital letters come before small ones", ["a", "B"], ["B", "a"]]
  ])("%s", (_title, directories, order) => {
    assert.deepStrictEqual(orderOf(...directories), order)
  })
})

describe("the ordered view", () => {
  it("keeps all else that the view says", () => {
    const view = viewOf(twice)
    const { plugins, ...more } = inOrderOfChoice(view, decided)
    assert.deepStrictEqual({ ...more, plugins: plugins.toReversed() }, view)
  })

  it("is the same one for the same view", () => {
    const view = viewOf(twice)
    assert.strictEqual(inOrderOfChoice(view, decided), inOrderOfChoice(view, decided))
  })

  it("is not that of another view", () => {
    const first = inOrderOfChoice(viewOf(twice), decided)
    assert.notStrictEqual(inOrderOfChoice(viewOf(twice), decided), first)
  })
})

describe("a view is left as it is", () => {
  it("where LEDMatrix's choice is chance", () => {
    const view = viewOf(twice)
    assert.strictEqual(inOrderOfChoice(view, byChance), view)
  })

  it("where each plugin has one directory", () => {
    const view = viewOf({ news: "news", clock: "clock" })
    assert.strictEqual(inOrderOfChoice(view, decided), view)
  })

  it("where it holds no plugin", () => {
    const view = viewOf({})
    assert.strictEqual(inOrderOfChoice(view, decided), view)
  })
})
