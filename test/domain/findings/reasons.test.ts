/** What people are told of each cause: the sentences that every shell builds on. */
import { assert, describe, it } from "@effect/vitest"
import { type ReasonWords, reasons } from "../../../src/domain/findings/reasons.ts"

const all = Object.entries<ReasonWords>(reasons)

describe.each(all)("of %s", (_reason, { advice, meaning, remedies, repair }) => {
  it("is said what it means, in a sentence that a shell ends", () => {
    assert.match(meaning, /^[A-Z].*[^.]$/u)
  })

  it("is said what a repair does, or what a person can do or has to know", () => {
    assert.isTrue(repair !== undefined || advice !== undefined)
  })

  it("is said in whole sentences what a person can do", () => {
    assert.match(advice ?? "Nothing.", /^[A-Z].*\.$/u)
  })

  it("is said what a repair does so that it goes on after its subject", () => {
    assert.match(repair ?? "does it", /^[a-z]\w*s .*[^.]$/u)
  })

  it("remedies are said, or none are spoken of", () => {
    assert.isAbove(remedies?.length ?? 1, 0)
  })
})
