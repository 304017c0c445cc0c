/** Changes carried out one by one: where their evidence stands. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { createHash } from "node:crypto"
import { Change, FILE, removeValue, setValue, type ValueFile } from "../../../src/domain/changes/Change.ts"
import { carryOut } from "../../../src/changes/carryOut.ts"
import { at, spec, text } from "../../support/operating.ts"
import { readJson } from "../../support/reconciling.ts"

const why = { plugin: "clock", cause: "undo" }

const BROKEN = `{"clock": `
const GOOD = `{"clock": {"a": 1}}`
const digest = (text: string): string => createHash("sha256").update(text).digest("hex")

const MARK = Change.SetByteOrderMark({ ...why, file: FILE.config, present: true })
const RENAMED = Change.RenameEntry({ ...why, from: "clock", to: "time", overBare: false, leavesBare: false })
const REPLACED = Change.ReplaceFile({
  ...why,
  file: FILE.config,
  by: "config/config.json.backup",
  kept: "config/config.json.kept",
  was: digest(BROKEN),
  becomes: digest(GOOD)
})

describe("values of a file", () => {
  const CLOCK = `{"clock": {"a": 1, "b": 1}}`

  it.effect.each([true, false])(
    "are set at once where one entry has many of them; there before: %s",
    (there) => {
      const names = Array.from({ length: 500 }, (_, index) => `setting ${index}`)
      const before = there ? Object.fromEntries(names.map((name) => [name, 0])) : {}
      const changes = names.map((name) =>
        setValue({ ...why, file: "config", key: ["clock", name] }, there ? 0 : undefined, 1)
      )
      return spec(
        { files: { [FILE.config]: JSON.stringify({ clock: before }) } },
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* carryOut(changes), { made: changes, dropped: [] })
        })
      )
    }
  )

  it.effect.each([
    ["the config", "config", []],
    ["the secrets", "secrets", []],
    ["the saved state", "state", ["states"]]
  ] as const)("are set where they stand, and left where they do not: %s", ([_title, file, below]) =>
    spec(
      { files: { [FILE[file]]: below.length === 0 ? CLOCK : `{"version": 1, "states": ${CLOCK}}` } },
      Effect.gen(function* () {
        const at = (field: string) => ({ ...why, file, key: [...below, "clock", field] })
        const [good, stale] = [setValue(at("a"), 1, 2), setValue(at("b"), 9, 2)]
        assert.deepStrictEqual(yield* carryOut([good, stale]), { made: [good], dropped: [stale] })
        const now = JSON.stringify(yield* readJson(FILE[file]))
        assert.include(now, `"clock":{"a":2,"b":1`)
      })
    )
  )

  it.effect("are removed", () =>
    spec(
      { config: { clock: { a: 1, b: 1 } } },
      Effect.gen(function* () {
        const at = (field: string) => ({ ...why, file: "config", key: ["clock", field] }) as const
        const [good, stale] = [removeValue(at("a"), 1), removeValue(at("b"), 9)]
        assert.deepStrictEqual(yield* carryOut([good, stale]), { made: [good], dropped: [stale] })
        assert.deepStrictEqual(yield* readJson(FILE.config), { clock: { b: 1 } })
      })
    )
  )

  it.effect("are gone as wanted where all around them is", () =>
    spec(
      { config: {} },
      Effect.gen(function* () {
        const gone = removeValue({ ...why, file: "config", key: ["clock", "a"] }, 1)
        assert.deepStrictEqual(yield* carryOut([gone]), { made: [gone], dropped: [] })
      })
    )
  )

  it.effect.each<readonly [string, ValueFile, ReadonlyArray<string>, boolean]>([
    ["a setting, to an entry that is there", "config", ["clock", "a"], true],
    ["a setting, to an entry that is gone: not made", "config", ["news", "a"], false],
    ["a setting, below one that is gone: not made", "config", ["clock", "at", "a"], false],
    ["an entry", "config", ["news"], true],
    ["a secret, to a section that is gone", "secrets", ["news", "key"], true],
    ["a field, to a record that is there", "state", ["states", "clock", "a"], true]
  ])("are added: %s", ([_title, file, key, made]) =>
    spec(
      {
        config: { clock: {} },
        state: { clock: {} },
        files: { [FILE.secrets]: "{}" }
      },
      Effect.gen(function* () {
        const added = setValue({ ...why, file, key }, undefined, 1)
        assert.deepStrictEqual(
          yield* carryOut([added]),
          made ? { made: [added], dropped: [] } : { made: [], dropped: [added] }
        )
        assert.strictEqual(yield* at(FILE[file], ...key), made ? 1 : undefined)
      })
    )
  )

  it.effect("are nothing to do where there are none", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* carryOut([]), { made: [], dropped: [] })
      })
    )
  )
})

describe("members of a list", () => {
  it.effect("are marks, set and cleared", () =>
    spec(
      { files: { [FILE.marks]: `["news"]` } },
      Effect.gen(function* () {
        const changes = [
          Change.AddMember({ ...why, list: "marks", member: "clock" }),
          Change.RemoveMember({ ...why, list: "marks", member: "news" })
        ]
        assert.deepStrictEqual(yield* carryOut(changes), { made: changes, dropped: [] })
        assert.deepStrictEqual(yield* readJson(FILE.marks), ["clock"])
      })
    )
  )

  it.effect("are tombstones, set and cleared", () =>
    spec(
      {},
      Effect.gen(function* () {
        const member = { ...why, list: "tombstones", member: "clock" } as const
        const added = Change.AddMember(member)
        assert.deepStrictEqual(yield* carryOut([added]), { made: [added], dropped: [] })
        assert.deepStrictEqual(yield* readJson(FILE.tombstones), { clock: 0 })
        yield* carryOut([Change.RemoveMember(member)])
        assert.deepStrictEqual(yield* readJson(FILE.tombstones), {})
      })
    )
  )
})

describe("a byte-order mark", () => {
  it.effect("is put at the beginning of a file, and taken off", () =>
    spec(
      { config: GOOD },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* carryOut([MARK]), { made: [MARK], dropped: [] })
        assert.strictEqual(yield* text(FILE.config), `\uFEFF${GOOD}`)
        const off = Change.SetByteOrderMark({ ...MARK, present: false })
        assert.deepStrictEqual(yield* carryOut([off]), { made: [off], dropped: [] })
        assert.strictEqual(yield* text(FILE.config), GOOD)
      })
    )
  )

  it.effect("of a file that is gone is not put", () =>
    spec(
      {},
      Effect.gen(function* () {
        const change = Change.SetByteOrderMark({ ...MARK, file: FILE.secrets })
        assert.deepStrictEqual(yield* carryOut([change]), { made: [], dropped: [change] })
      })
    )
  )
})

it.effect("an entry is put under another key, once", () =>
  spec(
    { config: GOOD },
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* carryOut([RENAMED]), { made: [RENAMED], dropped: [] })
      assert.deepStrictEqual(yield* readJson(FILE.config), { time: { a: 1 } })
      assert.deepStrictEqual(yield* carryOut([RENAMED]), { made: [], dropped: [RENAMED] })
    })
  )
)

it.effect("a file is replaced as a whole where it is what it was", () =>
  spec(
    { config: BROKEN, files: { [REPLACED.by]: GOOD } },
    Effect.gen(function* () {
      const other = Change.ReplaceFile({ ...REPLACED, was: digest("another") })
      assert.deepStrictEqual(yield* carryOut([other]), { made: [], dropped: [other] })
      assert.deepStrictEqual(yield* carryOut([REPLACED]), { made: [REPLACED], dropped: [] })
      assert.deepStrictEqual([yield* text(FILE.config), yield* text(REPLACED.kept)], [GOOD, BROKEN])
    })
  )
)

it.effect("a state file that was made anew is not made from the journal, which has no records of it", () =>
  spec(
    {},
    Effect.gen(function* () {
      const change = Change.RebuildState(why)
      assert.deepStrictEqual(yield* carryOut([change]), { made: [], dropped: [change] })
      assert.isUndefined(yield* readJson(FILE.state))
    })
  )
)
