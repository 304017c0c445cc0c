/** What one run leaves to the next: agreements, replaced records, what was undone. */
import { describe } from "@effect/vitest"
import { memories } from "../proofs.ts"
import { proven } from "../proven.ts"

describe("what is remembered, in every state", () => {
  for (const proof of memories()) proven(proof)
})
