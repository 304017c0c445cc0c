import { assert, describe, it } from "@effect/vitest"
import { compare } from "./compare.ts"

const run = (values: { readonly [name: string]: number }) => ({
  figures: Object.entries(values).map(([name, value]) => ({ bench: "b", name, value, detail: "" }))
})

describe("figures compared with those of an earlier run", () => {
  it("names a ratio that is more than 15 % worse, with both values", () => {
    assert.deepStrictEqual(compare(run({ cold: 1, warm: 2 }), run({ cold: 1.16, warm: 2 })).worse, [
      { name: "cold", before: 1, now: 1.16 }
    ])
  })

  it("passes over what differs by no more, or is better", () => {
    assert.deepStrictEqual(compare(run({ cold: 1, warm: 2 }), run({ cold: 1.15, warm: 0.1 })).worse, [])
  })

  it("takes anything for worse where there was nothing", () => {
    assert.deepStrictEqual(compare(run({ writes: 0 }), run({ writes: 1 })).worse, [
      { name: "writes", before: 0, now: 1 }
    ])
  })

  it("takes a figure that could not be measured for worse", () => {
    assert.deepStrictEqual(compare(run({ cold: 1 }), run({ cold: Number.NaN })).worse, [
      { name: "cold", before: 1, now: Number.NaN }
    ])
  })

  it("tells which figures only one of the runs has, and judges them not", () => {
    assert.deepStrictEqual(compare(run({ old: 1, both: 1 }), run({ both: 1, new: 9 })), {
      worse: [],
      alone: ["old", "new"]
    })
  })
})
