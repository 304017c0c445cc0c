/** What a person reads about a text that is no JSON. */
import { assert, describe, it } from "@effect/vitest"
import { explainFault } from "../../../src/json/parsing/explainFault.ts"

describe("a fault in a text", () => {
  it.each<[string, string, string]>([
    [
      "a comma before the end of an object, with both lines",
      '{\n  "a": {\n    "b": 1,\n    "c": "x",\n  }\n}',
      'at line 5, column 3: the comma at the end of line 4 has to go: "c": ‹set›, is followed by } in line 5'
    ],
    [
      "a comma before the end of a list",
      '{"feeds": ["a", "b",]}',
      'the comma before the ] has to go: {"feeds": [‹set›, ‹set›,]'
    ],
    ["a comma too many", '{"a": 1,, "b": 2}', "there is a comma too many"],
    [
      "a comma that is missing",
      '{\n"a": 1\n\n"b": 2}',
      "at line 4, column 1: a comma is missing at the end of line 2"
    ],
    ["a comma that is missing within a line", "[1 2]", "a comma is missing before it"],
    ["a comma too many in a list", "[1,, 2]", "a value is missing before the comma"],
    [
      "a comma before a bracket of the other kind",
      "[1,}",
      "at line 1, column 4: the comma before the } has to go"
    ],
    ["a word that is no value, behind a comma", "[1, x]", "no JSON value begins so"],
    [
      "a word that is no value, behind lines that are empty",
      "\n\n\n\n[x]",
      "at line 5, column 2: no JSON value"
    ],
    ["a list that is not closed before an object's end", "[}", "a ] is missing before it"],
    ["an object that is not closed before a list's end", '{"a": 1]', "a } is missing before it"],
    ["a colon that is missing", '{"a" 1}', "a colon is missing"],
    ["a value that is missing", '{"a": }', "a value is missing before it"],
    ["a value that is missing before a comma", '{"a": , "b": 1}', "a value is missing before the comma"],
    ["NaN, which LEDMatrix reads", '{"a": NaN}', "NaN is no JSON, though LEDMatrix's Python reads it"],
    ["-Infinity alike", "[\n-Infinity]", "at line 2, column 1: -Infinity is no JSON, though LEDMatrix's"],
    ["a comment", "{ // all off\n}", "JSON knows no comments"],
    ["a comment behind a value", '{"a": 1 # all off\n}', "JSON knows no comments"],
    ["single quotation marks", "{'a': 1}", "straight double quotation marks"],
    ["typographic quotation marks", "{\u201ca\u201d: 1}", "straight double quotation marks"],
    ["a name without quotation marks", "{a: 1}", "a name in double quotation marks is missing"],
    ["Python's True", '{"a": True}', "JSON writes it true"],
    ["a merge that was not finished", '{\n<<<<<<< HEAD\n"a": 1}', "the mark of a git merge"],
    ["a tail of zero bytes", '{"a": 1,\0\0\0', "from here on it holds zero bytes"],
    ["a text that is not closed", '{"a": "x\n}', "a text is not closed on this line"],
    ["a text that is not closed, at its line's end", '["a\n"]', "at line 1, column 4: a text is not closed"],
    ["a text that is not closed in a file of Windows", '["a\r\n"]', "a text is not closed on this line"],
    ["a tab in a text", '["a\tb"]', "a control character"],
    ["a single backslash", '["C:\\x"]', "a backslash in a text has to be written twice"],
    ["a number with a leading zero", '{"a": 01}', "no number is written so"],
    ["a bracket of the other kind", '{"a": [1}', "a ] is missing before it"],
    ["more behind the end", "{} {}", "it goes on behind its end"],
    ["a text that breaks off", '{"a": ', "it breaks off before its end"]
  ])("is %s", (_what, text, told) => {
    assert.include(explainFault(text).explanation, told)
  })

  it("is described without any value", () => {
    const told = explainFault(
      '{"a": {"api_key": "s3cret", "n": 4711, "on": true, "l": ["pa\\"ss"],}}'
    ).explanation
    assert.notMatch(told, /s3cret|4711|true|pa/u)
    assert.include(told, '"api_key": ‹set›')
  })

  it("shows the end of a long line", () => {
    const told = explainFault(`{${'"name": 1, '.repeat(500)}"last": 1,}`).explanation
    assert.include(told, '"last": ‹set›,}')
    assert.isBelow(told.length, 200)
  })

  it("shows a line of 60 characters as a whole", () => {
    const name = "n".repeat(47)
    assert.include(explainFault(`{"${name}": [1,]}`).explanation, `has to go: {"${name}": [‹set›,]`)
  })

  // Millions of them: a search that starts anew at each would not end.
  it.each([
    ["before it", () => `[1${" ".repeat(2_000_000)}x]`, "a comma is missing before it"],
    ["before the last comma", () => `[${" ".repeat(2_000_000)}1,]`, "the comma before the ] has to go"]
  ] as const)("is found with millions of spaces %s", (_where, text, told) => {
    assert.include(explainFault(text()).explanation, told)
  })
})
