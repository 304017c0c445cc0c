/**
 * Proves all of it, and prints what was proven: `npm run prove`. Exits with 1 where something does not hold.
 *
 *   node test/proof/planner/prove.ts [--quick]
 */
import { parseArgs } from "node:util"
import { prove, summary } from "./proof.ts"
import { quick, whole } from "./proofs.ts"
import { shipped } from "./run.ts"

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } })

const write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

for (const proof of values.quick ? quick() : whole()) {
  const proven = prove(proof, shipped)
  write(summary(proven))
  if (proven.covered !== proven.states) {
    write(`  covers ${proven.covered} of them only`)
    process.exitCode = 1
  }
  for (const [what, { count, state }] of proven.violations) {
    write(`  ${what}\n    in ${count} visits, such as: ${state}`)
    process.exitCode = 1
  }
}
