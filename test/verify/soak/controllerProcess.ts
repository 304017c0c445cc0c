/** The built controller as a process on an installation, and what is asked of it. */
import { type ChildProcess, spawn } from "node:child_process"
import { createWriteStream } from "node:fs"
import { tmpdir } from "node:os"
import { fileURLToPath } from "node:url"

const program = fileURLToPath(new URL("../../../dist/cli/bin.js", import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
}

/** Runs a command of the program to its end. */
export const command = (root: string, registry: string, args: ReadonlyArray<string>): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const shared = ["--root", root, "--registry", registry, "--offline", "--json", "--log-level", "none"]
    const child = spawn(process.execPath, [program, ...args, ...shared], {
      env: { PATH: process.env["PATH"], HOME: tmpdir() },
      stdio: ["ignore", "pipe", "ignore"]
    })
    let stdout = ""
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()))
    child.on("error", reject)
    child.on("close", (code) => {
      resolve({ code, stdout })
    })
  })

export interface Running {
  readonly child: ChildProcess
  readonly address: string
  readonly ended: Promise<number | null>
}

/** Started once it listens. */
export const startController = (root: string, registry: string, log: string): Promise<Running> =>
  new Promise((resolve, reject) => {
    const args = ["controller", "--root", root, "--registry", registry, "--offline", "--port", "0"]
    const child = spawn(process.execPath, [program, ...args, "--resync", "20s"], {
      env: { PATH: process.env["PATH"], HOME: tmpdir() },
      stdio: ["ignore", "ignore", "pipe"]
    })
    const file = createWriteStream(log, { flags: "a" })
    const ended = new Promise<number | null>((end) => child.on("close", end))
    let text = ""
    child.stderr.on("data", (chunk: Buffer) => {
      file.write(chunk)
      if (text.length < 100_000) text += chunk.toString()
      const address = /address="?(http:\/\/127\.0\.0\.1:\d+)/u.exec(text)?.[1]
      if (address !== undefined) resolve({ child, address, ended })
    })
    child.on("close", (code) => {
      reject(new Error(`the controller ended with ${code} before it listened: ${text}`))
    })
  })

export interface Answered {
  readonly status: number
  readonly body: unknown
}

export const ask = async (
  { address }: Pick<Running, "address">,
  method: "GET" | "POST",
  path: string,
  body?: unknown
): Promise<Answered> => {
  const response = await fetch(`${address}/api/v3/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } })
  })
  const text = await response.text()
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
}
