/** Whole processes: what a one-shot run costs beside a bare start of Node. */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { type Figure, median } from "./measure.ts"

export const BIN = fileURLToPath(new URL("../../../dist/cli/bin.js", import.meta.url))

/**
 * Prints the process's own peak memory as it ends, on a channel of its own. Not `maxRSS`: that begins with
 * the memory of the parent process.
 */
const PEAK = `data:text/javascript,${encodeURIComponent(
  'import{readFileSync,writeSync}from"node:fs";process.on("exit",()=>writeSync(3,/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status","utf8"))[1]))'
)}`

export const wallMs = (args: ReadonlyArray<string>): number => {
  const start = performance.now()
  spawnSync(process.execPath, args, { stdio: "ignore" })
  return performance.now() - start
}

/** Of a process that was started so, and has ended. */
export const peakKiB = (args: ReadonlyArray<string>): number => {
  const { output } = spawnSync(process.execPath, ["--import", PEAK, ...args], {
    stdio: ["ignore", "ignore", "ignore", "pipe"]
  })
  return Number(output[3]?.toString())
}

const RUNS = 31

const BARE = ["-e", "0"]

/** The words of each command, and what it may cost in starts of bare Node. */
const commands = [
  { words: ["check"], limit: 2 },
  { words: ["reconcile"], limit: 2 },
  { words: ["explain", "plugin-00001"], limit: 3 },
  { words: ["history"], limit: 3 },
  { words: ["installed"], limit: 3 },
  { words: ["install", "not a name", "--offline"], limit: 3 },
  { words: ["--help"], limit: 3 }
] as const

const timeOf = (name: string, args: ReadonlyArray<string>, limit: number): Figure => {
  for (let warmUp = 0; warmUp < 3; warmUp++) wallMs(args)
  const times = Array.from({ length: RUNS }, () => [wallMs(args), wallMs(BARE)] as const)
  const [ours, bare] = [median(times.map(([a]) => a)), median(times.map(([, b]) => b))]
  return { name, value: ours / bare, limit, detail: `${ours.toFixed(0)} ms, ${bare.toFixed(0)} ms` }
}

const memoryOf = (name: string, args: ReadonlyArray<string>, limit: number): Figure => {
  const peaks = Array.from({ length: 5 }, () => [peakKiB(args), peakKiB(BARE)] as const)
  const [ours, bare] = [median(peaks.map(([a]) => a)), median(peaks.map(([, b]) => b))]
  const detail = `${(ours / 1024).toFixed(0)} MiB, ${(bare / 1024).toFixed(0)} MiB`
  return { name, value: ours / bare, limit, detail }
}

export const processFigures = (root: string): ReadonlyArray<Figure> => {
  const argumentsOf = (words: ReadonlyArray<string>) => [BIN, ...words, "--root", root, "--json"]
  return [
    ...commands.map(({ words, limit }) =>
      timeOf(`${words[0]} of 20 plugins as a process / bare node`, argumentsOf(words), limit)
    ),
    memoryOf("check: peak memory / bare node", argumentsOf(["check"]), 1.3),
    memoryOf("reconcile: peak memory / bare node", argumentsOf(["reconcile"]), 1.3)
  ]
}
