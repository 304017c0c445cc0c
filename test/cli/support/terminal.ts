/** The program on a terminal: `script` gives it one, and what is typed there. */
import { spawn } from "node:child_process"
import { tmpdir } from "node:os"
import { program } from "./program.ts"

export interface TerminalOptions {
  readonly typed?: string
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly columns?: number
  /** What standard output is, where it is not the terminal. */
  readonly redirected?: string
  /** Called with all that has been shown so far, each time that more is. */
  readonly during?: (shown: string, type: (text: string) => void, stop: () => void) => void
}

export interface OnTerminal {
  readonly code: number | null
  /** Standard output and standard error, as the terminal has them. */
  readonly shown: string
}

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`

export const runOnTerminal = (
  args: ReadonlyArray<string>,
  { columns = 80, cwd = tmpdir(), during, env = {}, redirected = "", typed = "" }: TerminalOptions = {}
): Promise<OnTerminal> =>
  new Promise((resolve, reject) => {
    const line = `stty cols ${columns}; ${[process.execPath, program, ...args].map(quoted).join(" ")}${redirected}`
    const child = spawn("script", ["-qec", line, "/dev/null"], {
      cwd,
      env: {
        PATH: process.env["PATH"],
        HOME: tmpdir(),
        TERM: "xterm",
        NO_COLOR: "1",
        SHELL: "/bin/sh",
        ...env
      },
      stdio: ["pipe", "pipe", "ignore"]
    })
    let shown = ""
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString()
      during?.(
        shown,
        (text) => child.stdin.write(text),
        () => child.kill("SIGTERM")
      )
    })
    child.on("error", reject)
    child.on("close", (code) => {
      resolve({ code, shown: shown.replaceAll("\r\n", "\n") })
    })
    if (typed !== "") child.stdin.write(typed)
  })
