// Ending the controller: asked to, asked twice, and killed, with work under way.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import type { ServerResponse } from "node:http"
import { join } from "node:path"
import { killAll, startController, stopped } from "../../support/controller.ts"
import { healthyRoot, json, removed, run, write } from "../../support/program.ts"
import { type Store, startStore } from "../../support/store.ts"

let root: string
let stores: Array<Store>

beforeEach(() => {
  root = healthyRoot()
  write(root, "config/config.json", { clock: { enabled: true }, weather: { enabled: true } })
  stores = []
})

afterEach(() => {
  killAll()
  for (const store of stores) store.close()
  removed(root)
})

const storeThat = async (archive: (response: ServerResponse, bytes: Uint8Array) => void) => {
  const store = await startStore({ plugins: ["weather"], archive })
  stores.push(store)
  return store
}

/** The first part of an archive, and then nothing more. */
const half = (response: ServerResponse, bytes: Uint8Array): void => {
  response.setHeader("content-length", bytes.byteLength)
  response.write(bytes.subarray(0, bytes.byteLength / 2))
}

const pluginsDirectory = () => readdirSync(join(root, "plugin-repos")).toSorted()

describe("a controller that gets a signal", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`by ${signal} gives a download up, leaves nothing of it, and exits with 0`, async () => {
      const store = await storeThat(half)
      const config = readFileSync(join(root, "config/config.json"), "utf8")
      const controller = startController(root, { args: ["--registry", store.registry] })
      await store.askedFor("/weather.zip")
      controller.child.kill(signal)
      assert.strictEqual((await controller.ended).code, 0)
      assert.strictEqual(controller.lines.at(-1)?.message, "stopped")
      assert.deepStrictEqual(pluginsDirectory(), ["clock"])
      assert.strictEqual(readFileSync(join(root, "config/config.json"), "utf8"), config)
    })
  }

  it("twice ends at once, in the middle of anything", async () => {
    const store = await storeThat(half)
    const controller = startController(root, { args: ["--registry", store.registry] })
    await store.askedFor("/weather.zip")
    // Both wait for it until it goes on, so that the second is there before the first is dealt with.
    controller.child.kill("SIGSTOP")
    controller.child.kill("SIGTERM")
    controller.child.kill("SIGINT")
    controller.child.kill("SIGCONT")
    assert.include([130, 143], (await controller.ended).code)
    assert.notStrictEqual(controller.lines.at(-1)?.message, "stopped")
  })
})

/** The moments at which a process is killed, each with how one comes there. */
const moments: ReadonlyArray<
  readonly [string, (kill: () => void) => (response: ServerResponse, bytes: Uint8Array) => void]
> = [
  ["before an archive is answered", (kill) => () => kill()],
  [
    "in the middle of an archive",
    (kill) => (response, bytes) => {
      half(response, bytes)
      setTimeout(kill, 50)
    }
  ],
  [
    "as the last byte of an archive arrives",
    (kill) => (response, bytes) => {
      response.end(bytes, kill)
    }
  ],
  [
    "as the plugin is put in place",
    (kill) => (response, bytes) => {
      response.end(bytes)
      const journal = join(root, "data/reconciler/journal")
      const look = setInterval(() => {
        if (!existsSync(journal) || readdirSync(journal).length === 0) return
        clearInterval(look)
        kill()
      }, 1)
    }
  ]
]

describe("a controller that is killed", () => {
  for (const [moment, killing] of moments) {
    it(`${moment} loses nothing: the next one brings the installation in order`, async () => {
      let kill: () => void = () => {}
      let served = 0
      const wanted = killing(() => {
        kill()
      })
      const store = await storeThat((response, bytes) => {
        served += 1
        if (served === 1) wanted(response, bytes)
        else response.end(bytes)
      })
      const args = ["--registry", store.registry]
      const first = startController(root, { args })
      kill = () => first.child.kill("SIGKILL")
      assert.strictEqual((await first.ended).signal, "SIGKILL")
      const second = startController(root, { args })
      await second.said("pass ended", ({ result }) => result === "repaired" || result === "in_sync")
      assert.strictEqual((await stopped(second)).code, 0)
      const check = await run(["check", "--json", "--root", root])
      assert.deepInclude(json(check.stdout), { inconsistencies_found: [], source_errors: [] })
      assert.include(pluginsDirectory(), "weather")
      assert.deepStrictEqual(JSON.parse(readFileSync(join(root, "config/config.json"), "utf8")), {
        clock: { enabled: true },
        weather: { enabled: true }
      })
    })
  }
})
