/** Changes carried out one by one: where their evidence stands. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Change, FILE, placeFetched, setValue, type ValueFile } from "../../src/domain/changes/Change.ts"
import { carryOut, groupsOf } from "../../src/changes/carryOut.ts"
import { spec } from "../support/operating.ts"
import { readJson } from "../support/reconciling.ts"

const why = { plugin: "clock", cause: "undo" }

describe("changes", () => {
  const value = (file: ValueFile, key: string) => setValue({ ...why, file, key: [key] }, undefined, 1)
  const [a, b, c, d] = [value("config", "a"), value("config", "b"), value("state", "c"), value("config", "d")]
  const directory = placeFetched(why, "config/config.json")

  it("are grouped by file where they are neighbours", () => {
    assert.deepStrictEqual(groupsOf([a, b, c, d]), [[a, b], [c], [d]])
  })

  it("of a list are grouped, whether they add or remove", () => {
    const marks = { ...why, list: "marks" } as const
    const [adds, removes] = [
      Change.AddMember({ ...marks, member: "a" }),
      Change.RemoveMember({ ...marks, member: "b" })
    ]
    const other = Change.AddMember({ ...why, list: "tombstones", member: "a" })
    assert.deepStrictEqual(groupsOf([adds, removes, other]), [[adds, removes], [other]])
  })

  it("of a directory stand alone", () => {
    assert.deepStrictEqual(groupsOf([a, directory, directory]), [[a], [directory], [directory]])
  })
})

describe("values of a file", () => {
  const CLOCK = `{"clock": {"a": 1, "b": 1}}`

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
