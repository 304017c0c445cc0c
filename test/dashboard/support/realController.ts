/** The built controller as a process, on a small installation with a store beside it, in a temporary directory. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { demoFiles, REGISTRY, ROOT } from "../../../src/cli/commands/demo/demoFiles.ts"

const program = fileURLToPath(new URL("../../../dist/cli/bin.js", import.meta.url))

export type Document = { readonly [name: string]: unknown }

export class RealController {
  private readonly place = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-page-"))
  private child: ChildProcess | undefined
  private port = "0"
  address = ""

  constructor() {
    for (const [path, content] of demoFiles()) {
      const file = join(this.place, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
  }

  /** On the same port as before, where there was a before. */
  async start(...args: ReadonlyArray<string>): Promise<void> {
    const line = ["controller", "--root", join(this.place, ROOT), "--registry", join(this.place, REGISTRY)]
    const child = spawn(process.execPath, [program, ...line, "--port", this.port, ...args], {
      stdio: ["ignore", "ignore", "pipe"]
    })
    this.child = child
    let told = ""
    const address = await new Promise<string>((resolve, reject) => {
      child.stderr.on("data", (piece: Buffer) => {
        told += piece.toString()
        const [, found] = /address=(http:\/\/\S+)/u.exec(told) ?? []
        if (found !== undefined) resolve(found)
      })
      child.once("exit", (code) => reject(new Error(`the controller ended with ${code}: ${told}`)))
    })
    this.address = address
    this.port = new URL(address).port
  }

  async stop(): Promise<void> {
    const { child } = this
    if (child === undefined || child.exitCode !== null) return
    child.kill("SIGTERM")
    await once(child, "exit")
  }

  remove(): void {
    rmSync(this.place, { recursive: true, force: true })
  }

  read(path: string): Document {
    const content: unknown = JSON.parse(readFileSync(join(this.place, ROOT, path), "utf8"))
    return content as Document
  }

  write(path: string, content: Document): void {
    this.writeText(path, JSON.stringify(content, undefined, 4))
  }

  writeText(path: string, content: string): void {
    mkdirSync(dirname(join(this.place, ROOT, path)), { recursive: true })
    writeFileSync(join(this.place, ROOT, path), content)
  }

  isThere(path: string): boolean {
    return existsSync(join(this.place, ROOT, path))
  }
}
