// A member that was taken out of a document comes back as if it had never been gone.
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { editJson } from "../../../src/json/editing/editJson.ts"
import { JsonEdit } from "../../../src/json/editing/JsonEdit.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"
import {
  type MemberText,
  memberText,
  renamedMember,
  valueOfMember,
  valueTextOf
} from "../../../src/json/editing/memberText.ts"

const takenOut = (document: string, key: string) => {
  const spelled = memberText(document, key)
  assert.isDefined(spelled)
  const value = valueOfMember(spelled?.text ?? "", key) as JsonValue
  return { spelled, value, rest: Result.getOrThrow(editJson(document, [JsonEdit.Remove({ path: [key] })])) }
}

const putBack = (rest: string, key: string, value: JsonValue, spelled: MemberText | undefined): string =>
  Result.getOrThrow(editJson(rest, [JsonEdit.Set({ path: [key], value, spelled })]))

const documents: ReadonlyArray<readonly [string, string]> = [
  ["LEDMatrix's own style", `{\n    "a": 1,\n    "b": {\n        "c": true\n    },\n    "d": []\n}`],
  ["one line", `{"a": 1, "b": {"c": 2}, "d": 3}`],
  ["no space at all", `{"a":1,"b":{"c":2},"d":3}`],
  ["a style of its own", `{ "a" :1.0 ,\r\n\t"b":\t{"c":2},\r\n\r\n\t\t"d" : 123456789012345678901 }\r\n`],
  ["escapes", `{"a": "\\u00e4\\/", "b": "ä\\n", "d": "\\ud83d\\ude00"}`],
  ["commas first", `{\n  "a": 1\n, "b": 2\n, "d": 3\n}`],
  ["keys that need escapes", `{"a": 1, "b": {"x\\"y": [1, {"z": 2}]}, "d": "}"}`]
]

describe("a member", () => {
  for (const [style, document] of documents) {
    for (const key of ["a", "b", "d"]) {
      it(`${key} comes back byte for byte in ${style}`, () => {
        const { rest, spelled, value } = takenOut(document, key)
        assert.notStrictEqual(rest, document)
        assert.strictEqual(putBack(rest, key, value, spelled), document)
      })
    }
  }

  it("goes to the end where what it stood before is not there any more", () => {
    const { spelled, value } = takenOut(`{"a": 1, "b": 2}`, "a")
    assert.strictEqual(putBack(`{"c": 3}`, "a", value, spelled), `{"c": 3, "a": 1}`)
  })

  it("is not told where it stands twice: parsers see the last, and both are removed", () => {
    assert.isUndefined(memberText(`{"a": 1, "a": 2}`, "a"))
  })

  it.each([
    ["another key", `"b": 1`],
    ["two members", `"a": 1, "b": 2`],
    ["an end of the object", `"a": 1}, {"b": 2`],
    ["nothing", ""]
  ])("is not believed where its text is %s", (_title, text) => {
    assert.isUndefined(valueOfMember(text, "a"))
  })

  it("brings nothing but white space and a comma with it", () => {
    const spelled = { text: `"a": 1`, next: "b", gap: `, "x": 5, ` }
    assert.strictEqual(putBack(`{"b": 2}`, "a", 1, spelled), `{"a": 1,"b": 2}`)
  })
})

describe("a member's own text", () => {
  const member = { text: `"a" : { "b": 1.0 }`, next: "c", gap: ", " }

  it("tells its value as it is spelled", () => {
    assert.strictEqual(valueTextOf(member), `{ "b": 1.0 }`)
    assert.isUndefined(valueTextOf({ text: "" }))
  })

  it("is kept under another key, in its place and with its spaces", () => {
    assert.deepStrictEqual(renamedMember(member, 'x"y'), { ...member, text: `"x\\"y" : { "b": 1.0 }` })
    assert.deepStrictEqual(renamedMember({ text: "" }, "x"), { text: "" })
  })

  it.each([
    [`{"a": 1}`, { text: `"a": 1` }],
    [`{"a": 1 , "b": 2}`, { text: `"a": 1`, next: "b", gap: " , " }],
    [`{"b": 2,\n"a": 1}`, { text: `"a": 1`, gap: ",\n" }],
    [`{"b": 2}`, undefined]
  ])("says what it stands before, and what lies between: %s", (json, expected) => {
    assert.deepStrictEqual(memberText(json, "a"), expected)
  })
})
