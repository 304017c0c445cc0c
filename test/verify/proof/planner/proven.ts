/** A proof as a spec: nothing is violated, every state is covered, and what it took is printed. */
import { assert, it } from "@effect/vitest"
import { prove, type Proof, type Proven, summary } from "./proof.ts"
import { type Planner, shipped } from "./model/run.ts"

/** The search is made when its result is first asked for. */
export const once = (proof: Proof, planner: Planner): (() => Proven) => {
  let known: Proven | undefined
  return () => (known ??= prove(proof, planner))
}

export const proven = (proof: Proof, search = once(proof, shipped)): void => {
  it(proof.title, () => {
    const result = search()
    process.stdout.write(`${summary(result)}\n`)
    assert.deepStrictEqual([...result.violations], [])
    assert.strictEqual(result.covered, result.states)
  })
}
