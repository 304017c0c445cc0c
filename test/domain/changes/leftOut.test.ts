/** Values of the journal, of which a part may be left out because it may be secret. */
import { assert, describe, it } from "@effect/vitest"
import { LEFT_OUT, sameAsJournalled, withoutLeftOut } from "../../../src/domain/changes/leftOut.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"

describe("what stands there now", () => {
  it.each([
    [1, 1],
    ["x", "x"],
    [null, null],
    [[], []],
    [{}, {}],
    [
      [1, { a: 2 }],
      [1, { a: 2 }]
    ],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 }
    ],
    [LEFT_OUT, "secret"],
    [LEFT_OUT, null],
    [
      { key: LEFT_OUT, city: "Tampa" },
      { key: "secret", city: "Tampa" }
    ],
    [
      [LEFT_OUT, 1],
      ["secret", 1]
    ]
  ])("is what the journal says: %j, %j", (journalled, now) => {
    assert.isTrue(sameAsJournalled(journalled, now))
  })

  it.each([
    [1, 2],
    [1, "1"],
    [0, -0],
    [null, undefined],
    [LEFT_OUT, undefined],
    [[], {}],
    [{}, []],
    [{}, null],
    [{}, "x"],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [
      [1, 2],
      [2, 1]
    ],
    [[1], "1"],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: undefined }, { b: 1 }],
    [{ a: LEFT_OUT }, { b: "secret" }],
    [{ a: { b: 1 } }, { a: { b: 2 } }]
  ])("is another: %j, %j", (journalled, now) => {
    assert.isFalse(sameAsJournalled(journalled, now))
  })
})

describe("a value without what was left out of it", () => {
  it.each<readonly [JsonValue, JsonValue | undefined, ReadonlyArray<string>]>([
    [5, 5, []],
    [null, null, []],
    [{ a: 1, b: [true, null] }, { a: 1, b: [true, null] }, []],
    [LEFT_OUT, undefined, [""]],
    [{ key: LEFT_OUT, city: "Tampa" }, { city: "Tampa" }, ["key"]],
    [{ a: { key: LEFT_OUT }, b: 1 }, { a: {}, b: 1 }, ["a.key"]],
    [{ keys: [LEFT_OUT, 1, LEFT_OUT] }, { keys: [1] }, ["keys", "keys"]],
    [[{ key: LEFT_OUT }, []], [{}, []], ["key"]]
  ])("of %j is %j, and it misses %j", (value, kept, missing) => {
    assert.deepStrictEqual(withoutLeftOut(value), { value: kept, missing })
  })
})
