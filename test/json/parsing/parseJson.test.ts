import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { JSON_DEPTH_MAX, parseJson, withoutByteOrderMark } from "../../../src/json/parsing/parseJson.ts"
import { pythonJson } from "../../../src/json/printJson.ts"

const fault = (text: string): string => {
  const parsed = parseJson(text)
  return Result.isFailure(parsed) ? parsed.failure.message : "no fault"
}

describe("parseJson", () => {
  it("refuses a byte-order mark, as Python does", () => {
    const parsed = parseJson('\uFEFF{"a": 1}')
    assert.strictEqual(Result.isFailure(parsed) && parsed.failure.problem, "byte_order_mark")
  })

  it("reads what is behind a byte-order mark where a caller takes it off", () => {
    assert.deepStrictEqual(Result.getOrThrow(parseJson(withoutByteOrderMark('\uFEFF{"a": 1}'))), { a: 1 })
  })

  it.each(["", " \n", "\0\0\0"])("takes %j for an empty file", (text) => {
    const parsed = parseJson(text)
    assert.strictEqual(Result.isFailure(parsed) && parsed.failure.problem, "empty")
  })

  it.each(["{}\0\0", "\0\0{}"])("takes %j, which holds more than zero bytes, for no empty file", (text) => {
    const parsed = parseJson(text)
    assert.strictEqual(Result.isFailure(parsed) && parsed.failure.problem, "syntax")
  })

  it.each([
    ["", "the file is empty"],
    ["\0\0\0", "it holds nothing but zero bytes, as after a power cut"],
    [" \n", "the file is empty"],
    ['{"a": 1', "not valid JSON: it breaks off before its end"],
    ['{"a": "x', "not valid JSON: it breaks off before its end"],
    ['{\n"a": 1,\n}', "not valid JSON, at line 3, column 1"],
    ["NaN", "not valid JSON"],
    ['{"a": NaN}', "not valid JSON, at line 1, column 7"],
    ["{} // note", "not valid JSON, at line 1, column 4"],
    ["[1 2]", "not valid JSON, at line 1, column 4"],
    ["[1,]", "not valid JSON, at line 1, column 4"],
    ["[}", "not valid JSON, at line 1, column 2"],
    ["]", "not valid JSON, at line 1, column 1"],
    ["1 1", "not valid JSON, at line 1, column 3"],
    ["{1: 2}", "not valid JSON, at line 1, column 2"],
    ['{"a" 1}', "not valid JSON, at line 1, column 6"],
    ['{"a": 01}', "not valid JSON, at line 1, column 8"],
    ["[1.]", "not valid JSON, at line 1, column 3"],
    ["[+1]", "not valid JSON, at line 1, column 2"],
    ["[-]", "not valid JSON, at line 1, column 2"],
    ["[tru]", "not valid JSON, at line 1, column 2"],
    ['["a\tb"]', "not valid JSON, at line 1, column 4"],
    ['["\\x"]', "not valid JSON, at line 1, column 3"],
    ['["\\u12"]', "not valid JSON, at line 1, column 3"],
    ["[1,\r\n 2,\n\u00a03]", "not valid JSON, at line 3, column 1"],
    ['["\\u12', "not valid JSON: it breaks off before its end"],
    ['["\\', "not valid JSON: it breaks off before its end"],
    ['{"a"', "not valid JSON: it breaks off before its end"],
    ['{"a":\n', "not valid JSON: it breaks off before its end"],
    ["[1,", "not valid JSON: it breaks off before its end"],
    ["[1.25 x]", "not valid JSON, at line 1, column 7"],
    ["[2e5 x]", "not valid JSON, at line 1, column 6"],
    ["[2e+10 x]", "not valid JSON, at line 1, column 8"],
    ["[3E-75 x]", "not valid JSON, at line 1, column 8"],
    ['["\\u12aB" x]', "not valid JSON, at line 1, column 11"],
    ['["\\n" x]', "not valid JSON, at line 1, column 7"],
    ["[] ,", "not valid JSON, at line 1, column 4"],
    ["[1] ,", "not valid JSON, at line 1, column 5"],
    ["[[1], {}, x]", "not valid JSON, at line 1, column 11"],
    ['{"a":1,"b":x}', "not valid JSON, at line 1, column 12"],
    ['{"a":1,5:2}', "not valid JSON, at line 1, column 8"],
    ["[1,]x", "not valid JSON, at line 1, column 4"]
  ])("refuses %j", (text, explanation) => {
    assert.include(fault(text), explanation)
  })

  it("never repeats what stands in the file", () => {
    assert.notInclude(fault('{"api_key": s3cret}'), "s3cret")
  })

  it("refuses nesting beyond the limit, and brackets in strings are no nesting", () => {
    const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels)
    assert.include(fault(deep(JSON_DEPTH_MAX + 1)), "levels deep")
    assert.isTrue(Result.isSuccess(parseJson(deep(JSON_DEPTH_MAX))))
    assert.isTrue(Result.isSuccess(parseJson(JSON.stringify('\\"' + "[".repeat(5 * JSON_DEPTH_MAX)))))
  })

  it("reads as many levels as the limit beside others", () => {
    const levels = JSON_DEPTH_MAX - 1
    const text = `[${"[".repeat(levels)}${"]".repeat(levels)}, []]`
    assert.isTrue(Result.isSuccess(parseJson(text)))
  })

  it.each([
    ["breaks off where it is too short to close that many", 2 * JSON_DEPTH_MAX - 1, "breaks off"],
    ["is too deep where it is long enough to close them", 2 * JSON_DEPTH_MAX, "levels deep"]
  ])("says that a text of opening brackets %s", (_title, length, told) => {
    assert.include(fault("[".repeat(length)), told)
  })

  it("survives a hundred thousand levels", () => {
    assert.include(fault("[".repeat(100_000)), "levels deep")
  })

  it("survives levels that close with the wrong bracket", () => {
    assert.include(fault("[1},".repeat(100_000)), "at line 1, column 3")
  })
})

describe("pythonJson", () => {
  // As printed by json.dumps(value, indent=2) of Python 3.11.
  it.each([
    [{}, "{}"],
    [[], "[]"],
    [{ a: [], b: {} }, '{\n  "a": [],\n  "b": {}\n}'],
    [{ a: "\u007fé😀" }, '{\n  "a": "\\u007f\\u00e9\\ud83d\\ude00"\n}'],
    [[1, [true, null]], "[\n  1,\n  [\n    true,\n    null\n  ]\n]"]
  ])("prints %j", (value, expected) => {
    assert.strictEqual(pythonJson(value, { indent: 2 }), expected)
  })
})
