/** Edits that rest on an object, or on what earlier edits of the same write have made. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { removeValue, setValue, type ValueChange } from "../../../../src/domain/changes/Change.ts"
import { type Edit, editOf, Evidence } from "../../../../src/domain/changes/Evidence.ts"
import type { JsonValue } from "../../../../src/json/JsonValue.ts"
import { applyEdits } from "../../../../src/services/files/editing/applyEdits.ts"

const at = (key: ReadonlyArray<string>) => ({ plugin: "a", cause: "any", file: "config", key }) as const
const set = (key: ReadonlyArray<string>, from: JsonValue | undefined, to: JsonValue): ValueChange =>
  setValue(at(key), from, to)
const remove = (key: ReadonlyArray<string>, from: JsonValue): ValueChange => removeValue(at(key), from)

const OBJECT = Evidence.Object({ file: "config", key: ["a"] })
/** Rests on the object `a`. */
const within = (change: ValueChange): Edit => ({ changes: [change], given: [OBJECT] })

const applied = (document: unknown, ...edits: ReadonlyArray<Edit>) =>
  Effect.map(applyEdits(new TextEncoder().encode(JSON.stringify(document)), edits, "shown"), (result) => [
    Option.getOrUndefined(
      Option.map(result.content, (content): unknown => JSON.parse(new TextDecoder().decode(content)))
    ),
    result.applied.made.length,
    result.applied.stood.length,
    result.applied.dropped.length
  ])

const SET = within(set(["a", "b"], undefined, 2))

describe("an edit that rests on an object is made", () => {
  it.effect.each<readonly [string, unknown, ReadonlyArray<Edit>, unknown]>([
    ["where the object stands", { a: {} }, [SET], { a: { b: 2 } }],
    ["where an earlier edit has made it", {}, [editOf(set(["a"], undefined, {})), SET], { a: { b: 2 } }],
    [
      "where an earlier edit has set something else in it",
      { a: {} },
      [within(set(["a", "c"], undefined, 1)), SET],
      { a: { c: 1, b: 2 } }
    ],
    [
      "where an earlier edit has removed something from it",
      { a: { c: 1 } },
      [editOf(remove(["a", "c"], 1)), SET],
      { a: { b: 2 } }
    ],
    [
      "where the object is of another file, which is looked at there",
      { a: {} },
      [{ changes: [set(["a", "b"], undefined, 2)], given: [Evidence.Object({ file: "state", key: ["x"] })] }],
      { a: { b: 2 } }
    ]
  ])("%s", ([_title, document, edits, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* applied(document, ...edits), [expected, edits.length, 0, 0])
    })
  )
})

describe("an edit that rests on an object is dropped", () => {
  it.effect.each<readonly [string, unknown, ReadonlyArray<Edit>, unknown]>([
    ["where nothing stands there", {}, [SET], undefined],
    ["where something else stands there", { a: 5 }, [SET], undefined],
    ["where an earlier edit has removed it", { a: { c: 1 } }, [editOf(remove(["a"], { c: 1 })), SET], {}],
    ["where an earlier edit has replaced it", { a: {} }, [editOf(set(["a"], {}, 5)), SET], { a: 5 }],
    ["where an earlier edit was at another place", { c: 1 }, [editOf(set(["c"], 1, 2)), SET], { c: 2 }]
  ])("%s", ([_title, document, edits, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* applied(document, ...edits), [expected, edits.length - 1, 0, 1])
    })
  )
})

describe("changes that belong together", () => {
  it.effect.each<readonly [string, unknown]>([
    ["one of which has lost its evidence", { a: { b: 1, c: 9 } }],
    ["one of which stands already", { a: { b: 2, c: 1 } }]
  ])("are dropped together: %s", ([_title, document]) =>
    Effect.gen(function* () {
      const edit: Edit = { changes: [set(["a", "b"], 1, 2), set(["a", "c"], 1, 2)], given: [] }
      assert.deepStrictEqual(yield* applied(document, edit), [undefined, 0, 0, 1])
    })
  )
})

describe("a change of an object rests on what earlier ones left of it", () => {
  it.effect.each<readonly [string, ValueChange, JsonValue]>([
    ["with a value set", set(["a", "b"], 1, 3), { b: 3, c: 2 }],
    ["without a value removed", remove(["a", "b"], 1), { c: 2 }]
  ])("%s", ([_title, earlier, left]) =>
    Effect.gen(function* () {
      const edits = [editOf(earlier), editOf(set(["a"], left, 5))]
      assert.deepStrictEqual(yield* applied({ a: { b: 1, c: 2 } }, ...edits), [{ a: 5 }, 2, 0, 0])
    })
  )
})

it.effect("a change rests on all that earlier ones have made", () =>
  Effect.gen(function* () {
    const edits = [set(["a", "b"], 1, 3), set(["a", "c"], 2, 4), set(["a"], { b: 3, c: 4 }, 5)].map(editOf)
    assert.deepStrictEqual(yield* applied({ a: { b: 1, c: 2 } }, ...edits), [{ a: 5 }, 3, 0, 0])
  })
)

it.effect("an edit that rests on an object stands where its value does", () =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* applied({ a: { b: 2 } }, SET), [undefined, 0, 1, 0])
  })
)
