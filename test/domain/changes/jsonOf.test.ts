/** Values of parsed files as changes hold them. */
import { assert, describe, it } from "@effect/vitest"
import { jsonOf } from "../../../src/domain/changes/jsonOf.ts"

describe("a value of a change", () => {
  it.each<[string, unknown]>([
    ["a text", "x"],
    ["true", true],
    ["null", null],
    ["a number", 5],
    ["a number too large to be one", { a: JSON.parse("1e999") }],
    ["a list", [1, { a: null }]],
    ["an object", { a: { b: [] } }]
  ])("is the value itself where it is %s", (_title, value) => {
    assert.deepStrictEqual(jsonOf(value), value)
  })

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["no JSON", { a: () => 1 }]
  ])("is null where it is %s", (_title, value) => {
    assert.isNull(jsonOf(value))
  })
})
