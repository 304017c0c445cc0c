/** Ends a process that gets no further. By the processor time it has taken, where that can be told: on a busy machine time passes without anybody's fault. */
import type { ChildProcess } from "node:child_process"
import { readFileSync } from "node:fs"

const LOOK_MS = 250

/** By the clock, a process that does nothing at all is given so many times longer. */
const IDLE_FACTOR = 6

const read = (file: string): string => {
  try {
    return readFileSync(file, "latin1").trim()
  } catch {
    return ""
  }
}

/** Linux counts in hundredths of a second; elsewhere the answer is 0. */
const processorMsOf = (pid: number | undefined): number => {
  const fields = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
}

export interface Watch {
  readonly hung: () => boolean
  /** What the process last noted. */
  readonly stop: () => string
}

export const watchOver = (child: ChildProcess, progress: string, hangMs: number): Watch => {
  let last = ""
  let since = { clock: Date.now(), processor: 0 }
  let hung = false
  const timer = setInterval(() => {
    const noted = read(progress)
    const now = { clock: Date.now(), processor: processorMsOf(child.pid) }
    // Starting takes its time, and is no fault of the input: it is only waited for.
    const busy = noted === "" ? 0 : now.processor - since.processor
    if (noted !== last) {
      last = noted
      since = now
    } else if (busy > hangMs || now.clock - since.clock > IDLE_FACTOR * hangMs) {
      hung = true
      child.kill("SIGKILL")
    }
  }, LOOK_MS)
  return {
    hung: () => hung,
    stop: () => {
      clearInterval(timer)
      return read(progress)
    }
  }
}
