/** That the proofs would notice: planners broken in one thing each, and the property that sees it. */
import { assert, describe, it } from "@effect/vitest"
import { desiredMutations } from "./desiredMutations.ts"
import { mutations } from "./mutations.ts"
import { prove } from "../proof.ts"

describe("a planner in which", () => {
  for (const { caughtBy, planner, proof, what } of [...mutations, ...desiredMutations]) {
    it(`${what} does not pass "${caughtBy}"`, () => {
      const { violations } = prove(proof(), planner, { until: caughtBy })
      const properties = [...violations.keys()].map((violation) => violation.slice(0, caughtBy.length))
      assert.include(properties, caughtBy)
    })
  }
})
