/**
 * What an input costs: processor time against what reading the same number of bytes as JSON takes on this
 * machine, and memory. Processor time, because a busy machine must not make a run look slow.
 */
import { readFileSync, writeFileSync } from "node:fs"

const MIB = 1024 * 1024

/** Where this was written: a second for a MiB. */
const FACTOR_MAX = 120

/** Small inputs are measured as if they had this size: starting anything takes its time. */
const BYTES_MIN = MIB / 4

/** Beside the input itself, for everything that is made of it on the way. */
const MEMORY_MIN = 96 * MIB
const MEMORY_FACTOR = 64

export const processorMs = (): number => {
  const { system, user } = process.threadCpuUsage()
  return (system + user) / 1000
}

const sample = JSON.stringify(
  Array.from({ length: 9000 }, (_, at) => ({
    id: `plugin-${at}`,
    enabled: at % 2 === 0,
    version: "1.2.3",
    options: [at, null, at / 3]
  }))
)

/** Milliseconds for a MiB of JSON, the best of several attempts. */
export const baseline = (): number => {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 7; round++) {
    const from = processorMs()
    JSON.stringify(JSON.parse(sample))
    best = Math.min(best, processorMs() - from)
  }
  return (best / sample.length) * MIB
}

export const allowedMs = (bytes: number, baselineMs: number): number =>
  (FACTOR_MAX * baselineMs * Math.max(bytes, BYTES_MIN)) / MIB

export const allowedMemory = (bytes: number): number => Math.max(MEMORY_MIN, MEMORY_FACTOR * bytes)

export interface Memory {
  readonly held: number
  /** The most that this process has ever held: its own, where `maxRSS` begins with what its parent had. */
  readonly peak: number
}

/** Bytes, as `/proc/self/status` gives them. */
export const memory = (): Memory => {
  const status = readFileSync("/proc/self/status", "utf8")
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "mu").exec(status)?.[1] ?? 0) * 1024
  return { held: bytes("VmRSS"), peak: bytes("VmHWM") }
}

/** From here on the peak is what is reached from here on: what starting took hides nothing. */
export const forgetPeak = (): void => {
  try {
    writeFileSync("/proc/self/clear_refs", "5")
  } catch {
    // Not everybody may; then only what goes beyond the older peak is seen.
  }
}

/** What was taken since: nothing can be said of it below a peak that stood before. */
export const grown = (since: Memory): number => {
  const { peak } = memory()
  return peak > since.peak ? peak - since.held : 0
}
