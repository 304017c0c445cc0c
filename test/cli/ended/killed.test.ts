// Real processes, really killed: an operation has happened or it has not, and what was uninstalled stays so.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawn } from "node:child_process"
import { EventEmitter } from "node:events"
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { pluginFiles, zip } from "../../support/zip.ts"
import { healthyRoot, json, removed, run, write } from "../support/program.ts"

const THOROUGH = process.env["LEDMATRIX_TEST_THOROUGH"] !== undefined

const script = (name: string): string =>
  fileURLToPath(new URL(`../../support/processes/${name}`, import.meta.url))

let root: string
let registry: string

beforeEach(() => {
  root = healthyRoot()
  registry = join(root, "store/plugins.json")
  const plugins = [
    { id: "clock", latest_version: "1.1.0", download_url_template: "clock-{version}.zip" },
    { id: "news", latest_version: "2.0.0", download_url_template: "news-{version}.zip" }
  ]
  write(root, "store/plugins.json", { plugins })
  write(root, "store/clock-1.1.0.zip", zip(pluginFiles("clock", "1.1.0")))
  write(root, "store/news-2.0.0.zip", zip(pluginFiles("news", "2.0.0")))
})

afterEach(() => {
  removed(root)
})

const program = (at: string, ...args: ReadonlyArray<string>) =>
  Effect.promise(() =>
    run([...args, "--root", at, "--offline", "--registry", join(at, "store/plugins.json")])
  )

const text = (at: string, path: string): string | undefined =>
  existsSync(join(at, path)) ? readFileSync(join(at, path), "utf8") : undefined

/** What an owner sees of a plugin, in all places. */
const seen = (at: string, id: string) => {
  const of = (path: string): { readonly [key: string]: unknown } =>
    (json(text(at, path) ?? "{}") ?? {}) as { readonly [key: string]: unknown }
  const states = of("data/plugin_state.json")["states"] as {
    readonly [id: string]: { readonly [field: string]: unknown }
  }
  const { enabled, status, version } = states[id] ?? {}
  return JSON.stringify({
    entry: of("config/config.json")[id],
    manifest: text(at, `plugin-repos/${id}/manifest.json`),
    record: states[id] === undefined ? undefined : { enabled, status, version },
    marked: (text(at, "config/uninstalled_plugins.json") ?? "").includes(`"${id}"`)
  })
}

type Operation = ReadonlyArray<string>

/** Runs one operation as a process that kills itself before its n-th change; how many there were, if it lived. */
const operate = (at: string, killAt: number, operation: Operation) =>
  Effect.callback<{ readonly signal: string | null; readonly changes: number }>((resume) => {
    const args = [script("operate.ts"), at, join(at, "store/plugins.json"), String(killAt), ...operation]
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] })
    let out = ""
    child.stdout.on("data", (piece: Buffer) => (out += piece.toString()))
    child.on("close", (_code, signal) => resume(Effect.succeed({ signal, changes: Number(out.trim()) })))
  })

const copy = (): string => {
  const at = `${root}-copy`
  removed(at)
  cpSync(root, at, { recursive: true })
  return at
}

/** Every one when asked for; else the first, the last, and one by chance. */
const points = (count: number): ReadonlyArray<number> =>
  THOROUGH
    ? Array.from({ length: count }, (_, at) => at + 1)
    : [2, 1 + Math.floor(Math.random() * count), count - 1]

describe("killed by the kernel at a change of the file system, it has happened or it has not:", () => {
  const operations: ReadonlyArray<readonly [string, string, ReadonlyArray<Operation>, Operation]> = [
    ["install", "news", [], ["install", "news"]],
    ["update", "clock", [], ["update", "clock"]],
    ["uninstall", "clock", [], ["uninstall", "clock"]],
    ["an undone uninstall", "clock", [["uninstall", "clock"]], ["undo"]]
  ]
  for (const [name, plugin, before, operation] of operations) {
    it.live(name, () =>
      Effect.gen(function* () {
        for (const earlier of before) yield* program(root, ...earlier)
        const old = seen(root, plugin)
        const whole = copy()
        const { changes } = yield* operate(whole, 0, operation)
        const made = seen(whole, plugin)
        assert.notStrictEqual(made, old)
        for (const at of points(changes)) {
          const dead = copy()
          assert.strictEqual((yield* operate(dead, at, operation)).signal, "SIGKILL")
          const reconciled = yield* program(dead, "reconcile")
          assert.strictEqual(reconciled.code, 0, `killed at ${at}: ${reconciled.stdout}${reconciled.stderr}`)
          assert.include([old, made], seen(dead, plugin), `killed at ${at} of ${changes}`)
          assert.strictEqual((yield* program(dead, "check")).code, 0, `killed at ${at} of ${changes}`)
        }
        removed(`${root}-copy`)
      })
    )
  }
})

/** Another process that reconciles without a pause, for as long as the scope is open. */
const reconciling = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [script("reconcileForever.ts"), root, registry], {
        stdio: ["ignore", "pipe", "inherit"]
      })
    ),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  ),
  (child) => {
    let passes = 0
    const told = new EventEmitter()
    child.stdout.on("data", (piece: Buffer) => {
      passes += piece.length
      told.emit("pass")
    })
    return (more: number) =>
      Effect.callback<number>((resume) => {
        const until = passes + more
        const look = () => {
          if (passes < until) return
          told.off("pass", look)
          resume(Effect.succeed(passes))
        }
        told.on("pass", look)
      })
  }
)

describe("a plugin that was uninstalled", () => {
  const ROUNDS = Number(process.env["LEDMATRIX_TEST_ROUNDS"] ?? (THOROUGH ? 100 : 5))

  it.live(`stays uninstalled while another process reconciles without a pause, ${ROUNDS} times`, () =>
    Effect.gen(function* () {
      const passed = yield* reconciling
      yield* passed(2)
      for (let round = 1; round <= ROUNDS; round++) {
        const installed = yield* program(root, "install", "news")
        assert.strictEqual(installed.code, 0, installed.stderr)
        const uninstalled = yield* program(root, "uninstall", "news")
        assert.strictEqual(uninstalled.code, 0, uninstalled.stderr)
        const passes = yield* passed(3)
        assert.deepStrictEqual(
          [seen(root, "news"), readdirSync(join(root, "plugin-repos")).includes("news")],
          [JSON.stringify({ entry: undefined, marked: true }), false],
          `round ${round}, after ${passes} passes`
        )
      }
    }).pipe(Effect.scoped)
  )
})

describe("two processes that install one plugin at once (LEDMatrix #405)", () => {
  it.live("both end well, with one plugin in place and nothing beside it", () =>
    Effect.gen(function* () {
      const install = program(root, "install", "news", "--json")
      const ended = yield* Effect.all([install, install], { concurrency: 2 })
      assert.deepStrictEqual(
        ended.map(({ code }) => code),
        [0, 0],
        ended.map(({ stderr, stdout }) => stdout + stderr).join("\n")
      )
      const statuses = ended.map(({ stdout }) => (json(stdout) as { readonly status: string }).status)
      assert.deepStrictEqual(statuses.toSorted(), ["already_installed", "installed"])
      assert.deepStrictEqual(readdirSync(join(root, "plugin-repos")).toSorted(), ["clock", "news"])
      assert.strictEqual((yield* program(root, "check")).code, 0)
    })
  )
})
