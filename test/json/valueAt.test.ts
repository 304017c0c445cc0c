/** Values inside a document, by their path. */
import { assert, describe, it } from "@effect/vitest"
import { valueAt } from "../../src/json/valueAt.ts"

describe("what stands at a key", () => {
  const document = { a: { b: [1], c: null }, d: 5 }

  it.each<readonly [ReadonlyArray<string>, unknown]>([
    [[], document],
    [["a", "b"], [1]],
    [["a", "c"], null],
    [["a", "x"], undefined],
    [["d", "x"], undefined],
    [["a", "b", "0"], undefined],
    [["constructor"], undefined]
  ])("%j is %j", (key, expected) => {
    assert.deepStrictEqual(valueAt(document, key), expected)
  })
})
