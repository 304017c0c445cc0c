// The pipeline of docs/examples/fleet, run for real: a web server, two controllers as processes, signatures by openssl.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { json, manifest, program, write } from "../support/program.ts"

const script = fileURLToPath(new URL("../../../docs/examples/fleet/roll-out.sh", import.meta.url))

const SIGNS = ["bar-left", "bar-right"]
const document = (plugins: object): string => JSON.stringify({ schema: "ledmatrix-desired/1", plugins })
const FORMER = document({ clock: { enabled: true } })
const GOOD = document({ clock: { enabled: true, settings: { city: "Bern" } } })
const BAD = document({ clock: { enabled: false }, "no-such-plugin": { enabled: true } })

describe("the pipeline", () => {
  let directory = ""
  let server: Server | undefined
  const children: Array<ChildProcess> = []
  const at = (...names: ReadonlyArray<string>): string => join(directory, ...names)

  const listen = async (made: Server): Promise<string> => {
    await new Promise<void>((resolve) => {
      made.listen(0, "127.0.0.1", resolve)
    })
    const bound = made.address()
    return `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`
  }

  /** A controller, and where it listens by its log. */
  const controller = (name: string, address: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const root = at(name)
      write(root, "config/config.json", { clock: { enabled: false } })
      write(root, "plugin-repos/clock/manifest.json", manifest("clock"))
      write(root, "plugins.json", { version: "1.0.0", plugins: [{ id: "clock" }] })
      const options = [
        "--root",
        root,
        "--port",
        "0",
        "--registry",
        join(root, "plugins.json"),
        "--sign",
        name
      ]
      const document = ["--desired", `${address}/desired.json`, "--desired-key", at("key.pub")]
      const times = ["--desired-poll", "1s", "--settle", "1s", "--resync", "1s"]
      const child = spawn(process.execPath, [program, "controller", ...options, ...document, ...times])
      children.push(child)
      let log = ""
      child.stderr.on("data", (chunk: Buffer) => {
        log += chunk.toString()
        const found = /address=(http:\S+)/u.exec(log)?.[1]
        if (found !== undefined) resolve(found)
      })
      child.on("close", () => reject(new Error(log)))
    })

  const rollOut = (text: string): Promise<{ readonly code: number; readonly out: string }> =>
    new Promise((resolve) => {
      writeFileSync(at("new.json"), text)
      writeFileSync(at("former.json"), FORMER)
      const env = {
        ...process.env,
        SIGN_KEY: at("key.pem"),
        PUBLISH: at("publish"),
        PREVIOUS: at("former.json"),
        SHARES: "1",
        EVERY: "1",
        GATE: "--min-reports 2 --soak 1s",
        LEDMATRIX_RECONCILER: `${process.execPath} ${program}`
      }
      execFile("sh", [script, at("new.json"), at("signs.json")], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr })
      })
    })

  const config = (name: string): unknown => json(readFileSync(at(name, "config/config.json"), "utf8"))

  /** Each sign has this config within half a minute. */
  const become = async (expected: unknown): Promise<void> => {
    const text = JSON.stringify(expected)
    for (let left = 60; left > 0; left--) {
      if (SIGNS.every((name) => JSON.stringify(config(name)) === text)) return
      // eslint-disable-next-line no-await-in-loop -- one look after the other
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    assert.deepStrictEqual(SIGNS.map(config), [expected, expected])
  }

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-fleet-"))
    mkdirSync(at("www"))
    const exec = (args: ReadonlyArray<string>) => execFileSync("openssl", args, { stdio: "pipe" })
    exec(["genpkey", "-algorithm", "ed25519", "-out", at("key.pem")])
    exec(["pkey", "-in", at("key.pem"), "-pubout", "-out", at("key.pub")])
    writeFileSync(at("publish"), `#!/bin/sh\nexec cp "$1" ${at("www")}/\n`, { mode: 0o755 })
    server = createServer((request, response) => {
      const file = at("www", (request.url ?? "").slice(1))
      if (existsSync(file)) response.end(readFileSync(file))
      else response.writeHead(404).end()
    })
    const address = await listen(server)
    const signs: Array<object> = []
    const started = SIGNS.map(async (name) => ({ name, address: await controller(name, address) }))
    signs.push(...(await Promise.all(started)))
    writeFileSync(at("signs.json"), JSON.stringify(signs))
  })
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL")
    server?.closeAllConnections()
    server?.close()
    rmSync(directory, { recursive: true })
  })

  it("brings a good document to all signs", async () => {
    const { code, out } = await rollOut(GOOD)
    assert.strictEqual(code, 0, out)
    await become({ clock: { enabled: true, city: "Bern" } })
  }, 120_000)

  it("takes a bad document back by itself, and the signs go back to the former one", async () => {
    const { code, out } = await rollOut(BAD)
    assert.strictEqual(code, 1, out)
    assert.include(out, "took it back")
    await become({ clock: { enabled: true, city: "Bern" } })
  }, 120_000)
})
