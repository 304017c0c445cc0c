/** A line of a text that need not be JSON, without its values: only known names and the punctuation are shown. */
import { assert, describe, it } from "@effect/vitest"
import { maskedLine } from "../../../src/json/masking/maskedLine.ts"

const names = new Set(['"clock"', '"enabled"', '"a\\"b"'])
const masked = (line: string): string => maskedLine(line, names)

describe("a line without its values", () => {
  it.each<[string, string, string]>([
    ["a known name, and a mark for its value", '  "clock": 15', '  "clock": ‹set›'],
    ["a known name with space before its colon", '"clock"  : 15', '"clock"  : ‹set›'],
    ["a known name that holds a quotation mark", '"a\\"b": 1', '"a\\"b": ‹set›'],
    ["a mark for a name that is not known", '"s3cret": 1', "‹set›: ‹set›"],
    ["a mark for a known name that has no colon", '["clock", 1]', "[‹set›, ‹set›]"],
    ["a mark for a text", '"clock": "s3cret: {x}"', '"clock": ‹set›'],
    ["a mark for a text that is not closed", '"clock": "s3cret', '"clock": ‹set›'],
    ["a mark for words without quotation marks", "s3cret: pa55", "‹set›: ‹set›"],
    ["brackets and commas as they are", "}, [{ ]", "}, [{ ]"],
    ["one mark for values beside each other", '"clock": s3cret pa"ss word', '"clock": ‹set›'],
    ["a known name behind what is no JSON", 'x"clock": 1', '‹set›"clock": ‹set›'],
    ["no space at its end", '"clock": {  \t', '"clock": {']
  ])("shows %s", (_what, line, expected) => {
    assert.strictEqual(masked(line), expected)
  })
})

describe("true and false", () => {
  it.each<[string, string, string]>([
    ["are shown of enabled", '"enabled": true,', '"enabled": true,'],
    ["are shown of enabled with no space before them", '"enabled":false}', '"enabled":false}'],
    ["are shown of enabled with much space before them", '"enabled":   true', '"enabled":   true'],
    ["are masked of every other name", '"clock": true,', '"clock": ‹set›,'],
    ["are masked where a longer word begins so", '"enabled": trueish', '"enabled": ‹set›'],
    ["are masked where no name stands before them", "[true, false]", "[‹set›, ‹set›]"]
  ])("%s", (_what, line, expected) => {
    assert.strictEqual(masked(line), expected)
  })
})

describe("a long line", () => {
  it("of 160 characters is shown as a whole", () => {
    assert.strictEqual(masked("[".repeat(160)), "[".repeat(160))
  })

  it("is cut after 160 characters", () => {
    assert.strictEqual(masked("[".repeat(161)), `${"[".repeat(160)}…`)
  })
})
