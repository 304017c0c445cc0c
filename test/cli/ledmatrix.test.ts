// The controller as a process, beside a stand-in for LEDMatrix's own: what one of them changes the other
// learns, and they come to rest.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync, renameSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { LedmatrixStandIn } from "../support/ledmatrix/standIn.ts"
import { healthyRoot, json, program, removed, run, write } from "./support/program.ts"

let root: string
let standIn: LedmatrixStandIn
let server: Server
let address: string
let controller: ChildProcess | undefined
let log: string

const portOf = (listening: Server): number => {
  const bound = listening.address()
  return typeof bound === "object" && bound !== null ? bound.port : 0
}

beforeEach(async () => {
  root = healthyRoot()
  standIn = new LedmatrixStandIn(root)
  server = createServer((request, response) => {
    standIn.answer(request, response)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  address = `http://127.0.0.1:${portOf(server)}`
  log = ""
})

afterEach(async () => {
  if (controller !== undefined && controller.exitCode === null) {
    controller.kill("SIGTERM")
    await once(controller, "exit")
  }
  server.closeAllConnections()
  server.close()
  removed(root)
})

const start = (): void => {
  const args = ["controller", "--root", root, "--port", "0", "--offline", "--log-level", "debug"]
  const child = spawn(process.execPath, [program, ...args, "--ledmatrix", address], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"], HOME: tmpdir() },
    stdio: ["ignore", "ignore", "pipe"]
  })
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()))
  controller = child
}

/** Runs to its end with an address that it should not take. */
const refused = (ledmatrix: string) =>
  run(["controller", "--root", root, "--ledmatrix", ledmatrix], {
    during: (child) => {
      controller = child
    }
  })

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

const until = async (holds: () => boolean): Promise<void> => {
  if (holds()) return
  await pause(20)
  await until(holds)
}

const passes = (): number => log.split("pass ended").length - 1

/**
 * How often something was repaired. How many passes only looked is no promise: LEDMatrix writes several files, in
 * place and in turn, and on a busy machine what it writes at once is heard in several parts.
 */
const repairs = (): number => log.split("result=repaired").length - 1

/** No pass for several times as long as files have to be quiet. */
const atRest = async (): Promise<void> => {
  const seen = passes()
  await pause(1500)
  if (seen !== passes()) await atRest()
}

const contentOf = (path: string): unknown => {
  try {
    return json(readFileSync(join(root, path), "utf8"))
  } catch {
    // LEDMatrix is in the middle of it.
    return undefined
  }
}

const edit = (content: unknown): void => {
  write(root, "config/edited.json", content)
  renameSync(join(root, "config/edited.json"), join(root, "config/config.json"))
}

const savedClock = () => contentOf("data/plugin_state.json")

describe("a controller beside LEDMatrix", () => {
  it("has LEDMatrix take over what its owner wrote into config.json, and rests", async () => {
    assert.deepInclude(standIn.memory["clock"], { enabled: true })
    start()
    await until(() => passes() > 0)
    edit({ timezone: "UTC", clock: { enabled: false } })
    await until(() => standIn.toggled.length > 0)
    await atRest()
    assert.deepInclude(standIn.memory["clock"], { enabled: false })
    assert.deepNestedInclude(savedClock(), { "states.clock.enabled": false })
    assert.deepStrictEqual(standIn.toggled, [{ plugin_id: "clock", enabled: false }])
    assert.strictEqual(repairs(), 1)
  })

  it("keeps the peace with a LEDMatrix that once writes an old memory back", async () => {
    start()
    await until(() => passes() > 0)
    const old = standIn.memory
    edit({ timezone: "UTC", clock: { enabled: false } })
    await until(() => standIn.toggled.length > 0)
    await atRest()
    standIn.memory = old
    await standIn.save()
    await until(() => standIn.toggled.length > 1)
    await atRest()
    assert.deepNestedInclude(savedClock(), { "states.clock.enabled": false })
    assert.lengthOf(standIn.toggled, 2)
    assert.strictEqual(repairs(), 2)
  })

  it("waits for a LEDMatrix that is down, and goes on once it is back", async () => {
    standIn.instead = (_request, response) => {
      response.writeHead(502).end()
    }
    start()
    await until(() => passes() > 0)
    edit({ timezone: "UTC", clock: { enabled: false } })
    await until(() => standIn.asked.includes("POST /api/v3/plugins/toggle"))
    assert.deepNestedInclude(savedClock(), { "states.clock.enabled": true })
    standIn.instead = undefined
    await until(() => standIn.toggled.length > 0)
    await atRest()
    assert.deepNestedInclude(savedClock(), { "states.clock.enabled": false })
  })

  it("is not told to ask itself", async () => {
    const ended = await refused("http://localhost:5080/")
    assert.strictEqual(ended.code, 1)
    assert.include(ended.stderr, "that is where the controller itself listens")
  })

  it("takes no address with credentials, and does not repeat them", async () => {
    const ended = await refused("http://pi:hunter2@sign:5000")
    assert.strictEqual(ended.code, 1)
    assert.include(ended.stderr, "without user")
    assert.notInclude(ended.stderr, "hunter2")
  })
})
