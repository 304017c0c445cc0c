/** Whole runs over all pairs of plugins that can get into each other's way. */
import { describe } from "@effect/vitest"
import { pairs } from "../proofs.ts"
import { proven } from "../proven.ts"

describe("a run over two plugins, in every state", () => {
  for (const proof of pairs()) proven(proof)
})
