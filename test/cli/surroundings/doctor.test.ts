// `doctor` and `store` of the built program, on a real directory with a real registry file.
import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, it } from "@effect/vitest"
import { chmodSync, mkdirSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { spawn } from "node:child_process"
import { join } from "node:path"
import { Schema } from "effect"
import { DoctorDocument } from "../../../src/live/documents.ts"
import { copiedTo, healthyRoot, json, removed, run, type RunOptions, write } from "../support/program.ts"

const Store = Schema.Struct({
  plugins: Schema.Array(Schema.Struct({ id: Schema.String, installed: Schema.NullOr(Schema.Boolean) }))
})

let root: string
let registry: string

beforeEach(() => {
  root = healthyRoot()
  registry = join(root, "registry.json")
  write(root, "registry.json", {
    plugins: [
      { id: "clock", name: "Clock", latest_version: "1.0.0" },
      { id: "weather", name: "Weather", latest_version: "2.0.0" }
    ]
  })
})

afterEach(() => {
  removed(root)
})

const doctor = async (...more: ReadonlyArray<string>) => {
  const ended = await run(["doctor", "--root", root, "--registry", registry, "--json", ...more])
  const { checks } = Schema.decodeUnknownSync(DoctorDocument)(json(ended.stdout), {
    onExcessProperty: "error"
  })
  return { code: ended.code, of: (topic: string) => checks.find((check) => check.topic === topic) }
}

describe("doctor", () => {
  it("names what is not well and what helps, and gives 2", async () => {
    mkdirSync(join(root, "data/reconciler"), { recursive: true })
    chmodSync(join(root, "data/reconciler"), 0o755)
    const { code, of } = await doctor()
    assert.strictEqual(code, 2)
    assert.include(of("own_files")?.step ?? "", "chmod")
    assert.deepInclude(of("registry"), { status: "ok", found: "it answered with 2 plugins" })
    assert.strictEqual(of("space")?.status, "ok")
  })

  it.each([
    ["a value that the controller alone reads", { notify: "ftp://x" }, "line 2: notify: it takes an address"],
    ["a token's file that is not there", { token_file: "nofile" }, "nofile: it cannot be read: no such file"],
    ["a value that every command reads", { authority: "confg" }, "did you mean config?"],
    ["a field that is none", { registy: "x" }, "did you mean registry?"]
  ])("finds in the settings %s", async (_title, content, part) => {
    write(root, "data/reconciler/settings.json", content)
    const { code, of } = await doctor()
    assert.strictEqual(code, 2)
    assert.strictEqual(of("settings")?.status, "todo")
    assert.include(of("settings")?.found, part)
  })

  it("says that the settings can be used, where they can", async () => {
    write(root, "data/reconciler/settings.json", { notify: "https://ntfy.sh/?topic=x", authority: "config" })
    assert.strictEqual((await doctor()).of("settings")?.status, "ok")
  })

  it("sees that LEDMatrix runs from this directory", async () => {
    write(root, "run.py", "import time\ntime.sleep(60)\n")
    const child = spawn("sh", ["-c", "sleep 60 & wait", join(root, "run.py")], { stdio: "ignore" })
    try {
      const { of } = await doctor("--offline")
      assert.include(of("ledmatrix")?.found ?? "", `its display service (process ${child.pid})`)
    } finally {
      child.kill()
    }
  })
})

describe("store", () => {
  it.each([
    ["3.8.0", "3.9.0", false],
    ["3.9.0", "3.9.0", true],
    [undefined, "3.9.0", null],
    ["3.8.0", undefined, true]
  ])(
    "on LEDMatrix %s says of a plugin that needs %s whether it runs here: %s",
    async (version, needed, runs) => {
      write(root, "registry.json", {
        plugins: [
          {
            id: "radar",
            latest_version: "1.0.0",
            ...(needed === undefined ? {} : { ledmatrix_min_version: needed })
          }
        ]
      })
      const more = version === undefined ? [] : ["--ledmatrix-version", version]
      const { stdout } = await run(["store", "--json", "--root", root, "--registry", registry, ...more])
      assert.deepInclude(Object(json(stdout)).plugins[0], { min_version: needed ?? null, runs_here: runs })
    }
  )

  it("says what a word may have meant that occurs nowhere", async () => {
    const { stdout } = await run(["store", "wether", "--root", root, "--registry", registry])
    assert.match(stdout, /"wether" occurs\. Did you mean weather\? `ledmatrix-reconciler store --root \S+/u)
  })

  it("lists what has the words, and tells what is installed", async () => {
    const all = await run(["store", "--root", root, "--registry", registry, "--json"])
    assert.deepStrictEqual(Schema.decodeUnknownSync(Store)(json(all.stdout)).plugins, [
      { id: "clock", installed: true },
      { id: "weather", installed: false }
    ])
    const some = await run(["store", "wea", "ther", "--root", root, "--registry", registry])
    assert.strictEqual(some.code, 0)
    assert.include(some.stdout, "ledmatrix-reconciler install weather")
  })

  it("gives 1 where the registry cannot be had", async () => {
    const ended = await run(["store", "--root", root, "--registry", join(root, "nowhere.json")])
    assert.strictEqual(ended.code, 1)
    assert.include(ended.stderr, "nowhere.json")
  })
})

// Only root can run a program as somebody else.
describe.runIf(process.getuid?.() === 0)("doctor, for another user", () => {
  let directory: string
  let options: RunOptions

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "reconciler-program-"))
    const before = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    options = { before, runnable: copiedTo(directory) }
  })

  afterAll(() => {
    removed(directory)
  })

  const checksOf = async () => {
    chmodSync(root, 0o755)
    const { stdout } = await run(["doctor", "--root", root, "--registry", registry, "--json"], options)
    return Schema.decodeUnknownSync(DoctorDocument)(json(stdout)).checks
  }

  it("says whose the installation is, also where that user may not read the settings", async () => {
    write(root, "data/reconciler/settings.json", {})
    chmodSync(join(root, "data/reconciler"), 0o700)
    const checks = await checksOf()
    const todo = checks.filter(({ status }) => status === "todo").map(({ topic }) => topic)
    assert.includeMembers(todo, ["user", "settings"])
    assert.include(checks.find(({ topic }) => topic === "settings")?.step, "sudo ledmatrix-reconciler")
  })

  it("leads to the owner, to whom everything belongs already", async () => {
    const step = (await checksOf()).find(({ topic }) => topic === "files")?.step ?? ""
    assert.include(step, "sudo -u root ledmatrix-reconciler check")
    assert.notInclude(step, "chown")
  })
})
