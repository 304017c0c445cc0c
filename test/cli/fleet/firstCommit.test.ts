// The commands of docs/fleet.md, from the first commit to a sign that has its document, typed as they are written there.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { execFile, spawn, type ChildProcess } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { json, manifest, program, removed, write } from "../support/program.ts"

const checkout = fileURLToPath(new URL("../../..", import.meta.url))
const guide = readFileSync(join(checkout, "docs/fleet.md"), "utf8")
const blocks = [...guide.matchAll(/```sh\n(.*?)```/gsu)].map(([, block = ""]) => block)
const block = (word: string): string => blocks.find((text) => text.includes(word)) ?? `no block has ${word}`

describe("the first commit", () => {
  let home = ""
  let server: Server
  let address = ""
  let controller: ChildProcess | undefined

  const env = () => ({
    PATH: `${join(home, "bin")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
    HOME: home,
    EVERY: "1"
  })
  const bash = async (text: string, cwd = home): Promise<string> =>
    (await promisify(execFile)("bash", ["-e", "-c", text], { cwd, env: env() })).stdout

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-first-"))
    for (const name of ["bin", "www"]) mkdirSync(join(home, name))
    const command = (name: string, text: string): void =>
      writeFileSync(join(home, "bin", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    command("ledmatrix-reconciler", `exec ${process.execPath} ${program} "$@"`)
    command("scp", `exec cp "$1" ${join(home, "www")}/`)
    symlinkSync(checkout, join(home, "ledmatrix-reconciler"))
    await bash(
      "git config --global user.name operator; git config --global user.email operator@signs.example"
    )
    write(home, "LEDMatrix/config/config.json", { clock: { enabled: true, city: "Bern" } })
    write(home, "LEDMatrix/plugin-repos/clock/manifest.json", manifest("clock"))
    server = createServer((request, response) => {
      const file = join(home, "www", (request.url ?? "").slice(1))
      if (existsSync(file)) response.end(readFileSync(file))
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve)
    })
    const bound = server.address()
    address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`
  })
  afterEach(() => {
    controller?.kill("SIGKILL")
    server.closeAllConnections()
    server.close()
    removed(home)
  })

  /** The controller of the guide, but for where its document is, a port of its own, and shorter times. */
  const started = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const text = block("--token-file ~/sign.token").replace("https://signs.example", address).trim()
      const exec = text.replace(/^ledmatrix/mu, "exec ledmatrix")
      const child = spawn("bash", ["-e", "-c", `${exec} --port 0 --settle 1s --desired-poll 1s`], {
        cwd: home,
        env: env()
      })
      controller = child
      let log = ""
      child.stderr.on("data", (chunk: Buffer) => {
        log += chunk.toString()
        const found = /address=http:\S+:(\d+)/u.exec(log)?.[1]
        if (found !== undefined) resolve(`http://127.0.0.1:${found}`)
      })
      child.on("close", () => reject(new Error(log)))
    })

  it("ends with a sign that has its document, and a list for Prometheus", async () => {
    const repository = join(home, "signs")
    await bash(block("git init"))
    await bash("cp signs/signs.pub .")
    const sign = { name: "bar-left", address: await started(), token_file: join(home, "sign.token") }
    write(repository, "signs.json", [sign])
    const told = await bash(block("./roll-out.sh").replace("--soak 1m", "--soak 1s"), repository)
    assert.include(told, "1 of 1 as desired")
    await bash(block("signs.targets.json").split("\n")[0] ?? "", repository)
    assert.deepStrictEqual(json(readFileSync(join(repository, "signs.targets.json"), "utf8")), [
      { targets: [new URL(sign.address).host] }
    ])
  })
})
