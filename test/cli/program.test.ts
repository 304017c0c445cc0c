// The built program as a process: what a script, a timer or a person at a terminal gets from it.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { has } from "../support/vitest/otherPrograms.ts"
import { healthyRoot, json, manifest, program, record, removed, run, write } from "./support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  removed(root)
})

const drift = () => {
  write(root, "plugin-repos/weather/manifest.json", manifest("weather"))
}

const undecided = () => {
  write(root, "plugin-repos/weather/manifest.json", manifest("weather"))
  write(root, "config/config.json", { clock: { enabled: true }, weather: "not settings" })
}

/** Every file with its bytes and its time: equal means untouched. */
const picture = (directory: string): ReadonlyArray<unknown> =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => [path, readFileSync(path, "utf8"), statSync(path).mtimeMs])

describe("--completions", () => {
  it("hands over the whole script to a reader that is slow", () => {
    const script =
      '"$0" "$1" --completions fish | { sleep 0.3; wc -c; }; "$0" "$1" --completions fish > "$2/fish"; wc -c < "$2/fish"'
    const { stdout } = spawnSync("sh", ["-c", script, process.execPath, program, root], { encoding: "utf8" })
    const [piped, filed] = stdout.trim().split(/\s+/u)
    assert.isAbove(Number(filed), 1 << 16, "no more than a pipe takes at once")
    assert.strictEqual(piped, filed)
  })
})

describe("--watch", () => {
  it("shows the next answer when something has changed, and ends with the signal", async () => {
    const ended = await run(["check", "--watch", "--root", root], {
      during: (child) => {
        child.stdout?.once("data", () => {
          drift()
          child.stdout?.once("data", () => child.kill("SIGINT"))
        })
      }
    })
    assert.strictEqual(ended.code, 130)
    assert.match(
      ended.stdout,
      /^In sync: nothing disagrees\.\n[^]*Plugin weather exists on disk but not in config/u
    )
  })
})

describe("exit codes", () => {
  it("check gives 0 where nothing disagrees", async () => {
    assert.strictEqual((await run(["check", "--root", root])).code, 0)
  })

  it("check gives 2 where something can be repaired", async () => {
    drift()
    assert.strictEqual((await run(["check", "--root", root])).code, 2)
  })

  it("check gives 1 where a source cannot be read", async () => {
    write(root, "data/plugin_state.json", "{ broken")
    assert.strictEqual((await run(["check", "--root", root])).code, 1)
  })

  it("reconcile gives 0 where everything was repaired", async () => {
    drift()
    assert.strictEqual((await run(["reconcile", "--root", root])).code, 0)
  })

  it("reconcile gives 2 where a person has to decide", async () => {
    undecided()
    assert.strictEqual((await run(["reconcile", "--root", root])).code, 2)
  })

  it("reconcile --dry-run answers as check does", async () => {
    drift()
    const before = picture(root)
    const dry = await run(["reconcile", "--dry-run", "--json", "--root", root])
    assert.strictEqual(dry.code, 2)
    assert.deepInclude(json(dry.stdout), { reconciliation_successful: false, changed_files: [] })
    assert.deepStrictEqual(picture(root), before)
  })

  it("explain gives 1 for a plugin that no source knows", async () => {
    const ended = await run(["explain", "nobody", "--root", root])
    assert.deepStrictEqual([ended.code, ended.stdout], [1, ""])
    assert.match(ended.stderr, /^ledmatrix-reconciler: no source knows a plugin "nobody"/u)
  })

  it("explain gives 0 for a plugin that somebody knows", async () => {
    assert.strictEqual((await run(["explain", "clock", "--root", root])).code, 0)
  })

  it("installed gives 0", async () => {
    assert.strictEqual((await run(["installed", "--root", root])).code, 0)
  })
})

describe("reading commands", () => {
  for (const command of [["check"], ["installed"], ["explain", "clock"], ["check", "--replace-broken"]]) {
    it(`${command.join(" ")} leaves every byte alone`, async () => {
      drift()
      write(root, "data/plugin_state.json", "{ broken")
      const before = picture(root)
      await run([...command, "--root", root])
      assert.deepStrictEqual(picture(root), before)
    })
  }

  it("a second reconcile leaves every byte alone", async () => {
    drift()
    await run(["reconcile", "--root", root])
    const before = picture(root)
    const again = await run(["reconcile", "--json", "--root", root])
    assert.deepInclude(json(again.stdout), { inconsistencies_found: [], changed_files: [] })
    assert.deepStrictEqual(picture(root), before)
  })
})

