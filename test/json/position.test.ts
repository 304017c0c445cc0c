/** Where something stands in the text of a document, and which key stands twice there. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { parseJson } from "../../src/json/parsing/parseJson.ts"
import { duplicateKey, lineAt, lineNumber } from "../../src/json/position.ts"

const twice = (json: string) => duplicateKey(json, Result.getOrThrow(parseJson(json)))?.path.join(".")

describe("the line of an offset", () => {
  it.each<[string, string, number, number]>([
    ["counts from 1", "{}", 0, 1],
    ["is one more behind each line end", "{\n\n}", 3, 3],
    ["counts a line end that the text begins with", "\n{}", 1, 2],
    ["is that which a line end closes, for the line end itself", "{}\n", 2, 1]
  ])("%s", (_title, json, offset, line) => {
    assert.strictEqual(lineAt(json, offset), line)
  })
})

describe("the line of a member", () => {
  it("is that of its key", () => {
    assert.strictEqual(lineNumber('{\n"a": {\n"b":\n1}}', ["a", "b"]), 3)
  })

  it("is that of its last key, where it stands twice", () => {
    assert.strictEqual(lineNumber('{\n"a": 1,\n"a": 2}', ["a"]), 3)
  })

  it("is that of the object around it where it is not there", () => {
    assert.strictEqual(lineNumber('{\n"a": {\n"b": 1}}', ["a", "c"]), 2)
  })

  it("is that of the member around it where that holds no object", () => {
    assert.strictEqual(lineNumber('{\n"a": "\\"",\n"b": 1}', ["a", "b"]), 2)
  })

  it("is the first where the text holds no object", () => {
    assert.strictEqual(lineNumber("[\n1]", ["a"]), 1)
  })
})

describe("the line of an item", () => {
  it("is that where it begins", () => {
    assert.strictEqual(lineNumber('{"a": [\n"]",\n[1, 2]\n,\n7 ]}', ["a", "2"]), 5)
  })
})

describe("a key that stands twice in one object", () => {
  it("is found at any depth", () => {
    assert.strictEqual(twice('{"a":[{"b":1,"c":{"d":1,"d":2}}]}'), "a.c.d")
  })

  it("is found in another spelling", () => {
    assert.strictEqual(twice('{"a":1,"\\u0061":2}'), "a")
  })

  it("is found at its second place", () => {
    assert.strictEqual(duplicateKey('{"a": 1, "a": 2}', { a: 2 })?.offset, 9)
  })

  it("is none where it stands in two objects", () => {
    assert.isUndefined(twice('{"a":{"b":1},"b":{"a":[{"a":":"},{"a":"\\":"}]}}'))
  })

  it("is not looked for where the value has as many members as the text", () => {
    const text = '{"a:": [1, {"b": "\\":"}], "a:": {"c": {}}}'
    assert.isUndefined(duplicateKey(text, { v: [1, { w: "x" }], y: { z: {} } }))
  })
})
