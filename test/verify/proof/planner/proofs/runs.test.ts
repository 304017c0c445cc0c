/** Whole runs over every state of one plugin, and the run after them. What holds is in `runProperties.ts`. */
import { describe } from "@effect/vitest"
import { runs } from "../proofs.ts"
import { proven } from "../proven.ts"

describe("a run, in every state", () => {
  for (const proof of runs()) proven(proof)
})
