/** The built controller as a process of its own, asked over HTTP and seen from outside. */
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { BIN } from "../processes.ts"

export interface ControllerProcess {
  /** A pass that was asked for; its answer is waited for. */
  readonly reconcile: () => Promise<void>
  /** Passes since it was started. */
  readonly passes: () => Promise<number>
  readonly residentKiB: () => number
  readonly peakKiB: () => number
  /** Seconds of one core, since it was started. */
  readonly cpuSeconds: () => number
  readonly end: () => void
}

/** As Linux counts them, on every machine of today. */
const TICKS_PER_SECOND = 100

const answered = async (address: string): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      await (await fetch(address)).arrayBuffer()
      return
    } catch (error) {
      if (attempt > 300) throw error
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(100)
    }
  }
}

export const startController = async (
  root: string,
  port: number,
  more: ReadonlyArray<string> = []
): Promise<ControllerProcess> => {
  const args = ["controller", "--root", root, "--offline", "--authority", "state", "--port", String(port)]
  const child = spawn(process.execPath, [BIN, ...args, "--log-level", "error", ...more], { stdio: "ignore" })
  const base = `http://127.0.0.1:${port}`
  const about = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, "utf8")
  const kib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`, "u").exec(about("status"))?.[1])
  const passes = async (): Promise<number> => {
    const text = await (await fetch(`${base}/metrics`)).text()
    const counts = text.matchAll(/^ledmatrix_reconciler_passes_total\{[^}]*\} (\d+)$/gmu)
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
  }
  try {
    await answered(`${base}/healthz`)
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    while ((await passes()) === 0) await sleep(50)
  } catch (error) {
    child.kill()
    throw error
  }
  return {
    reconcile: async () => {
      const response = await fetch(`${base}/api/v3/plugins/state/reconcile`, { method: "POST" })
      const text = await response.text()
      if (!response.ok) throw new Error(text)
    },
    passes,
    residentKiB: () => kib("VmRSS"),
    peakKiB: () => kib("VmHWM"),
    cpuSeconds: () => {
      const fields = about("stat").split(") ")[1]?.split(" ") ?? []
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
    },
    end: () => void child.kill()
  }
}
