/** What the built controller takes while no client asks it for anything, beside a bare server. */
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Fixture } from "../fixture.ts"
import type { Figure } from "../measure.ts"

const BIN = fileURLToPath(new URL("../../../../dist/cli/bin.js", import.meta.url))

const BARE = `require("node:http").createServer((_, response) => response.end("ok")).listen(Number(process.argv[1]), "127.0.0.1")`

const residentKiB = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1])

/** Asks until it answers, and then as often as a dashboard does that is open for a while. */
const used = async (port: number, path: string): Promise<void> => {
  for (let asked = 0; asked < 20;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await (await fetch(`http://127.0.0.1:${port}${path}`)).arrayBuffer()
      asked += 1
    } catch {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(100)
    }
  }
}

export const idleFigures = async ({ root }: Fixture): Promise<ReadonlyArray<Figure>> => {
  const [ourPort, barePort] = [5293, 5294]
  const args = ["controller", "--root", root, "--offline", "--port", String(ourPort), "--log-level", "error"]
  const ours = spawn(process.execPath, [BIN, ...args], { stdio: "ignore" })
  const bare = spawn(process.execPath, ["-e", BARE, String(barePort)], { stdio: "ignore" })
  try {
    await Promise.all([used(ourPort, "/healthz"), used(barePort, "/healthz")])
    // Until it has given back what loading took.
    await sleep(4000)
    await Promise.all([used(ourPort, "/api/v3/plugins/installed"), used(barePort, "/")])
    await sleep(1000)
    const [a, b] = [residentKiB(ours), residentKiB(bare)]
    const detail = `${(a / 1024).toFixed(0)} MiB, ${(b / 1024).toFixed(0)} MiB`
    return [{ name: "idle controller, 200 plugins: memory / bare server", value: a / b, limit: 1.5, detail }]
  } finally {
    ours.kill()
    bare.kill()
  }
}
