// What only looks, run as a process that may neither write nor connect: Node itself refuses.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { createServer, type Server } from "node:http"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { healthyRoot, removed, run, type RunOptions, write } from "../support/program.ts"

let root: string
let registry: Server
let asked: number

beforeEach(async () => {
  root = healthyRoot()
  write(root, "config/config.json", { clock: { enabled: true }, gone: { enabled: true } })
  asked = 0
  registry = createServer((_request, response) => {
    asked += 1
    response.end(`{"plugins": []}`)
  }).listen(0, "127.0.0.1")
  await once(registry, "listening")
})

afterEach(() => {
  registry.close()
  removed(root)
})

const address = (): string => {
  const bound = registry.address()
  return `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}/plugins.json`
}

/** Reads anything; writes, starts and connects to nothing. A connection ends the process with 70. */
const caged: RunOptions = {
  env: {
    NODE_OPTIONS: `--permission --allow-fs-read=* --import=data:text/javascript,${encodeURIComponent(
      `import net from "node:net"
       import dns from "node:dns"
       const denied = () => process.exit(70)
       net.Socket.prototype.connect = denied
       dns.lookup = denied`
    )}`
  }
}

const looks: ReadonlyArray<ReadonlyArray<string>> = [
  ["check"],
  ["check", "--json"],
  ["explain", "clock"],
  ["explain", "gone", "--json"],
  ["installed"],
  ["installed", "--json"],
  ["reconcile", "--dry-run"],
  ["history"]
]

describe("in a process that may neither write nor connect", () => {
  for (const look of looks) {
    it(`${look.join(" ")} says what it says in any other`, async () => {
      const args = [...look, "--root", root, "--registry", address()]
      const [freely, inCage] = [await run(args), await run(args, caged)]
      const told = ({ code, stderr, stdout }: typeof freely) => ({ code, stderr, stdout: timeless(stdout) })
      assert.deepStrictEqual(told(inCage), told(freely))
      assert.notStrictEqual(freely.stdout, "")
      assert.strictEqual(asked, 0)
    })
  }

  it("what repairs gets nowhere, which shows that the cage is one", async () => {
    const args = ["reconcile", "--root", root, "--registry", address()]
    const before = readFileSync(`${root}/config/config.json`, "utf8")
    const { code } = await run(args, caged)
    assert.notStrictEqual(code, 0)
    assert.strictEqual(readFileSync(`${root}/config/config.json`, "utf8"), before)
    assert.strictEqual(asked, 0)
  })
})

/** Each run tells its own name, time and how long it took. */
const timeless = (text: string): string =>
  text.replaceAll(/"(?:run_id|timestamp|started_at|duration_ms)": (?:"[^"]*"|\d+)/gu, "")