describe("documents", () => {
  it("check prints its report and nothing else", async () => {
    drift()
    const { stderr, stdout } = await run(["check", "--json", "--root", root])
    assert.strictEqual(stderr, "")
    assert.deepNestedInclude(json(stdout), {
      "inconsistencies_found[0].plugin_id": "weather",
      "inconsistencies_found[0].inconsistency_type": "plugin_missing_in_config",
      "inconsistencies_found[0].outcome.status": "planned",
      message:
        "Check complete: 1 inconsistencies found, 1 can be fixed automatically, 0 require manual attention"
    })
  })

  it("reconcile prints what it changed", async () => {
    drift()
    const { stdout } = await run(["reconcile", "--json", "--root", root])
    assert.deepInclude(json(stdout), {
      reconciliation_successful: true,
      changed_files: ["config/config.json"],
      message:
        "Reconciliation complete: 1 inconsistencies found, 1 fixed automatically, 0 require manual attention"
    })
  })

  it("installed lists what is on disk with what the others say", async () => {
    write(root, "plugin-repos/weather-dir/manifest.json", manifest("weather", "2.0.0"))
    write(root, "plugin-repos/odd/manifest.json", "{")
    const { stdout } = await run(["installed", "--json", "--root", root])
    assert.deepNestedInclude(json(stdout), {
      "plugins[0].id": "clock",
      "plugins[0].enabled": true,
      "plugins[0].state.status": "enabled",
      "plugins[1].id": "weather",
      "plugins[1].directory": "weather-dir",
      "plugins[1].version": "2.0.0",
      "plugins[1].in_config": false,
      "broken[0].directory": "odd",
      source_errors: []
    })
  })

  it("explain tells every source, every rule, and what is next", async () => {
    drift()
    const { stdout } = await run(["explain", "weather", "--json", "--root", root])
    assert.deepNestedInclude(json(stdout), {
      plugin_id: "weather",
      "config.known": false,
      "disk.known": true,
      "rules[0].verdict": "found",
      next: "The next reconcile repairs it."
    })
  })

  it("the document comes whole through a pipe that is larger than any buffer", async () => {
    for (let at = 0; at < 400; at++) write(root, `plugin-repos/p${at}/manifest.json`, manifest(`p${at}`))
    const { stdout } = await run(["check", "--json", "--root", root])
    assert.isAbove(stdout.length, 2 * 65_536)
    assert.deepNestedInclude(json(stdout), { "inconsistencies_found.length": 400 })
  })
})

describe("failures", () => {
  const cases: ReadonlyArray<readonly [title: string, args: () => ReadonlyArray<string>, code: string]> = [
    ["an unknown option", () => ["check", "--jsn", "--root", root], "usage"],
    ["an unknown command", () => ["chek"], "usage"],
    ["a wrong value", () => ["check", "--authority", "nobody", "--root", root], "usage"],
    ["a wrong duration", () => ["check", "--lock-timeout", "soon", "--root", root], "invalid_value"],
    ["a missing root", () => ["check", "--root", join(root, "nowhere")], "root_missing"],
    ["a root without config", () => ["reconcile", "--root", join(root, "data")], "no_installation"],
    ["an unknown plugin", () => ["explain", "nobody", "--root", root], "unknown_plugin"]
  ]
  for (const [title, args, code] of cases) {
    it(`${title} is one line on standard error, exit code 1, and touches nothing`, async () => {
      const before = picture(root)
      const ended = await run(args())
      assert.deepStrictEqual([ended.code, ended.stdout], [1, ""])
      assert.match(ended.stderr, /^ledmatrix-reconciler: [^\n]+\n(?: {2}[^\n]+\n)?$/u)
      assert.deepStrictEqual(picture(root), before)
    })

    it(`${title} is a document on standard output with --json`, async () => {
      const ended = await run([...args(), "--json"])
      assert.deepStrictEqual([ended.code, ended.stderr], [1, ""])
      assert.deepNestedInclude(json(ended.stdout), { "error.code": code })
    })
  }

  it("a wrong variable is named", async () => {
    const ended = await run(["check", "--root", root], { env: { LEDMATRIX_AUTHORITY: "lates" } })
    assert.strictEqual(
      ended.stderr,
      `ledmatrix-reconciler: LEDMATRIX_AUTHORITY: "lates" is not valid: did you mean latest?\n`
    )
  })

  it("a root without config says what was looked for, and creates nothing", async () => {
    const empty = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-empty-"))
    const ended = await run(["reconcile", "--json", "--root", empty])
    const left = readdirSync(empty)
    rmSync(empty, { recursive: true })
    assert.deepNestedInclude(json(ended.stdout), {
      "error.code": "no_installation",
      "error.path": join(empty, "config")
    })
    assert.deepStrictEqual(left, [])
  })

  it("a root that the shell left with ~ before it is found at home", async () => {
    const { stderr } = await run(["check", `--root=~/${basename(root)}`], { env: { HOME: dirname(root) } })
    assert.include(stderr, `there is one in ${root}: add --root ${root}`)
  })
})

