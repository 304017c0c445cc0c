import { assert, describe, it } from "@effect/vitest"
import { Equal } from "effect"
import { remembered } from "../../../../src/services/files/reading/remembered.ts"

describe("a memory of one entry", () => {
  const pair = (a: object, b: object) => ({ a, b })
  const [one, other] = [{ n: 1 }, { n: 1 }]

  it("gives the very same result for the very same inputs", () => {
    const made = remembered(pair)
    assert.strictEqual(made(one, other), made(one, other))
  })

  it("makes a new result where one input is another object", () => {
    const made = remembered(pair)
    assert.notStrictEqual(made(one, other), made(one, one))
  })

  it("remembers the last inputs alone", () => {
    const made = remembered(pair)
    const first = made(one, other)
    made(other, other)
    assert.notStrictEqual(made(one, other), first)
  })

  it("takes inputs for the same by the comparison that it is given", () => {
    const made = remembered(pair, Equal.equals)
    assert.strictEqual(made(one, one), made(other, other))
  })
})
