/** A document after its edits: changed where they say, and everywhere else as it was. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { editJson } from "../../../src/json/editing/editJson.ts"
import { JsonEdit } from "../../../src/json/editing/JsonEdit.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"
import { JSON_DEPTH_MAX, parseJson } from "../../../src/json/parsing/parseJson.ts"

const set = (path: ReadonlyArray<string>, value: JsonValue) => JsonEdit.Set({ path, value })
const remove = (...path: ReadonlyArray<string>) => JsonEdit.Remove({ path })

const edited = (text: string, ...edits: ReadonlyArray<JsonEdit>): string =>
  Result.getOrThrow(editJson(text, edits))

describe("editJson", () => {
  it.each([
    [
      "replaces a scalar and nothing else",
      '{ "a" :1.0,\t"b":[1,2]}',
      [set(["a"], true)],
      '{ "a" :true,\t"b":[1,2]}'
    ],
    [
      "appends an entry in the file's own indentation",
      '{\n    "a": {\n        "b": 1\n    }\n}',
      [set(["clock"], { enabled: false })],
      '{\n    "a": {\n        "b": 1\n    },\n    "clock": {\n        "enabled": false\n    }\n}'
    ],
    [
      "appends with tabs",
      '{\n\t"a": 1\n}\n',
      [set(["b"], { c: 2 })],
      '{\n\t"a": 1,\n\t"b": {\n\t\t"c": 2\n\t}\n}\n'
    ],
    ["appends with CRLF", '{\r\n  "a": 1\r\n}', [set(["b"], {})], '{\r\n  "a": 1,\r\n  "b": {}\r\n}'],
    [
      "fills an object with CRLF",
      '{\r\n  "a": {}\r\n}',
      [set(["a", "b"], 1)],
      '{\r\n  "a": {\r\n    "b": 1\r\n  }\r\n}'
    ],
    [
      "takes LF where the text begins with it",
      '\n{\r\n  "a": {}}',
      [set(["a", "b"], 1)],
      '\n{\r\n  "a": {\n    "b": 1\n  }}'
    ],
    [
      "indents as the outermost object, not one within",
      '{"a": {\n  "b": 1}, "c": {}}',
      [set(["c", "d"], 1)],
      '{"a": {\n  "b": 1}, "c": {\n      "d": 1\n  }}'
    ],
    [
      "indents as the first member, space behind its brace or before it or not",
      ' { \n  "a": {}}',
      [set(["a", "d"], 1)],
      ' { \n  "a": {\n    "d": 1\n  }}'
    ],
    [
      "stays on one line before the end of the last",
      '{"a": {}}\n',
      [set(["a", "b"], 1)],
      '{"a": {"b": 1}}\n'
    ],
    [
      "stays on one line though its last is empty",
      '{"a": 1, "s": {}}',
      [set(["s", "b"], 1)],
      '{"a": 1, "s": {"b": 1}}'
    ],
    [
      "edits in any order",
      '{"a": 1, "b": 2, "c": 3}',
      [set(["c"], 6), set(["a"], 4), set(["b"], 5)],
      '{"a": 4, "b": 5, "c": 6}'
    ],
    ["leaves an empty object as it is", '{ "s": { } }', [remove("s", "a")], '{ "s": { } }'],
    [
      "takes the widest indentation of a style",
      `{\n${" ".repeat(16)}"a": {}}`,
      [set(["a", "c"], 3)],
      `{\n${" ".repeat(16)}"a": {\n${" ".repeat(32)}"c": 3\n${" ".repeat(16)}}}`
    ],
    [
      "edits two in an object, and one beside it",
      '{"s": {"a": 1}, "b": 2}',
      [set(["s", "a"], 3), set(["b"], 4)],
      '{"s": {"a": 3}, "b": 4}'
    ],
    ["changes nothing where nothing is to be done", '{ "a":1 }', [], '{ "a":1 }'],
    [
      "prints lists and objects on one line",
      '{"a": 1}',
      [set(["a"], { b: [1, 2], c: {} })],
      '{"a": {"b": [1, 2], "c": {}}}'
    ],
    ["stays on one line", '{"a": {"b": 1}}', [set(["a", "c"], true)], '{"a": {"b": 1, "c": true}}'],
    ["stays compact", '{"a":{"b":1}}', [set(["a", "c"], true)], '{"a":{"b":1,"c":true}}'],
    ["fills an empty object", "{}", [set(["a"], 1)], '{\n    "a": 1\n}'],
    [
      "fills an empty object inside",
      '{\n  "s": {}\n}',
      [set(["s", "a"], 1)],
      '{\n  "s": {\n    "a": 1\n  }\n}'
    ],
    ["fills an empty object on one line", '{"s":{}}', [set(["s", "a"], 1)], '{"s":{"a":1}}'],
    [
      "makes the objects on the way",
      '{\n  "v": 1\n}',
      [set(["s", "a"], 1)],
      '{\n  "v": 1,\n  "s": {\n    "a": 1\n  }\n}'
    ],
    ["edits the last of duplicate keys", '{"a": 1, "a": 2}', [set(["a"], 3)], '{"a": 1, "a": 3}'],
    [
      "follows the last of duplicate objects",
      '{"a": {"x": 1}, "a": {"x": 2}}',
      [set(["a", "x"], 3)],
      '{"a": {"x": 1}, "a": {"x": 3}}'
    ],
    ["removes every duplicate", '{"a": 1, "b": 2, "a": 3}', [remove("a")], '{"b": 2}'],
    ["removes the first", '{\n  "a": 1,\n  "b": 2\n}', [remove("a")], '{\n  "b": 2\n}'],
    ["removes the last", '{\n  "a": 1,\n  "b": 2\n}', [remove("b")], '{\n  "a": 1\n}'],
    ["removes the last two", '{"a": 1, "b": 2, "c": 3}', [remove("b"), remove("c")], '{"a": 1}'],
    ["removes the only one", '{\n  "a": 1\n}', [remove("a")], "{}"],
    [
      "removes neighbours together",
      '{"a": 1, "b": 2, "c": 3, "d": 4}',
      [remove("b"), remove("c")],
      '{"a": 1, "d": 4}'
    ],
    ["removes and adds at the end", '{"a": 1, "b": 2}', [remove("b"), set(["c"], 3)], '{"a": 1, "c": 3}'],
    ["replaces everything by something", '{"a": 1}', [remove("a"), set(["c"], 3)], '{"c": 3}'],
    ["removes nothing that is not there", '{ "a":1 }', [remove("b"), remove("a", "x")], '{ "a":1 }'],
    ["finds a key written with escapes", '{"cl\\u006fck": 1}', [set(["clock"], 2)], '{"cl\\u006fck": 2}'],
    [
      "edits a key called __proto__",
      '{"__proto__": {"a": 1}}',
      [set(["__proto__", "a"], 2)],
      '{"__proto__": {"a": 2}}'
    ],
    ["edits an empty key", '{"": 1}', [set([""], 2)], '{"": 2}'],
    [
      "escapes what is not ASCII, as LEDMatrix does",
      '{"a": 1}',
      [set(["b"], "é😀")],
      '{"a": 1, "b": "\\u00e9\\ud83d\\ude00"}'
    ],
    [
      "keeps big integers and spellings",
      '{"n": 12345678901234567890, "f": 1E5, "a": 1}',
      [set(["a"], 2)],
      '{"n": 12345678901234567890, "f": 1E5, "a": 2}'
    ],
    [
      "takes over the space around the first colon",
      '{"a" :1, "b": {}}',
      [set(["b", "c"], 2)],
      '{"a" :1, "b": {"c" :2}}'
    ],
    [
      "copies no more white space than a style has",
      `{"a"${" ".repeat(9)}: 1,${"\n".repeat(300)}  "b": 2}`,
      [set(["c"], 3)],
      `{"a"${" ".repeat(9)}: 1,${"\n".repeat(300)}  "b": 2,\n  "c": 3}`
    ],
    [
      "copies no colon that is lost in white space",
      `{"a"${" ".repeat(9)}: 1}`,
      [set(["c"], 3)],
      `{"a"${" ".repeat(9)}: 1, "c": 3}`
    ],
    [
      "takes no indentation over that is none",
      `{\n${" ".repeat(17)}"a": {}}`,
      [set(["a", "c"], 3)],
      `{\n${" ".repeat(17)}"a": {\n${" ".repeat(21)}"c": 3\n${" ".repeat(17)}}}`
    ],
    [
      "copies a colon with as much white space as a style has",
      `{"a"${" ".repeat(7)}:1}`,
      [set(["c"], 3)],
      `{"a"${" ".repeat(7)}:1, "c"${" ".repeat(7)}:3}`
    ],
    [
      "copies as much white space before a key as a style has",
      `{"a": 1,${" ".repeat(200)}"b": 2}`,
      [set(["c"], 3)],
      `{"a": 1,${" ".repeat(200)}"b": 2,${" ".repeat(200)}"c": 3}`
    ],
    [
      "stays on the line where the one before it lost its begin in white space",
      `{"a": 1,\n${" ".repeat(300)}"b": 2}`,
      [set(["c"], 3)],
      `{"a": 1,\n${" ".repeat(300)}"b": 2, "c": 3}`
    ],
    [
      "indents no further than a style does",
      `{\n${" ".repeat(300)}"a": {}}`,
      [set(["a", "c"], 3)],
      `{\n${" ".repeat(300)}"a": {\n${" ".repeat(204)}"c": 3\n${" ".repeat(200)}}}`
    ],
    [
      "takes over the space before the last member",
      '{"a":1, "b":2,   "c":3}',
      [set(["d"], 4)],
      '{"a":1, "b":2,   "c":3,   "d":4}'
    ],
    [
      "fills an object that is empty over two lines",
      '{\n  "s": {\n  }\n}',
      [set(["s", "a"], 1)],
      '{\n  "s": {\n    "a": 1\n  }\n}'
    ],
    [
      "puts members back in their order before the one that followed both",
      '{"c": 3}',
      [
        JsonEdit.Set({ path: ["a"], value: 1, spelled: { text: '"a": 1', next: "c", gap: ", " } }),
        JsonEdit.Set({ path: ["b"], value: 2, spelled: { text: '"b": 2', next: "c", gap: ", " } })
      ],
      '{"a": 1, "b": 2, "c": 3}'
    ],
    [
      "adds a member whose follower is gone as any other",
      '{"c": 3}',
      [JsonEdit.Set({ path: ["a"], value: 1, spelled: { text: '"a":1', next: "b", gap: "\n,\n" } })],
      '{"c": 3, "a":1}'
    ],
    [
      "adds a member that once stood alone as any other",
      '{"c": 3}',
      [JsonEdit.Set({ path: ["a"], value: 1, spelled: { text: '"a":1' } })],
      '{"c": 3, "a":1}'
    ],
    ["removes nothing where nothing can be", "{}", [remove(...Array<string>(100_000).fill("a"))], "{}"],
    [
      "takes no character out of a text that an earlier edit has put there",
      "{}",
      [set(["a"], { b: "xyz" }), remove("a", "b", "0")],
      '{\n    "a": {\n        "b": "xyz"\n    }\n}'
    ],
    [
      "takes no item out of a list that an earlier edit has put there",
      '{"a": 1}',
      [set(["a"], [1, 2]), remove("a", "0")],
      '{"a": [1, 2]}'
    ],
    [
      "adds to what an earlier edit has put there",
      '{"a": 1}',
      [set(["a"], { b: 1 }), set(["a", "c"], 2)],
      '{"a": {"b": 1, "c": 2}}'
    ],
    [
      "puts something below what an earlier edit took away",
      '{"a": 5}',
      [remove("a"), set(["a", "b"], 1)],
      '{"a": {"b": 1}}'
    ],
    [
      "takes nothing from what an earlier edit took away",
      '{"a": 5, "b": 1}',
      [remove("a"), remove("a", "x")],
      '{"b": 1}'
    ],
    [
      "takes out of what an earlier edit has put there",
      '{"a": 1}',
      [
        set(["a"], { b: { c: 1, d: 2 } }),
        remove("a", "b", "c"),
        remove("a", "x", "y"),
        remove("a", "b", "d", "e")
      ],
      '{"a": {"b": {"d": 2}}}'
    ],
    [
      "lets a later edit see an earlier one's value",
      "{}",
      [set(["a"], { b: 1 }), set(["a", "c"], 2), remove("a", "b")],
      '{\n    "a": {\n        "c": 2\n    }\n}'
    ]
  ] as const)("%s", (_, text, edits, expected) => {
    assert.strictEqual(edited(text, ...edits), expected)
  })

  it.each([
    ["a parent that is no object", '{"a": 5}', [set(["a", "b"], 1)]],
    ["a parent that an earlier edit made no object", "{}", [set(["a"], 5), set(["a", "b"], 1)]],
    ["broken JSON", '{"a": 1,}', [set(["a"], 2)]],
    ["a document that is no object", "[1]", [set(["a"], 2)]],
    ["an edit of the document itself", "{}", [set([], {})]],
    [
      "nesting beyond the limit",
      `{"a": ${"[".repeat(JSON_DEPTH_MAX)}${"]".repeat(JSON_DEPTH_MAX)}}`,
      [set(["b"], 1)]
    ],
    ["a result nested beyond the limit", "{}", [set(Array<string>(JSON_DEPTH_MAX + 1).fill("a"), 1)]],
    [
      "a value that is nested too deep where it goes",
      "{}",
      [set(Array<string>(JSON_DEPTH_MAX - 1).fill("a"), [[]])]
    ]
  ] as const)("refuses %s", (_, text, edits) => {
    assert.isTrue(Result.isFailure(editJson(text, edits)))
  })

  it.each([
    [[set([], {})], "{}", "an edit names no key"],
    [
      [set(Array<string>(JSON_DEPTH_MAX + 1).fill("a"), 1)],
      "{}",
      `it would be nested more than ${JSON_DEPTH_MAX} levels deep`
    ],
    [[set(["a", "b", "c"], 1)], '{"a": {"b": 5}}', 'something on the way to "a" "b" is no object'],
    [
      [set(["a"], { b: 5 }), set(["a", "b", "c"], 1)],
      "{}",
      'something on the way to "a" "b" "c" is no object'
    ],
    [[set(["a"], 1)], "[1]", "the document is no object"],
    [[set(["a"], 1)], "", "the file is empty"]
  ] as const)("says why it refuses %j in %s: %s", (edits, text, message) => {
    assert.strictEqual(Result.getOrThrow(Result.flip(editJson(text, edits))).message, message)
  })

  it("puts what is no object or list as deep as the limit", () => {
    const path = Array<string>(JSON_DEPTH_MAX).fill("a")
    for (const value of [1, null, "x"])
      assert.isTrue(Result.isSuccess(parseJson(edited("{}", set(path, value)))), String(value))
  })

  it("puts a number that keeps its spelling as deep as the limit", () => {
    const path = Array<string>(JSON_DEPTH_MAX).fill("a")
    assert.include(edited("{}", set(path, JSON.rawJSON("1.0"))), '"a": 1.0')
  })

  it("removes what stands as deep as the limit", () => {
    const path = Array<string>(JSON_DEPTH_MAX).fill("a")
    const compact = '{"a":'.repeat(JSON_DEPTH_MAX - 1)
    const end = "}".repeat(JSON_DEPTH_MAX - 1)
    assert.strictEqual(edited(`${compact}{"a":1}${end}`, remove(...path)), `${compact}{}${end}`)
  })

  it("nests up to the limit", () => {
    const path = Array<string>(JSON_DEPTH_MAX - 1).fill("a")
    assert.isTrue(Result.isSuccess(parseJson(edited("{}", set(path, [])))))
  })

  it("edits beside nesting up to the limit", () => {
    const deep = `${"[".repeat(JSON_DEPTH_MAX - 1)}${"]".repeat(JSON_DEPTH_MAX - 1)}`
    assert.strictEqual(edited(`{"a": ${deep}, "b": 1}`, set(["b"], 2)), `{"a": ${deep}, "b": 2}`)
  })
})
