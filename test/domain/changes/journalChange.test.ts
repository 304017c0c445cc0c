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
const replaced = { by: "backup.json", kept: "kept.json", was: "aa", becomes: "bb" }
const renamed = { to: "clock" }
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
  [
    "a byte-order mark that is taken off",
    Change.SetByteOrderMark({ ...why, file: FILE.marks, present: false }),
    { ...told, file: FILE.marks, byte_order_mark: false }
  ],
  [
    "a byte-order mark of a manifest that is put back",
    Change.SetByteOrderMark({ ...why, file: `${place}/manifest.json`, present: true }),
    { ...told, file: `${place}/manifest.json`, byte_order_mark: true }
  ],
  [
    "an entry under another key",
    Change.RenameEntry({ ...why, from: "old", to: "clock", overBare: false, leavesBare: false }),
    { ...told, file: FILE.config, key: ["old"], renamed: { to: "clock" } }
  ],
  [
    "an entry in the place of a bare one, which leaves a bare one",
    Change.RenameEntry({ ...why, from: "old", to: "clock", overBare: true, leavesBare: true }),
    { ...told, file: FILE.config, key: ["old"], renamed: { to: "clock", over_bare: true, leaves_bare: true } }
  ],
  [
    "a config that is replaced as a whole",
    Change.ReplaceFile({ ...why, file: FILE.config, ...replaced }),
    { ...told, file: FILE.config, replaced }
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
    ["a directory with a key", { ...told, file: place, key: ["a"], directory: { present: true } }],
    ["a mark as it was spelled", { ...told, file: FILE.marks, key: ["a"], after: true, spelled: spelling }],
    ["another file that is replaced", { ...told, file: FILE.secrets, replaced }],
    ["a part of a file that is replaced", { ...told, file: FILE.config, key: ["a"], replaced }],
    ["a file that is replaced, with a value", { ...told, file: FILE.config, before: 1, replaced }],
    ["a key that is renamed in another file", { ...told, file: FILE.state, key: ["old"], renamed }],
    ["a key that is renamed, and not named", { ...told, file: FILE.config, renamed }],
    ["a key that is renamed inside an entry", { ...told, file: FILE.config, key: ["old", "a"], renamed }],
    ["a key that is renamed, with a value", { ...told, file: FILE.config, key: ["old"], after: 1, renamed }],
    ["a byte-order mark of no file of LEDMatrix", { ...told, file: "etc/passwd", byte_order_mark: true }],
    ["a byte-order mark of a tombstone", { ...told, file: FILE.tombstones, byte_order_mark: true }],
    ["a byte-order mark at a key", { ...told, file: FILE.config, key: ["a"], byte_order_mark: true }],
    ["a byte-order mark with a value", { ...told, file: FILE.config, after: 1, byte_order_mark: true }]
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
    byte_order_mark: Schema.optionalKey(Schema.Boolean),
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

  it("of which each change means one can be read", () => {
    assert.isTrue(isReadable({ ...record, changes: record.changes.slice(1) }))
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
