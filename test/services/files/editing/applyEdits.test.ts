/** Edits of single values: made where their evidence stands, done where they are as wanted, dropped elsewhere. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { LEFT_OUT } from "../../../../src/domain/changes/leftOut.ts"
import { removeValue, setValue, type ValueChange } from "../../../../src/domain/changes/Change.ts"
import { editOf } from "../../../../src/domain/changes/Evidence.ts"
import type { JsonValue } from "../../../../src/json/JsonValue.ts"
import type { MemberText } from "../../../../src/json/editing/memberText.ts"
import { JsonEdit } from "../../../../src/json/editing/JsonEdit.ts"
import { applyEdits, type WriteRules } from "../../../../src/services/files/editing/applyEdits.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

const at = (key: ReadonlyArray<string>) => ({ plugin: "a", cause: "any", file: "config", key }) as const
const set = (
  key: ReadonlyArray<string>,
  from: JsonValue | undefined,
  to: JsonValue,
  spelled?: MemberText
): ValueChange => setValue(at(key), from, to, Option.fromUndefinedOr(spelled))
const remove = (key: ReadonlyArray<string>, from: JsonValue): ValueChange => removeValue(at(key), from)

const edited = (document: unknown, ...changes: ReadonlyArray<ValueChange>) =>
  Effect.map(applyEdits(bytes(JSON.stringify(document)), changes.map(editOf), "shown"), (result) => ({
    document: Option.getOrUndefined(
      Option.map(result.content, (content): unknown => JSON.parse(new TextDecoder().decode(content)))
    ),
    made: result.applied.made.length,
    stood: result.applied.stood.length,
    dropped: result.applied.dropped.length
  }))

describe("an edit of a value", () => {
  it.effect.each<readonly [string, unknown, ValueChange, unknown]>([
    ["changes it", { a: { b: 1 } }, set(["a", "b"], 1, 2), { a: { b: 2 } }],
    ["adds it", { a: {} }, set(["a", "b"], undefined, 2), { a: { b: 2 } }],
    ["adds what is above it as well", {}, set(["a", "b"], undefined, 2), { a: { b: 2 } }],
    ["removes it", { a: { b: 1, c: 2 } }, remove(["a", "b"], 1), { a: { c: 2 } }],
    [
      "changes what was left out of its evidence",
      { a: { key: "secret" } },
      set(["a"], { key: LEFT_OUT }, { n: 1 }),
      { a: { n: 1 } }
    ],
    [
      "leaves out what is left out of its value",
      { a: 1 },
      set(["a"], 1, { key: LEFT_OUT, city: "x" }),
      { a: { city: "x" } }
    ]
  ])("%s", ([_title, document, edit, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(document, edit), {
        document: expected,
        made: 1,
        stood: 0,
        dropped: 0
      })
    })
  )

  it.effect.each<readonly [string, unknown, ValueChange]>([
    ["is as wanted", { a: 2 }, set(["a"], 1, 2)],
    ["is as wanted, as far as the journal has it", { a: { key: "x" } }, set(["a"], 1, { key: LEFT_OUT })],
    ["is gone as wanted", {}, remove(["a"], 1)],
    ["is there, and what it shall be is left out", { a: 1 }, set(["a"], 1, LEFT_OUT)]
  ])("counts where the value %s, and writes nothing", ([_title, document, edit]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(document, edit), {
        document: undefined,
        made: 0,
        stood: 1,
        dropped: 0
      })
    })
  )

  it.effect.each<readonly [string, unknown, ValueChange]>([
    ["is another", { a: 3 }, set(["a"], 1, 2)],
    ["is gone", {}, set(["a"], 1, 2)],
    ["is there by now", { a: 3 }, set(["a"], undefined, 2)],
    ["is another than the one to be removed", { a: 3 }, remove(["a"], 1)]
  ])("is dropped where the value %s", ([_title, document, edit]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(document, edit), {
        document: undefined,
        made: 0,
        stood: 0,
        dropped: 1
      })
    })
  )

  it.effect.each<readonly [string, ValueChange, string]>([
    ["as it was spelled", set(["a"], undefined, 1, { text: '"\\u0061" :1' }), '{"s": {}, "\\u0061" :1}'],
    [
      "where it was, spaces and all",
      set(["a"], undefined, 1, { text: '"a":1', next: "s", gap: " ,\n" }),
      '{"a":1 ,\n"s": {}}'
    ],
    [
      "plainly where the spelling means something else",
      set(["a"], undefined, 1, { text: '"a" :2' }),
      '{"s": {}, "a": 1}'
    ],
    ["plainly below the top level", set(["s", "a"], undefined, 1, { text: '"s" :1' }), '{"s": {"a": 1}}']
  ])("brings back %s", ([_title, edit, expected]) =>
    Effect.gen(function* () {
      const { content } = yield* applyEdits(bytes('{"s": {}}'), [editOf(edit)], "shown")
      assert.strictEqual(new TextDecoder().decode(Option.getOrThrow(content)), expected)
    })
  )

  it.effect("brings others with it only where something changes", () =>
    Effect.gen(function* () {
      const following: WriteRules = {
        also: (made) => [JsonEdit.Set({ path: ["count"], value: made.length })],
        written: (value) => value
      }
      const content = bytes('{"a": 1, "b": 2}')
      const edits = [set(["a"], 1, 5), set(["b"], 9, 2)]
      const { content: written } = yield* applyEdits(content, edits.map(editOf), "shown", following)
      assert.strictEqual(new TextDecoder().decode(Option.getOrThrow(written)), '{"a": 5, "b": 2, "count": 1}')
      const nothing = yield* applyEdits(content, [editOf(set(["a"], 9, 1))], "shown", following)
      assert.isTrue(Option.isNone(nothing.content))
    })
  )

  it.effect.each([
    [bytes("{"), "shown: not valid JSON: it breaks off before its end"],
    [bytes('{"a": 5}'), 'shown: something on the way to "a" is no object']
  ] as const)("is refused where it cannot be made (%#)", ([content, message]) =>
    Effect.gen(function* () {
      const edit = set(["a", "b"], undefined, 1)
      const error = yield* Effect.flip(applyEdits(content, [editOf(edit)], "shown"))
      assert.strictEqual(error.message, message)
    })
  )
})
