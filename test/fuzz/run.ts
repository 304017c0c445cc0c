/**
 * Hostile input, as much of it as you have time for. Exits with 1 where a promise was broken.
 *
 *   node test/fuzz/run.ts [--seed TEXT] [--runs N] [--minutes N] [--target NAME]… [--from N]
 *
 * `--runs` is per target; without it each target has its small budget of `npm test`. With `--minutes` seeds
 * follow each other until the time is over.
 */
import { parseArgs } from "node:util"
import { fuzz } from "./harness/fuzz.ts"
import type { Summary } from "./harness/protocol.ts"
import { told, toldSummary } from "./harness/tell.ts"
import { targets } from "./targets/index.ts"

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now()) },
    runs: { type: "string" },
    minutes: { type: "string" },
    target: { type: "string", multiple: true },
    from: { type: "string", default: "0" }
  }
})

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const chosen = targets.filter(({ name }) => values.target === undefined || values.target.includes(name))
const from = Number(values.from)
const until = values.minutes === undefined ? undefined : Date.now() + Number(values.minutes) * 60_000

if (chosen.length === 0 || !Number.isSafeInteger(from)) {
  print(`nothing to do; targets are ${targets.map(({ name }) => name).join(", ")}`)
  process.exitCode = 1
}

const round = (seed: string) =>
  fuzz({
    module: new URL("targets/index.ts", import.meta.url).href,
    targets,
    work: chosen.map(({ budget, name }) => ({
      target: name,
      seed,
      from,
      to: from + (values.runs === undefined ? budget : Number(values.runs))
    })),
    onFinding: (finding) => print(`\n${told(finding)}\n`),
    onSummary: (summary) => print(toldSummary(summary))
  })

const total = (summaries: ReadonlyArray<Summary>, findings: number): string => {
  const runs = summaries.reduce((sum, summary) => sum + summary.runs, 0)
  const bytes = summaries.reduce((sum, summary) => sum + summary.bytes, 0)
  return `${runs} runs, ${(bytes / 1024 / 1024).toFixed(0)} MiB, ${findings} broken promises`
}

let findings = 0
const summaries: Array<Summary> = []
const isOver = (): boolean => until === undefined || Date.now() >= until

for (let number = 0; number === 0 || !isOver(); number++) {
  const seed = number === 0 ? values.seed : `${values.seed}.${number}`
  print(`seed ${seed}`)
  // oxlint-disable-next-line no-await-in-loop -- one round after the other
  const fuzzed = await round(seed)
  findings += fuzzed.findings.length
  summaries.push(...fuzzed.summaries)
}
print(total(summaries, findings))
if (findings > 0) process.exitCode = 1
