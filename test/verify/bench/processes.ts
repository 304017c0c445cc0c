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

export const processFigures = (root: string): ReadonlyArray<Figure> =>
  (["check", "reconcile"] as const).flatMap((command) => {
    const args = [BIN, command, "--root", root, "--json"]
    const bare = ["-e", "0"]
    for (let warmUp = 0; warmUp < 3; warmUp++) wallMs(args)
    const times = Array.from({ length: RUNS }, () => [wallMs(args), wallMs(bare)] as const)
    const [ours, nodes] = [median(times.map(([a]) => a)), median(times.map(([, b]) => b))]
    const peaks = Array.from({ length: 5 }, () => [peakKiB(args), peakKiB(bare)] as const)
    const [memory, bareMemory] = [median(peaks.map(([a]) => a)), median(peaks.map(([, b]) => b))]
    return [
      {
        name: `${command} of 20 plugins as a process / bare node`,
        value: ours / nodes,
        limit: 2,
        detail: `${ours.toFixed(0)} ms, ${nodes.toFixed(0)} ms`
      },
      {
        name: `${command}: peak memory / bare node`,
        value: memory / bareMemory,
        limit: 1.6,
        detail: `${(memory / 1024).toFixed(0)} MiB, ${(bareMemory / 1024).toFixed(0)} MiB`
      }
    ]
  })
