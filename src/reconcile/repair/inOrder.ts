import { Effect } from "effect"
import type { Carried } from "../../changes/carryOut.ts"
import type { Step } from "../../changes/steps.ts"

/** Several steps as one, each carried out after the one before it. An error ends the row. */
export const inOrder = <E, R>(steps: ReadonlyArray<Step<E, R>>): Step<E, R> => ({
  changes: steps.flatMap(({ changes }) => changes),
  carryOut: Effect.map(
    Effect.forEach(steps, ({ carryOut }) => carryOut),
    (all): Carried => ({
      made: all.flatMap(({ made }) => made),
      dropped: all.flatMap(({ dropped }) => dropped)
    })
  )
})
