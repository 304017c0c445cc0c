/**
 * `npm run simulate -- --seed N --runs M`: every cut of M runs, from seed N on, on all cores. A failure is told
 * with its seed and cut; `--seed N --cut K` runs that alone and tells every step of it.
 */
import { Effect } from "effect"
import { once } from "node:events"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import { type Fault, type Outcome, simulate } from "./simulate.ts"

interface Share {
  readonly seed: number
  readonly runs: number
  readonly every: number
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const FAULTS_TOLD = 20

const NOTHING: Outcome = {
  operations: 0,
  cuts: 0,
  nested: 0,
  windows: 0,
  overtaken: 0,
  theirLosses: 0,
  faults: []
}

const sum = (a: Outcome, b: Outcome): Outcome => ({
  operations: a.operations + b.operations,
  cuts: a.cuts + b.cuts,
  nested: a.nested + b.nested,
  windows: a.windows + b.windows,
  overtaken: a.overtaken + b.overtaken,
  theirLosses: a.theirLosses + b.theirLosses,
  faults: [...a.faults, ...b.faults]
})

const tellFault = ({ cut, seed, wrong }: Fault): void => {
  say(`\nseed ${seed}, cut ${cut}: npm run simulate -- --seed ${seed} --cut ${cut}`)
  for (const line of wrong.slice(0, 8)) say(`  ${line.slice(0, 400)}`)
}

const work = ({ every, runs, seed }: Share): Promise<void> => {
  Error.stackTraceLimit = 0
  const seeds = Array.from({ length: Math.ceil(runs / every) }, (_, at) => seed + at * every)
  const tell = (outcome: Outcome) =>
    Effect.sync(() => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      parentPort?.postMessage(outcome)
    })
  const all = Effect.forEach(seeds, (own) => Effect.flatMap(simulate({ seed: own }), tell), { discard: true })
  return Effect.runPromise(all)
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      runs: { type: "string", default: "100" },
      cut: { type: "string" },
      workers: { type: "string", default: String(availableParallelism()) }
    }
  })
  const seed = Number(values.seed)
  if (values.cut !== undefined) {
    const { faults } = await Effect.runPromise(simulate({ seed, cut: Number(values.cut), tell: say }))
    faults.forEach(tellFault)
    if (faults.length > 0) process.exitCode = 1
    return
  }
  const runs = Number(values.runs)
  const every = Math.min(Number(values.workers), runs)
  const begun = performance.now()
  let total = NOTHING
  let done = 0
  const shares = Array.from({ length: every }, (_, at) => {
    const share: Share = { seed: seed + at, runs: runs - at, every }
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.on("message", (outcome: Outcome) => {
      total = sum(total, outcome)
      done++
      const room = FAULTS_TOLD - (total.faults.length - outcome.faults.length)
      if (room > 0) outcome.faults.slice(0, room).forEach(tellFault)
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${runs} runs, ${total.cuts} cuts `)
    })
    return once(worker, "exit")
  })
  await Promise.all(shares)
  const seconds = (performance.now() - begun) / 1000
  say(
    `\nseeds ${seed} to ${seed + runs - 1}: ${done} runs, ${total.operations} file operations, in ${seconds.toFixed(0)} s`
  )
  say(`cut points recovered from: ${total.cuts}, of which in the middle of a recovery: ${total.nested}`)
  say(`LEDMatrix renamed within the documented window: ${total.windows} times`)
  say(`LEDMatrix saved again before its last save had been carried over: ${total.overtaken} times`)
  say(`documents that LEDMatrix lost by never syncing them: ${total.theirLosses}`)
  say(`failures: ${total.faults.length}`)
  if (total.faults.length > 0 || done < runs) process.exitCode = 1
}

await (isMainThread ? main() : work(workerData as Share))
