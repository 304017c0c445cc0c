/** Real directories for tests of the built program, and the program run on them as a process. */
import { spawn } from "node:child_process"
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const program = fileURLToPath(new URL("../../../dist/cli/bin.js", import.meta.url))

/** Node, and the file that it runs. */
interface Runnable {
  readonly node: string
  readonly program: string
}

/** Copies of both in `directory`, for a user who may not enter this checkout. */
export const copiedTo = (directory: string): Runnable => {
  const node = join(directory, "node")
  chmodSync(directory, 0o755)
  copyFileSync(process.execPath, node)
  cpSync(dirname(program), join(directory, "cli"), { recursive: true })
  return { node, program: join(directory, "cli/bin.js") }
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Words before the command, which start it in other surroundings. */
  readonly before?: ReadonlyArray<string>
  /** What is run instead of this checkout's. */
  readonly runnable?: Runnable
  /** Called once the program has started. */
  readonly during?: (child: ReturnType<typeof spawn>) => void
}

/** Runs the program to its end. Nothing of the environment of the tests reaches it but the path. */
export const run = (args: ReadonlyArray<string>, options: RunOptions = {}): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const { node, program: script } = options.runnable ?? { node: process.execPath, program }
    const [file = node, ...words] = [...(options.before ?? []), node, script, ...args]
    const child = spawn(file, words, {
      cwd: options.cwd ?? tmpdir(),
      env: { PATH: process.env["PATH"], HOME: tmpdir(), ...options.env },
      stdio: ["ignore", "pipe", "pipe"]
    })
    let stdout = ""
    let stderr = ""
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()))
    child.on("error", reject)
    child.on("close", (code, signal) => {
      resolve({ code, signal, stdout, stderr })
    })
    options.during?.(child)
  })

export const json = (text: string): unknown => JSON.parse(text)

export const write = (root: string, path: string, content: unknown): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(
    join(root, path),
    typeof content === "string" || content instanceof Uint8Array
      ? content
      : JSON.stringify(content, undefined, 4)
  )
}

export const manifest = (id: string, version = "1.0.0") => ({
  id,
  name: `The ${id}`,
  version,
  class_name: "Plugin",
  display_modes: [id]
})

export const record = (id: string, enabled: boolean) => ({
  plugin_id: id,
  status: enabled ? "enabled" : "disabled",
  enabled,
  version: "1.0.0",
  installed_at: "2026-04-08T09:12:33.123456",
  last_updated: "2026-04-08T09:13:02.654321",
  config_version: 2,
  metadata: {}
})

/** An installation in which nothing disagrees: one plugin, enabled everywhere. */
export const healthyRoot = (): string => {
  const root = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-test-"))
  write(root, "config/config.json", { timezone: "UTC", clock: { enabled: true } })
  write(root, "data/plugin_state.json", {
    version: 1,
    states: { clock: record("clock", true) },
    last_updated: "2026-04-08T09:13:02.655000"
  })
  write(root, "plugin-repos/clock/manifest.json", manifest("clock"))
  return root
}

export const removed = (root: string): void => {
  rmSync(root, { recursive: true, force: true })
}
