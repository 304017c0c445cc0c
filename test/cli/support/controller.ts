/** The controller as a process, followed by its log. */
import { assert } from "@effect/vitest"
import { spawn, type StdioOptions } from "node:child_process"
import { tmpdir } from "node:os"
import { program } from "./program.ts"

export interface LogLine {
  readonly message: string
  readonly level: string
  readonly [key: string]: unknown
}

export interface ControllerOptions {
  readonly args?: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>>
  /** Another program than this Node, and where the program lies: for installed ones. */
  readonly command?: readonly [string, ...ReadonlyArray<string>]
}

const isLine = (value: unknown): value is LogLine =>
  typeof value === "object" && value !== null && "message" in value && "level" in value

const line = (text: string): LogLine => {
  const value: unknown = JSON.parse(text)
  assert(isLine(value))
  return value
}

export const spawnController = (root: string, options: ControllerOptions, stdio: StdioOptions) => {
  const [file, ...before] = options.command ?? [process.execPath, program]
  const args = ["controller", "--root", root, "--port", "0", "--debounce", "50ms"]
  return spawn(file, [...before, ...args, ...(options.args ?? [])], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"], HOME: tmpdir(), ...options.env },
    stdio
  })
}

const running = new Set<ReturnType<typeof spawn>>()

/** Ends whatever a test has left behind. */
export const killAll = (): void => {
  for (const child of running) child.kill("SIGKILL")
}

/** Nothing of the environment of the tests reaches it but the path. */
export const startController = (root: string, options: ControllerOptions = {}) => {
  const child = spawnController(
    root,
    { ...options, args: ["--log-format", "json", "--log-level", "debug", ...(options.args ?? [])] },
    ["ignore", "ignore", "pipe"]
  )
  running.add(child)
  const lines: Array<LogLine> = []
  const waiting = new Set<() => void>()
  let rest = ""
  child.stderr?.on("data", (piece: Buffer) => {
    const texts = (rest + piece.toString()).split("\n")
    rest = texts.pop() ?? ""
    lines.push(...texts.map(line))
    for (const look of waiting) look()
  })
  const ended = new Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>(
    (resolve) => {
      child.on("close", (code, signal) => {
        running.delete(child)
        for (const look of waiting) look()
        resolve({ code, signal })
      })
    }
  )
  /** Waits for a line, also one that has been written already. */
  const said = (message: string, fits: (line: LogLine) => boolean = () => true): Promise<LogLine> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((candidate) => candidate.message === message && fits(candidate))
        if (found === undefined && running.has(child)) return
        waiting.delete(look)
        if (found === undefined) reject(new Error(`it ended without saying "${message}": ${rest}`))
        else resolve(found)
      }
      waiting.add(look)
      look()
    })
  return { child, ended, lines, said }
}

export type RunningController = ReturnType<typeof startController>

export const stopped = ({ child, ended }: RunningController) => {
  child.kill("SIGTERM")
  return ended
}

/** Looks every 20 ms. */
export const until = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = setInterval(() => {
      if (!holds()) return
      clearInterval(look)
      resolve()
    }, 20)
  })
