// What the controller writes to standard error: for programs, for the journal, and to follow one pass by.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { fstatSync, openSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { killAll, spawnController, startController, stopped, until } from "../../support/controller.ts"
import { healthyRoot, manifest, removed, write } from "../../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  killAll()
  removed(root)
})

/** Standard error of a controller that was told to end once it had said that it listens. */
const written = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): Promise<string> =>
  new Promise((resolve) => {
    const child = spawnController(root, { args, env }, ["ignore", "ignore", "pipe"])
    let text = ""
    child.stderr?.on("data", (piece: Buffer) => {
      text += piece.toString()
      if (text.includes("listening")) child.kill("SIGTERM")
    })
    child.on("close", () => {
      resolve(text)
    })
  })

describe("the controller's log", () => {
  it("tells that it starts, listens and stops, as logfmt with UTC times", async () => {
    const lines = (await written(["--offline"])).trimEnd().split("\n")
    const time = /^timestamp=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=info message=(?<message>\w+)/u
    const messages = lines.map((line) => time.exec(line)?.groups?.["message"])
    assert.includeMembers(messages, ["starting", "listening", "stopping", "stopped"])
    assert.notInclude(messages, undefined)
  })

  it("is JSON where the environment says so", async () => {
    const lines = (await written(["--offline"], { LEDMATRIX_LOG_FORMAT: "json" })).trimEnd().split("\n")
    const [first] = lines.map((line): unknown => JSON.parse(line))
    assert.deepInclude(first, { level: "info", message: "starting", root })
  })

  it("tells what a pass did under the name that the journal knows it by", async () => {
    write(root, "plugin-repos/weather/manifest.json", manifest("weather"))
    const controller = startController(root, { args: ["--offline"] })
    const line = await controller.said("pass ended", ({ fixed }) => fixed === 1)
    await stopped(controller)
    const journal = readdirSync(join(root, "data/reconciler/journal"))
    assert.deepStrictEqual(journal, [`${String(line["run"])}.json`])
  })

  it("leaves time and severity to journald where that listens", async () => {
    const file = join(root, "stderr")
    const descriptor = openSync(file, "w")
    const { dev, ino } = fstatSync(descriptor, { bigint: true })
    const env = { JOURNAL_STREAM: `${dev}:${ino}` }
    const child = spawnController(root, { args: ["--offline"], env }, ["ignore", "ignore", descriptor])
    const text = (): string => readFileSync(file, "utf8")
    await until(() => text().includes("listening"))
    child.kill("SIGTERM")
    await new Promise((resolve) => child.on("close", resolve))
    for (const line of text().trimEnd().split("\n")) assert.match(line, /^<6>level=info message=/u)
  })

  it("keeps its times where the journal's stream was replaced by another", async () => {
    assert.match(await written(["--offline"], { JOURNAL_STREAM: "8:12345" }), /^timestamp=/u)
  })

  it("says nothing of the token it was given", async () => {
    const text = await written(["--offline", "--log-level", "all"], { LEDMATRIX_TOKEN: "tell-nobody-this" })
    assert.notInclude(text, "tell-nobody")
  })
})
