/** `npm run simulate`: every cut of many runs, on all cores; or one cut of one run, every step of it told. */
import { Effect } from "effect"
import { once } from "node:events"
import { availableParallelism } from "node:os"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import { flag, mustHaveTried, optionsOf, refuse, wholeNumber } from "../scriptOptions.ts"
import { type Fault, type Outcome, simulate } from "./simulate.ts"

interface Share {
  readonly desired: boolean
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
  points: 0,
  cuts: 0,
  nested: 0,
  windows: 0,
  overtaken: 0,
  theirLosses: 0,
  faults: []
}

const sum = (a: Outcome, b: Outcome): Outcome => ({
  operations: a.operations + b.operations,
  points: a.points + b.points,
  cuts: a.cuts + b.cuts,
  nested: a.nested + b.nested,
  windows: a.windows + b.windows,
  overtaken: a.overtaken + b.overtaken,
  theirLosses: a.theirLosses + b.theirLosses,
  faults: [...a.faults, ...b.faults]
})

const tellFault = ({ cut, seed, wrong }: Fault, desired: boolean): void => {
  say(
    `\nseed ${seed}, cut ${cut}: npm run simulate --${desired ? " --desired" : ""} --seed ${seed} --cut ${cut}`
  )
  for (const line of wrong.slice(0, 8)) say(`  ${line.slice(0, 400)}`)
}

const work = ({ desired, every, runs, seed }: Share): Promise<void> => {
  Error.stackTraceLimit = 0
  const seeds = Array.from({ length: Math.ceil(runs / every) }, (_, at) => seed + at * every)
  const tell = (outcome: Outcome) =>
    Effect.sync(() => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      parentPort?.postMessage(outcome)
    })
  const all = Effect.forEach(seeds, (own) => Effect.flatMap(simulate({ seed: own, desired }), tell), {
    discard: true
  })
  return Effect.runPromise(all)
}

const alone = async (seed: number, cut: number, desired: boolean): Promise<void> => {
  const { faults, points } = await Effect.runPromise(simulate({ seed, cut, desired, tell: say }))
  faults.forEach((fault) => tellFault(fault, desired))
  if (cut > points) refuse(`there is no cut ${cut} in seed ${seed}: it has ${points}`)
  if (faults.length > 0) process.exitCode = 1
}

const main = async (): Promise<void> => {
  const { cut, desired, runs, seed, workers } = optionsOf({
    command: "npm run simulate",
    about:
      "Cuts the power of a simulated disk before every file operation, and recovers. Exits with 1 where that fails.",
    options: {
      seed: wholeNumber(0)("the first run's seed", 1),
      runs: wholeNumber(1)("runs, each with the seed after the last one's", 100),
      cut: wholeNumber(0)("of the one run of --seed, this cut alone, every step told; 0: no cut", undefined),
      desired: flag("with documents of desired states: applied, followed, replaced, taken back, paused"),
      workers: wholeNumber(1, 256)("threads that share the runs", Math.min(availableParallelism(), 256))
    }
  })
  if (cut !== undefined) return alone(seed, cut, desired)
  const every = Math.min(workers, runs)
  const begun = performance.now()
  let total = NOTHING
  let done = 0
  const shares = Array.from({ length: every }, (_, at) => {
    const share: Share = { desired, seed: seed + at, runs: runs - at, every }
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.on("message", (outcome: Outcome) => {
      total = sum(total, outcome)
      done++
      const room = FAULTS_TOLD - (total.faults.length - outcome.faults.length)
      if (room > 0) outcome.faults.slice(0, room).forEach((fault) => tellFault(fault, desired))
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
  mustHaveTried(total.cuts)
  if (done < runs) say(`only ${done} of ${runs} runs came to their end`)
  if (total.faults.length > 0 || done < runs) process.exitCode = 1
}

await (isMainThread ? main() : work(workerData as Share))
