/** Whole runs towards every desired state of one plugin, and beside one that does not name it. */
import { describe } from "@effect/vitest"
import { desires } from "./proofs.ts"
import { proven } from "./proven.ts"

describe("a run with a desired state", () => {
  for (const proof of desires()) proven(proof)
})