describe("settings", () => {
  it("the root is the current directory where nothing names it", async () => {
    assert.strictEqual((await run(["check"], { cwd: root })).code, 0)
  })

  it("the root comes from the environment", async () => {
    assert.strictEqual((await run(["check"], { env: { LEDMATRIX_ROOT: root } })).code, 0)
  })

  it("system keys come from the environment", async () => {
    write(root, "config/config.json", { clock: { enabled: true }, extra: { a: 1 } })
    const args = ["check", "--offline", "--root", root]
    assert.strictEqual((await run(args)).code, 2)
    assert.strictEqual((await run(args, { env: { LEDMATRIX_SYSTEM_KEYS: "extra" } })).code, 0)
  })

  it("authority decides which side is written", async () => {
    write(root, "data/plugin_state.json", { version: 1, states: { clock: record("clock", false) } })
    for (const [authority, value] of [
      ["state", false],
      ["config", true]
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, on one directory
      const { stdout } = await run(["check", "--json", "--authority", authority, "--root", root])
      assert.deepNestedInclude(json(stdout), { "inconsistencies_found[0].expected_state.enabled": value })
    }
  })
})

describe("output", () => {
  it("has no colour where it is no terminal", async () => {
    drift()
    assert.notInclude((await run(["check", "--root", root])).stdout, "\u001b")
  })

  /** `script` gives the program a terminal. */
  const onTerminal = (env: Readonly<Record<string, string>>): string => {
    drift()
    const command = [process.execPath, program, "check", "--root", root].map((word) => `'${word}'`).join(" ")
    return spawnSync("script", ["-qec", `stty cols 60; ${command}`, "/dev/null"], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: tmpdir(), TERM: "xterm-256color", ...env }
    }).stdout
  }
  const hasScript = has("script")

  it.runIf(hasScript)("is coloured on a terminal, and wrapped to its width", () => {
    const shown = onTerminal({})
    assert.include(shown, "\u001b[32mwill fix\u001b[39m")
    // oxlint-disable-next-line no-control-regex -- colours take no room
    const widths = shown.split(/\r?\n/u).map((line) => line.replace(/\u001b\[\d+m/gu, "").length)
    assert.isAtMost(Math.max(...widths.slice(0, 4)), 60)
  })

  it.runIf(hasScript)("is plain on a terminal with NO_COLOR", () => {
    assert.notInclude(onTerminal({ NO_COLOR: "1" }), "\u001b")
  })

  it("cannot carry a plugin's control characters to a terminal", async () => {
    write(root, "plugin-repos/evil/manifest.json", manifest("evil\u001b]0;owned\u0007", "\u001b[2J"))
    for (const command of ["check", "installed"]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, on one directory
      const { stdout } = await run([command, "--root", root])
      // oxlint-disable-next-line no-control-regex -- that is the question
      assert.notMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f]/u)
    }
  })

  it("ends quietly where its reader has gone", async () => {
    for (let at = 0; at < 400; at++) write(root, `plugin-repos/p${at}/manifest.json`, manifest(`p${at}`))
    const ended = await run(["check", "--json", "--root", root], {
      during: (child) => {
        child.stdout?.destroy()
      }
    })
    assert.deepStrictEqual([ended.code, ended.stderr], [2, ""])
  })
})

describe("asking for help", () => {
  it("prints name and version", async () => {
    const published: unknown = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8")
    )
    const { code, stdout } = await run(["--version"])
    assert.strictEqual(code, 0)
    assert.deepInclude(published, { version: stdout.trim().replace("ledmatrix-reconciler ", "") })
  })

  for (const shell of ["bash", "zsh", "fish"]) {
    it(`prints completions for ${shell}`, async () => {
      const { code, stdout } = await run(["--completions", shell])
      assert.strictEqual(code, 0)
      assert.include(stdout, "reconcile")
    })
  }

  it("shows the commands where none is named", async () => {
    const { code, stdout } = await run([])
    assert.strictEqual(code, 0)
    assert.include(stdout, "explain")
  })
})

describe("the demonstration", () => {
  it("finds, repairs, finds nothing more, and leaves nothing behind", async () => {
    // Not the one that others on this machine use too.
    const temporary = mkdtempSync(join(tmpdir(), "ledmatrix-demo-spec-"))
    const { code, stdout } = await run(["demo", "--json"], { env: { TMPDIR: temporary } })
    const leftovers = readdirSync(temporary)
    rmSync(temporary, { recursive: true })
    assert.strictEqual(code, 0)
    assert.deepNestedInclude(json(stdout), {
      "before.inconsistencies_found.length": 6,
      "reconciled.inconsistencies_fixed.length": 6,
      "reconciled.inconsistencies_manual": [],
      "after.inconsistencies_found": [],
      "after.changed_files": [],
      "retired.before.inconsistencies_found.length": 4,
      "retired.reconciled.inconsistencies_fixed.length": 2,
      "retired.after.inconsistencies_found": [],
      "retired.after.result": "in_sync",
      "retired.after.changed_files": []
    })
    assert.deepStrictEqual(leftovers, [])
  })

  it("warns of nothing, and names no command for what is gone when it ends", async () => {
    const { stderr, stdout } = await run(["demo"])
    assert.notInclude(stderr, "warn")
    assert.notInclude(stdout, "undo ")
  })

  it("keeps its directory when asked to, and says how to reverse what was done there", async () => {
    const { stdout } = await run(["demo", "--keep"])
    const kept = /The installation is kept in (.+), the one/mu.exec(stdout)?.[1] ?? ""
    const stands = existsSync(join(kept, "plugin-repos/ledmatrix-weather/manifest.json"))
    rmSync(join(kept, ".."), { recursive: true })
    assert.isTrue(stands)
    assert.include(stdout, `--root ${kept}\``)
  })
})
