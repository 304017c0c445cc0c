import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { parseJson } from "../../src/json/parsing/parseJson.ts"
import { duplicateKey, lineOf } from "../../src/json/position.ts"

const twice = (json: string) => duplicateKey(json, Result.getOrThrow(parseJson(json)))?.path.join(".")

describe("the line of a member", () => {
  it("is that of its key", () => {
    assert.strictEqual(lineOf('{\n"a": {\n"b":\n1}}', ["a", "b"]), 3)
  })

  it("is that of the object around it where it is not there", () => {
    assert.strictEqual(lineOf('{\n"a": {\n"b": 1}}', ["a", "c"]), 2)
  })
})

describe("the line of an item", () => {
  it("is that where it begins", () => {
    assert.strictEqual(lineOf('{"a": [\n"]",\n[1, 2]\n,\n7 ]}', ["a", "2"]), 5)
  })
})

describe("a key that stands twice in one object", () => {
  it("is found at any depth", () => {
    assert.strictEqual(twice('{"a":[{"b":1,"c":{"d":1,"d":2}}]}'), "a.c.d")
  })

  it("is found in another spelling", () => {
    assert.strictEqual(twice('{"a":1,"\\u0061":2}'), "a")
  })

  it("is none where it stands in two objects", () => {
    assert.isUndefined(twice('{"a":{"b":1},"b":{"a":[{"a":":"},{"a":"\\":"}]}}'))
  })
})
