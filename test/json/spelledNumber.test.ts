/** Numbers that keep their spelling, and when two of them are the same. */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Schema } from "effect"
import { isSameNumber, numberOf, parseSpelled } from "../../src/json/spelledNumber.ts"

describe("numbers as they are spelled", () => {
  it.each([
    "1.0",
    "-0",
    "1e3",
    "1E+2",
    "0.10",
    "12345678901234567890",
    "-98765432109876543210.5",
    "123456789.123456789123"
  ])("are printed again as %s, alone, in lists and in objects", (number) => {
    for (const json of [`[${number}]`, `{"a":{"b":[1,${number}]}}`])
      assert.strictEqual(JSON.stringify(parseSpelled(json)), json)
  })

  it("are plain numbers where JavaScript prints them so", () => {
    const json = '{"a":[0,-1,1.5,1e+21,0.30000000000000004,1e-7],"b":"1.0","c":2.0}'
    assert.deepStrictEqual(Object(parseSpelled(json)).a, [0, -1, 1.5, 1e21, 0.1 + 0.2, 1e-7])
  })

  it("are none that no file can hold", () => {
    assert.deepStrictEqual(parseSpelled("[1e999, -1e999]"), [Infinity, -Infinity])
  })

  it.prop(
    "are in all of JSON what JSON.parse reads",
    { value: Arbitrary.schema(Schema.Json) },
    ({ value }) => {
      const json = JSON.stringify(value)
      assert.strictEqual(JSON.stringify(parseSpelled(json)), json)
    }
  )
})

const raw = (text: string): unknown => Object(parseSpelled(`[${text}]`))[0]

describe("two numbers", () => {
  it.each([
    ["1.0", "1"],
    ["1.50", "15e-1"],
    ["0.0", "0e5"],
    ["100", "1.0e2"],
    ["1.500", "15e-1"],
    ["10.10", "1.01e1"],
    ["0.0010", "1.0e-3"],
    ["-1.50", "-15e-1"],
    ["12345678901234567890", "1.2345678901234567890e19"]
  ])("are the same in the spellings %s and %s", (a, b) => {
    assert.isTrue(isSameNumber(raw(a), raw(b)))
    assert.isTrue(isSameNumber(numberOf(raw(a)), raw(b)))
  })

  it.each([
    ["12345678901234567890", "12345678901234567891"],
    ["1.0", "1.00000000000000000001"],
    ["1.0", "-1.0"],
    ["0.0", "-0"],
    ["10", "1.0"],
    ["10.0", "1.0"],
    ["0.10", "0.010"]
  ])("differ in %s and %s", (a, b) => {
    assert.isFalse(isSameNumber(raw(a), raw(b)))
  })

  it("are never the same as something else", () => {
    assert.isFalse(isSameNumber("1.0", raw("1.0")))
    assert.isFalse(isSameNumber(undefined, undefined))
  })
})
