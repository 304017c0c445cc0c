/** Whole runs towards desired states of one plugin, and beside one that does not name it: a few of those of `npm run prove`. */
import { describe } from "@effect/vitest"
import { fewDesires } from "../proofs.ts"
import { proven } from "../proven.ts"

describe("a run with a desired state", () => {
  for (const proof of fewDesires()) proven(proof)
})
