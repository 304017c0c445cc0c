// A run that is waiting, for a server or for another run, ends at once on a signal.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { mkdirSync, readFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { healthyRoot, json, manifest, removed, run, write } from "../support/program.ts"
import { startStore } from "../support/store.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
  write(root, "config/config.json", { clock: { enabled: true }, weather: { enabled: true } })
})

afterEach(() => {
  removed(root)
})

/** A registry that takes a request, says so, and never answers. */
const silentRegistry = (asked: () => void): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(asked)
    server.listen(0, "127.0.0.1", () => {
      resolve(server)
    })
  })

const addressOf = (server: Server): string => {
  const address: AddressInfo | string | null = server.address()
  assert(address !== null && typeof address === "object")
  return `http://127.0.0.1:${address.port}/plugins.json`
}

describe("a signal", () => {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143]
  ] as const) {
    it(`${signal} ends a run that waits for the registry, with exit code ${code}`, async () => {
      let asked: () => void = () => {}
      const server = await silentRegistry(() => {
        asked()
      })
      const before = readFileSync(join(root, "config/config.json"), "utf8")
      const ended = await run(["reconcile", "--root", root, "--registry", addressOf(server)], {
        during: (child) => {
          asked = () => {
            child.kill(signal)
          }
        }
      })
      server.closeAllConnections()
      server.close()
      assert.deepStrictEqual([ended.code, ended.stdout], [code, ""])
      assert.strictEqual(readFileSync(join(root, "config/config.json"), "utf8"), before)
    })
  }
})

describe("an update of all that is interrupted", () => {
  it("says what it has updated until then, and the whole command that takes that back", async () => {
    for (const id of ["clock", "news"]) write(root, `plugin-repos/${id}/manifest.json`, manifest(id, "0.9.0"))
    let archives = 0
    const store = await startStore({
      plugins: ["clock", "news"],
      archive: (response, bytes) => {
        archives += 1
        if (archives === 1) response.end(bytes)
      }
    })
    const ended = await run(["update", "--all", "--root", root, "--registry", store.registry], {
      during: (child) => {
        void store.askedFor("/news.zip").then(() => child.kill("SIGINT"))
      }
    })
    store.close()
    assert.strictEqual(ended.code, 130)
    assert.match(
      ended.stderr,
      /updated until then: clock \(`ledmatrix-reconciler undo \S+ --root \S+ --registry \S+` takes that back\)/u
    )
  })
})

describe("a lock that another run holds", () => {
  it("makes a run give up after --lock-timeout, saying so", async () => {
    write(root, "plugin-repos/text/manifest.json", {
      id: "text",
      name: "T",
      class_name: "T",
      display_modes: []
    })
    mkdirSync(join(root, "data/reconciler"), { recursive: true })
    const held = new DatabaseSync(join(root, "data/reconciler/root.lock"))
    held.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
    const args = ["reconcile", "--json", "--offline", "--root", root, "--lock-timeout", "100ms"]
    const ended = await run(args)
    held.close()
    assert.strictEqual(ended.code, 1)
    assert.deepNestedInclude(json(ended.stdout), { "error.code": "locked" })
  })
})
