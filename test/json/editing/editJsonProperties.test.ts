/** Edits of generated documents, in every odd spelling, against a model of them. */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Result, Schema } from "effect"
import { editJson } from "../../../src/json/editing/editJson.ts"
import { JsonEdit } from "../../../src/json/editing/JsonEdit.ts"
import type { JsonValue } from "../../../src/json/JsonValue.ts"

const set = (path: ReadonlyArray<string>, value: JsonValue) => JsonEdit.Set({ path, value })
const remove = (...path: ReadonlyArray<string>) => JsonEdit.Remove({ path })

const edited = (text: string, ...edits: ReadonlyArray<JsonEdit>): string =>
  Result.getOrThrow(editJson(text, edits))

/** Documents in every odd spelling: spacing, line ends, marks, numbers, escapes, duplicates, nesting. */
const index = (length: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: length - 1 }))
const spaces = ["", " ", "\n  ", "\r\n\t", "\n\n    ", "  "] as const
const scalars = [
  "1.0",
  "1E5",
  "-0",
  "12345678901234567890",
  "true",
  "null",
  '"a\\"b\\\\"',
  '"\\u00e9"',
  '"{,}"',
  "[1,[2,{}]]",
  "[]",
  '{"x" : 1}',
  "{ }"
] as const
const keys = ["a", "b", "clock", "cl\\u006fck", "", "__proto__", "c d", "é", "{", "a\\\\"] as const

const Piece = Schema.Struct({
  key: index(keys.length),
  value: index(scalars.length),
  depth: index(4),
  space: Schema.Tuple([index(6), index(6), index(6), index(6)])
})
const documents = Arbitrary.map(
  Arbitrary.schema(Schema.Struct({ pieces: Schema.Array(Piece), tail: index(6) })),
  ({ pieces, tail }) => {
    const members = pieces.map(({ depth, key, space: [a, b, c, d], value }) => {
      const nested = `${"[".repeat(depth * 3)}${scalars[value]}${"]".repeat(depth * 3)}`
      return `${spaces[a]}"${keys[key]}"${spaces[b]}:${spaces[c]}${nested}${spaces[d]}`
    })
    return `{${members.length === 0 ? spaces[tail] : members.join(",")}}${spaces[tail]}`
  }
)

const parsed = (text: string): unknown => JSON.parse(text)

/** Members of the parsed document in a form that knows no special key. */
const members = (text: string) => new Map(Object.entries(parsed(text) as object))

const runs = { arbitrary: { runs: 500, size: 8 } }
const targets = Arbitrary.schema(index(keys.length))

describe("editJson, for any document", () => {
  it.prop(
    "touches only the edited bytes",
    [documents, targets],
    ([text, at]) => {
      const key = parsedKey(at)
      const result = edited(text, set([key], "‹new›"))
      const spelled = '"\\u2039new\\u203a"'
      assert.include(result, spelled)
      const [before = "", after = ""] = result.split(spelled)
      const had = members(text).has(key)
      assert.isTrue(
        had ? text.startsWith(before) : text.startsWith(before.slice(0, commonStart(text, before)))
      )
      assert.isTrue(text.endsWith(after.trimStart()))
    },
    runs
  )

  it.prop(
    "parses as the model says it should",
    [documents, targets],
    ([text, at]) => {
      const key = parsedKey(at)
      assert.deepStrictEqual(
        [...members(edited(text, set([key], 7)))].toSorted(),
        [...members(text).set(key, 7)].toSorted()
      )
      const without = members(text)
      without.delete(key)
      assert.deepStrictEqual([...members(edited(text, remove(key)))], [...without])
    },
    runs
  )

  it.prop(
    "gives the text back when a new key is removed again",
    [documents],
    ([text]) => {
      if (members(text).size === 0) return
      assert.strictEqual(edited(edited(text, set(["new"], { a: [1] })), remove("new")), text)
    },
    runs
  )
})

const parsedKey = (at: number): string => JSON.parse(`"${keys[at] ?? ""}"`) as string

const commonStart = (a: string, b: string): number => {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}
