/** `npm run fuzz`: hostile input, as much of it as you have time for. */
import { mustHaveTried, optionsOf, positiveNumber, someOf, text, wholeNumber } from "../scriptOptions.ts"
import { fuzz } from "./harness/fuzz.ts"
import type { Summary } from "./harness/worker/protocol.ts"
import { told, toldSummary } from "./harness/tell.ts"
import { targets } from "./targets/index.ts"

const names = targets.map(({ name }) => name)

const options = optionsOf({
  command: "npm run fuzz",
  about: "Hostile input, as much of it as you have time for. Exits with 1 where a promise was broken.",
  options: {
    seed: text("TEXT")("makes the inputs; without it, another one each time", undefined),
    runs: wholeNumber(1)("runs of each target; without it, the small budget of `npm test`", undefined),
    minutes: positiveNumber("seeds follow each other until this time is over", undefined),
    target: someOf("NAME", names, "of these targets only"),
    from: wholeNumber(0)("the first run's number", 0)
  }
})
const { from, minutes, runs, seed: firstSeed = String(Date.now()) } = options

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const chosen = targets.filter(({ name }) => options.target.length === 0 || options.target.includes(name))
const until = minutes === undefined ? undefined : Date.now() + minutes * 60_000

const round = (seed: string) =>
  fuzz({
    module: new URL("targets/index.ts", import.meta.url).href,
    targets,
    work: chosen.map(({ budget, name }) => ({
      target: name,
      seed,
      from,
      to: from + (runs ?? budget)
    })),
    onFinding: (finding) => print(`\n${told(finding)}\n`),
    onSummary: (summary) => print(toldSummary(summary))
  })

const tried = (summaries: ReadonlyArray<Summary>): number =>
  summaries.reduce((sum, summary) => sum + summary.runs, 0)

const total = (summaries: ReadonlyArray<Summary>, findings: number): string => {
  const bytes = summaries.reduce((sum, summary) => sum + summary.bytes, 0)
  return `${tried(summaries)} runs, ${(bytes / 1024 / 1024).toFixed(0)} MiB, ${findings} broken promises`
}

let findings = 0
const summaries: Array<Summary> = []
const isOver = (): boolean => until === undefined || Date.now() >= until

for (let number = 0; number === 0 || !isOver(); number++) {
  const seed = number === 0 ? firstSeed : `${firstSeed}.${number}`
  print(`seed ${seed}`)
  // oxlint-disable-next-line no-await-in-loop -- one round after the other
  const fuzzed = await round(seed)
  findings += fuzzed.findings.length
  summaries.push(...fuzzed.summaries)
}
print(total(summaries, findings))
// A run that ended its process is counted in no summary, and was tried all the same.
mustHaveTried(tried(summaries) + findings)
if (findings > 0) process.exitCode = 1
