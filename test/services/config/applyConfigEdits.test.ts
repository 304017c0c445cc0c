/** Edits of the config, each checked on the very content that is replaced. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { ConfigEdit } from "../../../src/domain/changes/Action.ts"
import type { EntryEnabled } from "../../../src/domain/sources/ConfigView.ts"
import { applyConfigEdits } from "../../../src/services/config/applyConfigEdits.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

const add = (id: string, enabled = false) => ConfigEdit.AddEntry({ id, enabled })
const setEnabled = (id: string, from: EntryEnabled, to: boolean) =>
  ConfigEdit.SetEntryEnabled({ id, from, to })
const says = (value: boolean): EntryEnabled => ({ _tag: "Boolean", value })
const absent: EntryEnabled = { _tag: "Absent" }

const edited = (config: unknown, ...edits: ReadonlyArray<ConfigEdit>) =>
  Effect.map(applyConfigEdits(bytes(JSON.stringify(config)), edits, "shown"), (result) => ({
    config: Option.getOrUndefined(
      Option.map(result.content, (content): unknown => JSON.parse(new TextDecoder().decode(content)))
    ),
    applied: result.applied.length,
    dropped: result.dropped
  }))

describe("an edit of the config", () => {
  it.effect.each<readonly [string, unknown, ConfigEdit, unknown]>([
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
      assert.deepStrictEqual(yield* edited(config, edit), { config: expected, applied: 1, dropped: [] })
    })
  )

  it.effect.each<readonly [string, unknown, ConfigEdit]>([
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
        applied: 0,
        dropped: [edit]
      })
    })
  )

  it.effect("sees what an earlier one of the batch has added", () =>
    Effect.gen(function* () {
      const twice = add("clock", true)
      assert.deepStrictEqual(yield* edited({}, add("clock"), setEnabled("clock", says(false), true), twice), {
        config: { clock: { enabled: true } },
        applied: 2,
        dropped: [twice]
      })
    })
  )

  it.effect("takes none for added but what it adds", () =>
    Effect.gen(function* () {
      const stale = setEnabled("clock", says(true), false)
      const first = setEnabled("clock", says(false), true)
      const changed = yield* edited({ clock: { enabled: false } }, first, stale)
      assert.deepStrictEqual(changed, { config: { clock: { enabled: true } }, applied: 1, dropped: [stale] })
      const there = yield* edited({ clock: { enabled: true } }, add("clock"), first)
      assert.deepStrictEqual(there, { config: undefined, applied: 0, dropped: [add("clock"), first] })
    })
  )

  it.effect("does what it can where others are dropped", () =>
    Effect.gen(function* () {
      const gone = setEnabled("gone", absent, true)
      const result = yield* edited({}, gone, add("clock"))
      assert.deepStrictEqual(result, { config: { clock: { enabled: false } }, applied: 1, dropped: [gone] })
    })
  )

  it.effect("takes an id for a key of its own, not for what every object has", () =>
    Effect.gen(function* () {
      const result = yield* edited({}, add("constructor"))
      assert.deepStrictEqual(result.config, { constructor: { enabled: false } })
    })
  )

  it.effect.each([
    [undefined, "shown: it is not there"],
    [bytes("{"), "shown: not valid JSON: it breaks off before its end"],
    [bytes("[]"), "shown: its top level is no object"],
    [Uint8Array.of(0xff), "shown: not valid UTF-8"]
  ] as const)("is refused where the file cannot be read (%#)", ([content, message]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(applyConfigEdits(content, [add("clock")], "shown"))
      assert.strictEqual(error.message, message)
    })
  )
})
