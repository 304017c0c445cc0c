/** What is forgotten of plugins whose entry an undoing removes; and which runs rest on whole files alone. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Change, placeFetched, removeValue, setValue } from "../../../src/domain/changes/Change.ts"
import { type Agreement, emptyLedger } from "../../../src/domain/sources/Ledger.ts"
import { forgetEntries, ofWholeFile } from "../../../src/reconcile/heldBack.ts"
import { Ledger } from "../../../src/services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../../../src/services/writing/LedgerWriter.ts"

const why = { plugin: "clock", cause: "undo" }
const mark = { enabled: true, config_version: 1, last_updated: null }
const entry = removeValue({ ...why, file: "config", key: ["clock"] }, { enabled: true })

/** What is called for `made`, with what, where so much is remembered. */
const forgotten = (
  made: ReadonlyArray<Change>,
  agreements: { readonly [id: string]: Agreement },
  entries: ReadonlyArray<string>
) =>
  Effect.gen(function* () {
    const calls: Array<readonly [string, unknown]> = []
    const call = (name: string, given: unknown) => Effect.sync(() => void calls.push([name, given]))
    yield* forgetEntries(made).pipe(
      Effect.provide(
        Layer.mergeAll(
          Layer.mock(Ledger, {
            view: Effect.succeed({
              ...emptyLedger,
              agreements: new Map(Object.entries(agreements)),
              seen: { directory: "/plugins", entries: new Set(entries) }
            }),
            removedHere: (ids) => call("removedHere", [...ids])
          }),
          Layer.mock(LedgerWriter, {
            remember: (changes) => call("remember", Object.fromEntries(changes)),
            rememberSeen: (seen) => call("rememberSeen", { ...seen, entries: [...seen.entries] })
          })
        )
      )
    )
    return calls
  })

describe("of a plugin whose entry was removed", () => {
  it.effect("the agreement is forgotten, and that its entry was seen", () =>
    Effect.gen(function* () {
      const agreed = { clock: { enabled: true }, news: { enabled: true } }
      assert.deepStrictEqual(yield* forgotten([entry], agreed, ["clock", "news"]), [
        ["removedHere", ["clock"]],
        ["remember", { clock: undefined }],
        ["rememberSeen", { directory: "/plugins", entries: ["news"] }]
      ])
    })
  )

  it.effect("the records that were replaced stay remembered", () =>
    Effect.gen(function* () {
      const agreed = { clock: { enabled: true, replaced: [mark] } }
      assert.deepStrictEqual(yield* forgotten([entry], agreed, []), [
        ["removedHere", ["clock"]],
        ["remember", { clock: { replaced: [mark] } }]
      ])
    })
  )
})

describe("nothing is forgotten where what was made is", () => {
  it.effect.each<[string, Change]>([
    [
      "a part of an entry that was removed",
      removeValue({ ...why, file: "config", key: ["clock", "tz"] }, "UTC")
    ],
    [
      "a section of the secrets that was removed",
      removeValue({ ...why, file: "secrets", key: ["clock"] }, {})
    ],
    ["an entry that was set", setValue({ ...why, file: "config", key: ["clock"] }, undefined, {})],
    ["a directory", placeFetched(why, "plugin-repos/clock")]
  ])("%s", ([_title, made]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* forgotten([made], { clock: { enabled: true } }, ["clock"]), [])
    })
  )
})

describe("a run rests on whole files alone", () => {
  const file = Change.ReplaceFile({ ...why, file: "a", by: "b", kept: "c", was: "1", becomes: "2" })

  it.each<[string, ReadonlyArray<Change>, boolean]>([
    ["where it replaced one", [file], true],
    ["but not where it changed a value", [entry], false],
    ["but not where it changed a value, too", [file, entry], false]
  ])("%s", (_title, changes, expected) => {
    assert.strictEqual(ofWholeFile(changes), expected)
  })
})
