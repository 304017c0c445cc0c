/** Edits of single values: made where their evidence stands, done where they are as wanted, dropped elsewhere. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { LEFT_OUT } from "../../../src/domain/changes/leftOut.ts"
import type { ValueEdit } from "../../../src/domain/changes/ValueEdit.ts"
import { JsonEdit } from "../../../src/json/JsonEdit.ts"
import { applyValueEdits, type Following, valueAt } from "../../../src/services/files/applyValueEdits.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

const edited = (document: unknown, ...edits: ReadonlyArray<ValueEdit>) =>
  Effect.map(applyValueEdits(bytes(JSON.stringify(document)), edits, "shown"), (result) => ({
    document: Option.getOrUndefined(
      Option.map(result.content, (content): unknown => JSON.parse(new TextDecoder().decode(content)))
    ),
    applied: result.applied.length,
    dropped: result.dropped.length
  }))

describe("what stands at a key", () => {
  const document = { a: { b: [1], c: null }, d: 5 }

  it.each<readonly [ReadonlyArray<string>, unknown]>([
    [[], document],
    [["a", "b"], [1]],
    [["a", "c"], null],
    [["a", "x"], undefined],
    [["d", "x"], undefined],
    [["a", "b", "0"], undefined],
    [["constructor"], undefined]
  ])("%j is %j", (key, expected) => {
    assert.deepStrictEqual(valueAt(document, key), expected)
  })
})

describe("an edit of a value", () => {
  it.effect.each<readonly [string, unknown, ValueEdit, unknown]>([
    ["changes it", { a: { b: 1 } }, { key: ["a", "b"], from: 1, to: 2 }, { a: { b: 2 } }],
    ["adds it", { a: {} }, { key: ["a", "b"], from: undefined, to: 2 }, { a: { b: 2 } }],
    ["adds what is above it as well", {}, { key: ["a", "b"], from: undefined, to: 2 }, { a: { b: 2 } }],
    ["removes it", { a: { b: 1, c: 2 } }, { key: ["a", "b"], from: 1, to: undefined }, { a: { c: 2 } }],
    [
      "changes what was left out of its evidence",
      { a: { key: "secret" } },
      { key: ["a"], from: { key: LEFT_OUT }, to: { n: 1 } },
      { a: { n: 1 } }
    ],
    [
      "leaves out what is left out of its value",
      { a: 1 },
      { key: ["a"], from: 1, to: { key: LEFT_OUT, city: "x" } },
      { a: { city: "x" } }
    ]
  ])("%s", ([_title, document, edit, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(document, edit), { document: expected, applied: 1, dropped: 0 })
    })
  )

  it.effect.each<readonly [string, unknown, ValueEdit]>([
    ["is as wanted", { a: 2 }, { key: ["a"], from: 1, to: 2 }],
    [
      "is as wanted, as far as that is told",
      { a: { key: "x" } },
      { key: ["a"], from: 1, to: { key: LEFT_OUT } }
    ],
    ["is gone as wanted", {}, { key: ["a"], from: 1, to: undefined }],
    ["is there, and what it shall be is left out", { a: 1 }, { key: ["a"], from: 1, to: LEFT_OUT }],
    ["was not there, and shall not be", {}, { key: ["a"], from: undefined, to: undefined }]
  ])("counts where the value %s, and writes nothing", ([_title, document, edit]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(document, edit), { document: undefined, applied: 1, dropped: 0 })
    })
  )

  it.effect.each<readonly [string, unknown, ValueEdit]>([
    ["is another", { a: 3 }, { key: ["a"], from: 1, to: 2 }],
    ["is gone", {}, { key: ["a"], from: 1, to: 2 }],
    ["is there by now", { a: 3 }, { key: ["a"], from: undefined, to: 2 }],
    ["is another than the one to be removed", { a: 3 }, { key: ["a"], from: 1, to: undefined }],
    ["is there, and should never have been", { a: 3 }, { key: ["a"], from: undefined, to: undefined }]
  ])("is dropped where the value %s", ([_title, document, edit]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(document, edit), { document: undefined, applied: 0, dropped: 1 })
    })
  )

  it.effect.each<readonly [string, ValueEdit, string]>([
    [
      "as it was spelled",
      { key: ["a"], from: undefined, to: 1, spelled: { text: '"\\u0061" :1' } },
      '{"s": {}, "\\u0061" :1}'
    ],
    [
      "where it was, spaces and all",
      { key: ["a"], from: undefined, to: 1, spelled: { text: '"a":1', next: "s", gap: " ,\n" } },
      '{"a":1 ,\n"s": {}}'
    ],
    [
      "plainly where the spelling means something else",
      { key: ["a"], from: undefined, to: 1, spelled: { text: '"a" :2' } },
      '{"s": {}, "a": 1}'
    ],
    [
      "plainly below the top level",
      { key: ["s", "a"], from: undefined, to: 1, spelled: { text: '"s" :1' } },
      '{"s": {"a": 1}}'
    ]
  ])("brings back %s", ([_title, edit, expected]) =>
    Effect.gen(function* () {
      const { content } = yield* applyValueEdits(bytes('{"s": {}}'), [edit], "shown")
      assert.strictEqual(new TextDecoder().decode(Option.getOrThrow(content)), expected)
    })
  )

  it.effect("brings others with it only where something changes", () =>
    Effect.gen(function* () {
      const following: Following = {
        also: (changing) => [JsonEdit.Set({ path: ["count"], value: changing.length })],
        written: (value) => value,
        evidence: (value) => value
      }
      const content = bytes('{"a": 1, "b": 2}')
      const edits = [
        { key: ["a"], from: 1, to: 5 },
        { key: ["b"], from: 9, to: 2 }
      ]
      const { content: written } = yield* applyValueEdits(content, edits, "shown", following)
      assert.strictEqual(new TextDecoder().decode(Option.getOrThrow(written)), '{"a": 5, "b": 2, "count": 1}')
      const nothing = yield* applyValueEdits(content, [{ key: ["a"], from: 9, to: 1 }], "shown", following)
      assert.isTrue(Option.isNone(nothing.content))
    })
  )

  it.effect.each([
    [bytes("{"), "shown: not valid JSON: it breaks off before its end"],
    [bytes('{"a": 5}'), 'shown: something on the way to "a" is no object']
  ] as const)("is refused where it cannot be made (%#)", ([content, message]) =>
    Effect.gen(function* () {
      const edit = { key: ["a", "b"], from: undefined, to: 1 }
      const error = yield* Effect.flip(applyValueEdits(content, [edit], "shown"))
      assert.strictEqual(error.message, message)
    })
  )
})
