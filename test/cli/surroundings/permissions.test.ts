// Permission taken away: what may not be written is named with what to do, and everything is as it was.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs"
import { userInfo } from "node:os"
import { join } from "node:path"
import { pluginFiles, zip } from "../../support/zip.ts"
import { healthyRoot, json, manifest, removed, run, write } from "../support/program.ts"
import { withoutPrivileges } from "./surroundings.ts"

let root: string
let closed: ReadonlyArray<string> = []

beforeEach(() => {
  root = healthyRoot()
  const latest = { latest_version: "1.1.0", download_url_template: "clock.zip" }
  const plugins = [
    { id: "clock", ...latest },
    { id: "news", latest_version: "1.0.0", download_url_template: "news.zip" }
  ]
  write(root, "store/plugins.json", { plugins })
  write(root, "store/clock.zip", zip(pluginFiles("clock", "1.1.0")))
  write(root, "store/news.zip", zip(pluginFiles("news")))
})

afterEach(() => {
  for (const path of closed) chmodSync(join(root, path), 0o755)
  closed = []
  removed(root)
})

const takeAway = (path: string, mode: number): void => {
  closed = [...closed, path]
  chmodSync(join(root, path), mode)
}

const program = async (...words: ReadonlyArray<string>) => {
  const where = ["--json", "--offline", "--root", root, "--registry", join(root, "store/plugins.json")]
  const { code, stdout } = await run([...words, ...where], { before: withoutPrivileges })
  return { code, said: json(stdout) }
}

/** What an owner would miss: our own directory, and an empty list of marks, are not in it. */
const everything = () => {
  const text = (path: string): string => readFileSync(join(root, path), "utf8")
  const marks = "config/uninstalled_plugins.json"
  return {
    config: text("config/config.json"),
    state: text("data/plugin_state.json"),
    clock: text("plugin-repos/clock/manifest.json"),
    marks: existsSync(join(root, marks)) ? json(text(marks)) : [],
    plugins: readdirSync(join(root, "plugin-repos")),
    settings: readdirSync(join(root, "config")).filter((name) => name !== "uninstalled_plugins.json")
  }
}

describe("where a directory may not be written,", () => {
  const attempts = [
    ["config", "disable", "clock"],
    ["config", "install", "news"],
    ["config", "uninstall", "clock"],
    ["plugin-repos", "install", "news"],
    ["plugin-repos", "update", "clock"],
    ["plugin-repos", "uninstall", "clock"],
    ["data", "disable", "clock"],
    ["data", "install", "news"]
  ] as const

  for (const [directory, ...words] of attempts) {
    it(`${words[0]} says so, and leaves everything as it was: ${directory}`, async () => {
      const before = everything()
      takeAway(directory, 0o555)
      const { code, said } = await program(...words)
      assert.strictEqual(code, 1)
      assert.deepNestedInclude(said, {
        "error.code": "EACCES"
      })
      const text = JSON.stringify(said)
      assert.match(text, /permission denied \(EACCES\); the directory [\w.-]+ belongs to \w+"/u)
      // The user who runs this owns all of it: only a mode is in the way.
      assert.match(
        text,
        /"nothing was changed; it is yours, but its mode keeps you out \([^)]*chmod -R u\+rwX /u
      )
      assert.deepStrictEqual(everything(), before)
      assert.strictEqual((await program("check")).code, 0)
    })
  }

  it("reconcile repairs the rest, and tells what it may not write as failed for good", async () => {
    write(root, "plugin-repos/text/manifest.json", manifest("text"))
    write(root, "data/plugin_state.json", { version: 1, states: { clock: "broken" }, last_updated: null })
    takeAway("config", 0o555)
    const { code, said } = await program("reconcile")
    assert.strictEqual(code, 2)
    assert.deepNestedInclude(said, {
      "inconsistencies_fixed[0].reason": "invalid_record",
      "inconsistencies_manual[0].plugin_id": "text",
      "inconsistencies_manual[0].outcome.error.kind": "permanent",
      "inconsistencies_manual[0].outcome.error.code": "EACCES"
    })
    takeAway("config", 0o755)
    assert.strictEqual((await program("reconcile")).code, 0)
  })
})

it("a config that may not be read is reported as unreadable, and nothing is written for it", async () => {
  write(root, "plugin-repos/text/manifest.json", manifest("text"))
  takeAway("config/config.json", 0o000)
  const { code, said } = await program("reconcile")
  assert.strictEqual(code, 1)
  assert.deepNestedInclude(said, {
    result: "could_not_tell",
    "source_errors[0].path": "config/config.json",
    "source_errors[0].owner": userInfo().username,
    changed_files: []
  })
})
