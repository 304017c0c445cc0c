/** Edits of the config, each checked on the very content that is replaced. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import type { Edit } from "../../../../src/domain/changes/Evidence.ts"
import { applyEdits } from "../../../../src/services/files/editing/applyEdits.ts"
import { absent, addEntry, says, setEntryEnabled as setEnabled } from "../../../support/judge/edits.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

const add = (id: string, enabled = false) => addEntry(id, enabled)

const edited = (config: unknown, ...edits: ReadonlyArray<Edit>) =>
  Effect.map(applyEdits(bytes(JSON.stringify(config)), edits, "shown"), (result) => ({
    config: Option.getOrUndefined(
      Option.map(result.content, (content): unknown => JSON.parse(new TextDecoder().decode(content)))
    ),
    made: result.applied.made.length,
    // What stood already is no more made by a repair than what was dropped.
    left: [...result.applied.stood, ...result.applied.dropped]
  }))

describe("an edit of the config", () => {
  it.effect.each<readonly [string, unknown, Edit, unknown]>([
    ["adds an entry", { a: 1 }, add("clock"), { a: 1, clock: { enabled: false } }],
    ["adds an enabled entry", {}, add("clock", true), { clock: { enabled: true } }],
    [
      "sets what is still as it was",
      { clock: { enabled: false, b: 1 } },
      setEnabled("clock", says(false), true),
      { clock: { enabled: true, b: 1 } }
    ],
    [
      "sets what is still absent",
      { clock: {} },
      setEnabled("clock", absent, false),
      { clock: { enabled: false } }
    ],
    [
      "sets what is still no boolean",
      { clock: { enabled: "x" } },
      setEnabled("clock", { _tag: "NotBoolean", value: "x" }, false),
      { clock: { enabled: false } }
    ]
  ])("%s", ([_title, config, edit, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(config, edit), { config: expected, made: 1, left: [] })
    })
  )

  it.effect.each<readonly [string, unknown, Edit]>([
    ["an entry is there by now", { clock: {} }, add("clock")],
    ["something else is there by now", { clock: 5 }, add("clock")],
    ["null is there by now", { clock: null }, add("clock")],
    ["it has changed", { clock: { enabled: true } }, setEnabled("clock", says(false), true)],
    ["it is absent by now", { clock: {} }, setEnabled("clock", says(false), true)],
    ["it is there by now", { clock: { enabled: true } }, setEnabled("clock", absent, false)],
    ["the entry is gone", {}, setEnabled("clock", says(false), true)],
    ["the entry is none any more", { clock: 5 }, setEnabled("clock", absent, true)],
    [
      "it is another that is no boolean",
      { clock: { enabled: "y" } },
      setEnabled("clock", { _tag: "NotBoolean", value: "x" }, false)
    ]
  ])("is dropped where %s, and nothing is written", ([_title, config, edit]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(config, edit), {
        config: undefined,
        made: 0,
        left: [edit]
      })
    })
  )

  it.effect("sees what an earlier one of the batch has added", () =>
    Effect.gen(function* () {
      const twice = add("clock", true)
      const later = { ...setEnabled("clock", says(false), true), given: [] }
      assert.deepStrictEqual(yield* edited({}, add("clock"), later, twice), {
        config: { clock: { enabled: true } },
        made: 2,
        left: [twice]
      })
    })
  )

  it.effect("takes none for added but what it adds", () =>
    Effect.gen(function* () {
      const stale = setEnabled("clock", says(true), false)
      const first = setEnabled("clock", says(false), true)
      const changed = yield* edited({ clock: { enabled: false } }, first, stale)
      assert.deepStrictEqual(changed, { config: { clock: { enabled: true } }, made: 1, left: [stale] })
      const there = yield* edited({ clock: { enabled: true } }, add("clock"), first)
      assert.deepStrictEqual(there, { config: undefined, made: 0, left: [add("clock"), first] })
    })
  )

  it.effect("does what it can where others are dropped", () =>
    Effect.gen(function* () {
      const gone = setEnabled("gone", absent, true)
      const result = yield* edited({}, gone, add("clock"))
      assert.deepStrictEqual(result, { config: { clock: { enabled: false } }, made: 1, left: [gone] })
    })
  )

  it.effect("takes an id for a key of its own, not for what every object has", () =>
    Effect.gen(function* () {
      const result = yield* edited({}, add("constructor"))
      assert.deepStrictEqual(result.config, { constructor: { enabled: false } })
    })
  )

  it.effect.each([
    [bytes("{"), "shown: not valid JSON: it breaks off before its end"],
    [bytes("[]"), "shown: its top level is no object"],
    [Uint8Array.of(0xff), "shown: not valid UTF-8"]
  ] as const)("is refused where the file cannot be read (%#)", ([content, message]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(applyEdits(content, [add("clock")], "shown"))
      assert.strictEqual(error.message, message)
    })
  )
})
