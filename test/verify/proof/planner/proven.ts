/** A proof as a spec: nothing is violated, every state is covered, and what it took is printed. */
import { assert, it } from "@effect/vitest"
import { prove, type Proof, summary } from "./proof.ts"
import { shipped } from "./run.ts"

/** Generous: a search takes what it takes, and machines are busy. */
export const SEARCH = { timeout: 900_000 }

export const proven = (proof: Proof): void => {
  it(proof.title, SEARCH, () => {
    const result = prove(proof, shipped)
    process.stdout.write(`${summary(result)}\n`)
    assert.deepStrictEqual([...result.violations], [])
    assert.strictEqual(result.covered, result.states)
  })
}
