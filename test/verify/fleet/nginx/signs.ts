/** Real controllers, each a process on a card of its own, with their metrics. */
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { manifest, program, write } from "../../../cli/support/program.ts"

export interface RealSign {
  readonly name: string
  readonly config: () => string
  readonly metrics: () => Promise<string>
  /** Of all that it said. */
  readonly log: () => string
  readonly end: () => Promise<void>
}

interface Times {
  readonly poll: number
  readonly settle: number
}

/** What the plugin store of all has. */
export const writeRegistry = (directory: string): string => {
  write(directory, "plugins.json", { version: "1.0.0", plugins: [{ id: "clock" }] })
  return join(directory, "plugins.json")
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.on("close", () => resolve())
  })

export const startSign = (
  directory: string,
  name: string,
  address: string,
  times: Times
): Promise<RealSign> => {
  const root = join(directory, name)
  write(root, "config/config.json", { timezone: "Europe/Berlin", clock: { enabled: false, size: 3 } })
  write(root, "plugin-repos/clock/manifest.json", manifest("clock"))
  const options = {
    root,
    port: "0",
    sign: name,
    registry: join(directory, "plugins.json"),
    desired: `${address}/desired.json?sign=${name}`,
    "desired-key": join(directory, "key.pub"),
    "desired-poll": `${times.poll}s`,
    settle: `${times.settle}s`
  }
  const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value])
  const child = spawn(process.execPath, [program, "controller", ...args], {
    stdio: ["ignore", "ignore", "pipe"]
  })
  const closed = ended(child)
  let log = ""
  return new Promise((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString()
      const listening = /address=(http:\S+)/u.exec(log)?.[1]
      if (listening === undefined) return
      resolve({
        name,
        config: () => readFileSync(join(root, "config/config.json"), "utf8"),
        metrics: async () => (await fetch(`${listening}/metrics`)).text(),
        log: () => log,
        end: () => {
          child.kill("SIGTERM")
          return closed
        }
      })
    })
    child.on("close", () => reject(new Error(`${name} ended: ${log}`)))
  })
}

const first = (pattern: RegExp, metrics: string): string => pattern.exec(metrics)?.[1] ?? ""

/** What the metrics say of the desired state. */
export const standing = (metrics: string) => ({
  revision: first(/^ledmatrix_desired_info\{revision="(\w*)"/mu, metrics),
  state: first(/^ledmatrix_desired_info\{.*state="(\w*)"/mu, metrics),
  harmful: Number(first(/^ledmatrix_desired_rejections_total\{reason="harmful"\} (\d+)/mu, metrics))
})
