/** Two signs whose controllers ask a web server for their document, with a key, as the pipeline of docs/fleet.md finds them. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { until } from "./controller.ts"
import { json, manifest, program, write } from "./program.ts"

const SIGNS = ["bar-left", "bar-right"]

const document = (plugins: object): string => JSON.stringify({ schema: "ledmatrix-desired/1", plugins })
export const FORMER = document({ clock: { enabled: true } })
export const GOOD = document({ clock: { enabled: true, settings: { city: "Bern" } } })
export const BAD = document({ clock: { enabled: false }, "no-such-plugin": { enabled: true } })
/** What the signs' config is by the good document. */
export const BERN = { clock: { enabled: true, city: "Bern" } }

/** In the directory: `key.pem`, `www`, `publish` (a command that copies there), `signs.json`. */
export const startSigns = async () => {
  const directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-fleet-"))
  const children: Array<ChildProcess> = []
  const at = (...names: ReadonlyArray<string>): string => join(directory, ...names)

  /** A controller, and where it listens by its log. */
  const controller = (name: string, address: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const root = at(name)
      write(root, "config/config.json", { clock: { enabled: false } })
      write(root, "plugin-repos/clock/manifest.json", manifest("clock"))
      write(root, "plugins.json", { version: "1.0.0", plugins: [{ id: "clock" }] })
      const store = ["--registry", join(root, "plugins.json")]
      const options = ["--root", root, "--port", "0", "--sign", name, ...store]
      const desired = ["--desired", `${address}/desired.json`, "--desired-key", at("key.pub")]
      const times = ["--desired-poll", "1s", "--settle", "1s", "--resync", "1s"]
      const child = spawn(process.execPath, [program, "controller", ...options, ...desired, ...times])
      children.push(child)
      let log = ""
      child.stderr.on("data", (chunk: Buffer) => {
        log += chunk.toString()
        const found = /address=(http:\S+)/u.exec(log)?.[1]
        if (found !== undefined) resolve(found)
      })
      child.on("close", () => reject(new Error(log)))
    })

  const config = (name: string): unknown => json(readFileSync(at(name, "config/config.json"), "utf8"))

  mkdirSync(at("www"))
  const openssl = (...args: ReadonlyArray<string>) => execFileSync("openssl", args, { stdio: "pipe" })
  openssl("genpkey", "-algorithm", "ed25519", "-out", at("key.pem"))
  openssl("pkey", "-in", at("key.pem"), "-pubout", "-out", at("key.pub"))
  // One is there already: signs that find none ask more and more rarely.
  writeFileSync(at("www/desired.json"), JSON.stringify({ ...Object(json(FORMER)), serial: 1 }))
  const signature = ["-in", at("www/desired.json"), "-out", at("www/desired.json.sig")]
  openssl("pkeyutl", "-sign", "-rawin", "-inkey", at("key.pem"), ...signature)
  writeFileSync(at("publish"), `#!/bin/sh\nexec cp "$1" ${at("www")}/\n`, { mode: 0o755 })
  const server = createServer((request, response) => {
    const file = at("www", (request.url ?? "").slice(1))
    if (existsSync(file)) response.end(readFileSync(file))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const bound = server.address()
  const address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`
  const signs = await Promise.all(
    SIGNS.map(async (name) => ({ name, address: await controller(name, address) }))
  )
  writeFileSync(at("signs.json"), JSON.stringify(signs))

  return {
    at,
    /** Waits until each sign has this config. */
    become: (expected: unknown): Promise<void> => {
      const text = JSON.stringify(expected)
      return until(() => SIGNS.every((name) => JSON.stringify(config(name)) === text))
    },
    close: (): void => {
      for (const child of children) child.kill("SIGKILL")
      server.closeAllConnections()
      server.close()
      rmSync(directory, { recursive: true })
    }
  }
}

export type Signs = Awaited<ReturnType<typeof startSigns>>
