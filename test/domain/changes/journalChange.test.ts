/** Changes in the journal's own words: there and back, and what means no change. */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Option, Schema } from "effect"
import {
  Change,
  type Change as AnyChange,
  FILE,
  placeFetched,
  putBack,
  removeValue,
  setValue
} from "../../../src/domain/changes/Change.ts"
import { JournalChange } from "../../../src/domain/changes/Journal.ts"
import {
  changesOf,
  decodeChange,
  encodeChange,
  isReadable
} from "../../../src/domain/changes/journalChange.ts"

const why = { plugin: "clock", cause: "update" }
const told = { plugin_id: "clock", reason: "update" }
const place = "plugin-repos/clock"
const spelling = { text: '"clock": 1', next: "news", gap: ", " }

const pairs: ReadonlyArray<readonly [string, AnyChange, JournalChange]> = [
  [
    "a value that is added",
    setValue({ ...why, file: "config", key: ["clock"] }, undefined, { enabled: true }),
    { ...told, file: FILE.config, key: ["clock"], after: { enabled: true } }
  ],
  [
    "a value that is set, null before",
    setValue({ ...why, file: "state", key: ["states", "clock", "version"] }, null, "2"),
    { ...told, file: FILE.state, key: ["states", "clock", "version"], before: null, after: "2" }
  ],
  [
    "a value that is removed, as it was spelled",
    removeValue({ ...why, file: "secrets", key: ["clock"] }, 1, Option.some(spelling)),
    { ...told, file: FILE.secrets, key: ["clock"], before: 1, spelled: spelling }
  ],
  [
    "a mark",
    Change.AddMember({ ...why, list: "marks", member: "clock" }),
    { ...told, file: FILE.marks, key: ["clock"], after: true }
  ],
  [
    "a tombstone that goes",
    Change.RemoveMember({ ...why, list: "tombstones", member: "clock" }),
    { ...told, file: FILE.tombstones, key: ["clock"], before: true }
  ],
  [
    "a fetched directory in another's place",
    { ...placeFetched(why, place, "k"), fingerprint: Option.some("f") },
    { ...told, file: place, directory: { present: true, kept: "k", fingerprint: "f" } }
  ],
  [
    "a directory that came back",
    putBack(why, place, "from"),
    { ...told, file: place, directory: { present: true, from: "from" } }
  ],
  [
    "a directory that is set aside",
    Change.SetAside({ ...why, place, kept: "k" }),
    { ...told, file: place, directory: { present: false, kept: "k" } }
  ],
  ["a state file made anew", Change.RebuildState(why), { ...told, file: FILE.state }]
]

describe("the journal", () => {
  it.each(pairs)("tells of %s", (_title, change, journalled) => {
    assert.strictEqual(JSON.stringify(encodeChange(change)), JSON.stringify(journalled))
  })

  it.each(pairs)("is understood where it tells of %s", (_title, change, journalled) => {
    assert.deepStrictEqual(decodeChange(journalled), Option.some(change))
  })

  it.each<[string, JournalChange]>([
    ["a file that no change touches", { ...told, file: "config/other.json", key: ["a"], after: 1 }],
    ["a value that neither is nor was", { ...told, file: FILE.config, key: ["clock"] }],
    ["a value of no key", { ...told, file: FILE.config, key: [], after: 1 }],
    ["a config that was made anew", { ...told, file: FILE.config }],
    ["a state file that was made anew, with a value", { ...told, file: FILE.state, after: 1 }],
    ["a mark that holds something", { ...told, file: FILE.marks, key: ["clock"], after: "x" }],
    ["a mark that is set and cleared", { ...told, file: FILE.marks, key: ["a"], before: true, after: true }],
    ["something inside a mark", { ...told, file: FILE.marks, key: ["a", "b"], after: true }],
    ["a mark of nothing", { ...told, file: FILE.marks, after: true }],
    ["a directory that went, and was not kept", { ...told, file: place, directory: { present: false } }],
    [
      "a directory that went, from elsewhere",
      { ...told, file: place, directory: { present: false, from: "a", kept: "b" } }
    ],
    ["a directory with a value", { ...told, file: place, after: 1, directory: { present: true } }],
    ["a directory with a key", { ...told, file: place, key: ["a"], directory: { present: true } }]
  ])("is not understood where it tells of %s", (_title, journalled) => {
    assert.deepStrictEqual(decodeChange(journalled), Option.none())
  })

  const text = Schema.Literals(["clock", "news", ""])
  const somewhere = Schema.Literals(Object.values(FILE))
  const anything = Schema.Struct({
    plugin_id: text,
    reason: text,
    file: Schema.Union([somewhere, Schema.Literal(place)]),
    key: Schema.optionalKey(Schema.Array(text)),
    before: Schema.optionalKey(Schema.Union([Schema.Boolean, text, Schema.Null])),
    after: Schema.optionalKey(Schema.Union([Schema.Boolean, text, Schema.Null])),
    spelled: Schema.optionalKey(Schema.Struct({ text })),
    directory: Schema.optionalKey(
      Schema.Struct({
        present: Schema.Boolean,
        from: Schema.optionalKey(text),
        kept: Schema.optionalKey(text),
        fingerprint: Schema.optionalKey(text)
      })
    )
  })

  it.prop(
    "is written again, by a change that was read from it, in the same words",
    [Arbitrary.schema(anything)],
    ([journalled]) => {
      const change = decodeChange(journalled)
      if (Option.isNone(change)) return
      assert.deepStrictEqual(encodeChange(change.value), journalled)
      assert.deepStrictEqual(decodeChange(encodeChange(change.value)), change)
    },
    { arbitrary: { runs: 2000 } }
  )
})

describe("a record", () => {
  const record = {
    run_id: "r",
    command: "update",
    started_at: "s",
    status: "done",
    changes: [
      { ...told, file: FILE.config, key: ["clock"] },
      { ...told, file: place, directory: { present: true } }
    ]
  } as const

  it("that tells of what means no change cannot be read", () => {
    assert.isFalse(isReadable(record))
  })

  it("whose values were left out can, and tells of the directories", () => {
    const left = { ...record, values_left_out: true }
    assert.isTrue(isReadable(left))
    assert.deepStrictEqual(changesOf(left), [placeFetched(why, place)])
  })

  it("is what it was, read by the journal's schema", () => {
    for (const [, , journalled] of pairs) {
      assert.deepStrictEqual(Schema.decodeSync(JournalChange)({ ...journalled }), journalled)
    }
  })
})
