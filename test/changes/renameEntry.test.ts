/** An entry of config is put under another key: where it is there, and nothing with settings stands in its way. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { renameEntry } from "../../src/changes/renameEntry.ts"
import { Change, FILE } from "../../src/domain/changes/Change.ts"
import { ConfigWriter } from "../../src/services/writing/ConfigWriter.ts"
import { spec, text } from "../support/operating.ts"

const renamed = (more: { readonly overBare?: boolean; readonly leavesBare?: boolean } = {}) =>
  Change.RenameEntry({
    plugin: "clock",
    cause: "other_spelling",
    from: "Clock",
    to: "clock",
    overBare: false,
    leavesBare: false,
    ...more
  })

/** Whether it was made, and what the file is afterwards. */
const afterwards = (config: string, change = renamed()) =>
  spec(
    { config },
    Effect.gen(function* () {
      return [yield* renameEntry(change), yield* text(FILE.config)] as const
    })
  )

const LAST = `{"a": 1, "Clock": {"city":  "x"}}`
const BARE = `{"Clock": {"city": "x"}, "clock": {"enabled": false}}`
const FULL = `{"Clock": {"city": "x"}, "clock": {"enabled": false, "city": "y"}}`

describe("an entry", () => {
  it.effect.each([
    ["stands under the new key, spelled as it was", LAST, {}, `{"a": 1, "clock": {"city":  "x"}}`],
    [
      "stays where it stands, before others",
      `{"Clock": {"city":  "x"}, "a": 1}`,
      {},
      `{"clock": {"city":  "x"}, "a": 1}`
    ]
  ] as const)("%s", ([_title, config, more, after]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* afterwards(config, renamed(more)), [true, after])
    })
  )

  it.effect("takes the place of one without settings that gives way", () =>
    Effect.gen(function* () {
      const [made, after] = yield* afterwards(BARE, renamed({ overBare: true }))
      assert.deepStrictEqual([made, JSON.parse(after ?? "")], [true, { clock: { city: "x" } }])
    })
  )

  it.effect("leaves one without settings under the old key, where that is asked for", () =>
    Effect.gen(function* () {
      const [made, after] = yield* afterwards(LAST, renamed({ leavesBare: true }))
      assert.deepStrictEqual(
        [made, JSON.parse(after ?? "")],
        [true, { a: 1, clock: { city: "x" }, Clock: { enabled: false } }]
      )
    })
  )

  it.effect.each([
    ["is gone", `{"a": 1}`, {}],
    ["is no entry", `{"Clock": "x"}`, {}],
    ["would replace one without settings that does not give way", BARE, {}],
    ["would replace one with settings", FULL, { overBare: true }]
  ] as const)("that %s is left as it is", ([_title, config, more]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* afterwards(config, renamed(more)), [false, config])
    })
  )

  it.effect("that has changed since it was looked at is not renamed", () =>
    spec(
      { config: LAST },
      Effect.gen(function* () {
        const writer = yield* ConfigWriter
        const late = Effect.provideService(renameEntry(renamed()), ConfigWriter, {
          ...writer,
          change: (_file, edits) => Effect.succeed({ made: [], stood: [], dropped: edits })
        })
        assert.isFalse(yield* late)
      })
    )
  )
})
