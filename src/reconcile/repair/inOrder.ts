import { Effect } from "effect"
import type { TransactionStep } from "../../changes/steps.ts"
import type { RepairStep } from "./journalled.ts"

/** Several steps as one, each carried out after the one before it. An error ends the row. */
export const inOrder = <E, R>(steps: ReadonlyArray<TransactionStep<E, R>>): RepairStep<E, R> => ({
  changes: steps.flatMap(({ changes }) => changes),
  carryOut: Effect.map(
    Effect.forEach(steps, ({ carryOut }) => carryOut),
    (all) => ({ made: all.flatMap(({ made }) => made) })
  )
})
