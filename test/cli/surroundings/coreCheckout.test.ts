/**
 * LEDMatrix's root is a checkout that its own weekly update resets: this program is never in its way. After each command
 * real git is asked what is staged, changed, or lies about.
 */
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { killAll, startController, stopped } from "../support/controller.ts"
import { startStore } from "../support/store.ts"
import { manifest, record, removed, run, write } from "../support/program.ts"

/** What of LEDMatrix's own lists is about these places: up to 3.4, and from 3.5 on. */
const IGNORED = {
  "3.2.0":
    "config/config.json\nconfig/config_secrets.json\nconfig/config.json.backup\nconfig/uninstalled_plugins.json\nconfig/backups/\nplugins/*\n",
  "3.8.0": "config/*\n!config/*.template.json\nplugins/*\n"
} as const

let root: string
let store: Awaited<ReturnType<typeof startStore>>

const git = (...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
    cwd: root,
    encoding: "utf8"
  })

/** What is not as it was committed; each untracked file by itself. */
const status = (): ReadonlyArray<string> =>
  git("status", "--porcelain", "--untracked-files=all")
    .split("\n")
    .filter((line) => line !== "")

const tracked = (): ReadonlyArray<string> => status().filter((line) => !line.startsWith("??"))

/** Outside the plugins directory, where LEDMatrix's own store leaves untracked files too. */
const lyingAbout = (): ReadonlyArray<string> => status().filter((line) => !line.includes(" plugin-repos/"))

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "ledmatrix-core-"))
  store = await startStore({ plugins: ["clock", "news", "weather"] })
})

afterEach(() => {
  killAll()
  store.close()
  removed(root)
})

const checkout = (version: keyof typeof IGNORED): void => {
  git("init", "--quiet")
  write(root, ".gitignore", IGNORED[version])
  write(root, "src/__init__.py", `__version__ = "${version}"\n`)
  write(root, "config/config.template.json", { timezone: "UTC", "web-ui-info": { enabled: true } })
  write(root, "plugin-repos/web-ui-info/manifest.json", manifest("web-ui-info"))
  write(root, "data/README", "kept by git\n")
  git("add", "--all")
  git("commit", "--quiet", "--message", "core")
  write(root, "config/config.json", {
    timezone: "UTC",
    "web-ui-info": { enabled: true },
    clock: { enabled: true }
  })
  write(root, "plugin-repos/clock/manifest.json", manifest("clock", "0.9.0"))
  if (version === "3.2.0")
    write(root, "data/plugin_state.json", {
      version: 1,
      states: { clock: record("clock", false) },
      last_updated: null
    })
}

const COMMANDS: ReadonlyArray<ReadonlyArray<string>> = [
  ["check"],
  ["reconcile"],
  ["explain", "clock"],
  ["installed", "--outdated"],
  ["store"],
  ["disable", "clock"],
  ["enable", "clock"],
  ["update", "clock"],
  ["install", "news"],
  ["uninstall", "news", "--yes"],
  ["undo"],
  ["reconcile", "--force"],
  ["doctor"],
  ["history"]
]

describe.each(["3.2.0", "3.8.0"] as const)("beside LEDMatrix %s", (version) => {
  it("no command stages or changes what git tracks, or leaves anything about", async () => {
    checkout(version)
    const before = lyingAbout()
    for (const command of COMMANDS) {
      // oxlint-disable-next-line no-await-in-loop -- one command after the other
      const { code, stderr } = await run([...command, "--root", root, "--registry", store.registry])
      assert.include([0, 2], code, `${command.join(" ")}: ${stderr}`)
      assert.deepStrictEqual(tracked(), [], command.join(" "))
      assert.deepStrictEqual(lyingAbout(), before, command.join(" "))
    }
    assert.include(readdirSync(join(root, "data/reconciler")), "journal")
  })

  it("a controller leaves nothing about either, and its records outlive what an update of LEDMatrix does", async () => {
    checkout(version)
    write(root, "plugin-repos/weather/manifest.json", manifest("weather"))
    const before = lyingAbout()
    const controller = startController(root, { args: ["--registry", store.registry] })
    await controller.said("pass ended")
    assert.deepStrictEqual([tracked(), lyingAbout()], [[], before])
    const records = readdirSync(join(root, "data/reconciler"))
    git("stash", "push", "--include-untracked", "--quiet", "--", "data", "src")
    git("reset", "--quiet", "--hard")
    git("clean", "--quiet", "--force", "-d", "--", "data")
    assert.deepStrictEqual(readdirSync(join(root, "data/reconciler")), records)
    await stopped(controller)
  })
})
