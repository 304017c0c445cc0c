// Goal: a sign with very many problems is told of in a few words, and nothing of it is lost.
import { assert, describe, it } from "@effect/vitest"
import { alike, enumeration } from "../../src/dashboard/model/findings/alike.ts"
import { openFindings } from "../../src/dashboard/model/findings/standing.ts"
import { finding } from "./support/documents.ts"

describe("what is wrong with many plugins in the same way", () => {
  const gone = (id: string) =>
    finding(id, {
      inconsistency_type: "plugin_missing_on_disk",
      reason: "not_in_registry",
      outcome: { status: "manual" }
    })
  const many = (n: number) => Array.from({ length: n }, (_, at) => gone(`gone-${at}`))
  const choices = [{ choice: "a", does: "stays" }]

  it("is shown once where it is more than four", () => {
    assert.deepStrictEqual(
      alike([...many(4), gone("more")]).map((group) => group.length),
      [5]
    )
    assert.deepStrictEqual(
      alike(many(4)).map((group) => group.length),
      [1, 1, 1, 1]
    )
  })

  it("is shown of each where each has a choice of its own", () => {
    assert.strictEqual(alike(many(9).map((one) => ({ ...one, choices }))).length, 9)
  })

  it("names some of them, and says how many more", () => {
    assert.strictEqual(enumeration(["a", "b", "c", "d", "e", "f"]), "a, b, c, d, e and 1 more")
  })

  it("comes in the order in which people count", () => {
    const found = ["gone-10", "gone-9"].map(gone)
    assert.deepStrictEqual(
      openFindings(found).map(({ plugin_id }) => plugin_id),
      ["gone-9", "gone-10"]
    )
  })
})
