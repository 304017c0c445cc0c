/** `npm run prove`: proves all of it, and prints what was proven. */
import { flag, mustHaveTried, optionsOf } from "../../scriptOptions.ts"
import { prove, summary } from "./proof.ts"
import { quick, whole } from "./proofs.ts"
import { shipped } from "./model/run.ts"

const options = optionsOf({
  command: "npm run prove",
  about: "Searches the whole space of the planner. Exits with 1 where something does not hold.",
  options: { quick: flag("only what every `npm test` searches") }
})

const write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

for (const proof of options.quick ? quick() : whole()) {
  const proven = prove(proof, shipped)
  write(summary(proven))
  mustHaveTried(proven.visits)
  if (proven.covered !== proven.states) {
    write(`  covers ${proven.covered} of them only`)
    process.exitCode = 1
  }
  for (const [what, { count, state }] of proven.violations) {
    write(`  ${what}\n    in ${count} visits, such as: ${state}`)
    process.exitCode = 1
  }
}
