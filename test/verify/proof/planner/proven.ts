/** A proof as a spec: nothing is violated, every state is covered, and what it took is printed. */
import { assert, it } from "@effect/vitest"
import { prove, type Proof, summary } from "./proof.ts"
import { shipped } from "./run.ts"

export const proven = (proof: Proof): void => {
  it(proof.title, () => {
    const result = prove(proof, shipped)
    process.stdout.write(`${summary(result)}\n`)
    assert.deepStrictEqual([...result.violations], [])
    assert.strictEqual(result.covered, result.states)
  })
}
