// `resolve`: what waits for a decision, each way as a command; what was decided, done; and no way taken unasked.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { healthyRoot, json, manifest, removed, run, write } from "../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
  write(root, "plugin-repos/old-clock/manifest.json", manifest("clock"))
})

afterEach(() => removed(root))

const asked = (...words: ReadonlyArray<string>) => run([...words, "--root", root, "--offline"])

describe("resolve", () => {
  it("lists each way as the command that takes it, and changes nothing", async () => {
    const { code, stdout } = await asked("resolve")
    assert.strictEqual(code, 0)
    assert.include(stdout, "ledmatrix-reconciler resolve clock --choose old-clock")
    assert.isFalse(existsSync(join(root, "data/reconciler/journal")))
  })

  it("names the way in each command, since something else may be found of the plugin", async () => {
    write(root, "config/uninstalled_plugins.json", ["clock"])
    assert.include((await asked("resolve")).stdout, "resolve clock --choose keep")
    assert.include((await asked("check")).stdout, "resolve clock --choose keep")
    assert.strictEqual((await asked("resolve", "clock", "--choose", "keep")).code, 0)
  })

  it("refuses with 1 where there are several ways and none is named, and names them", async () => {
    const { code, stdout } = await asked("resolve", "clock", "--json")
    assert.strictEqual(code, 1)
    assert.include(JSON.stringify(json(stdout)), `"code":"choice_needed"`)
    assert.isTrue(existsSync(join(root, "plugin-repos/old-clock")))
  })

  it("does what was chosen, and undo takes it back", async () => {
    const { code, stdout } = await asked("resolve", "clock", "--choose", "clock")
    assert.strictEqual(code, 0)
    assert.include(stdout, "To reverse it: `ledmatrix-reconciler undo ")
    assert.isFalse(existsSync(join(root, "plugin-repos/old-clock")))
    assert.strictEqual((await asked("undo")).code, 0)
    assert.isTrue(existsSync(join(root, "plugin-repos/old-clock")))
  })

  it("sets no checkout aside in which its owner has worked, and names the files", async () => {
    const directory = join(root, "plugin-repos/old-clock")
    const git = (...words: ReadonlyArray<string>) => execFileSync("git", words, { cwd: directory })
    git("init", "-q")
    git("add", "-A")
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first")
    write(root, "plugin-repos/old-clock/mine.py", "")
    const { code, stderr } = await asked("resolve", "clock", "--choose", "clock")
    assert.strictEqual(code, 1)
    assert.include(stderr, "plugin-repos/old-clock is a git checkout with changes of your own: ")
    assert.isTrue(existsSync(directory))
  })

  it("does not call it nothing where a source cannot be read, and ends with 1", async () => {
    write(root, "config/config.json", "\uFEFF{}")
    const { code, stdout } = await asked("resolve")
    assert.strictEqual(code, 1)
    assert.include(stdout, "is not known")
    assert.include(stdout, "config/config.json: it begins with a byte-order mark")
  })

  it("wants an id with a choice", async () => {
    const { code, stderr } = await asked("resolve", "--choose", "clock")
    assert.strictEqual(code, 1)
    assert.include(stderr, "option --choose needs the id that it is chosen for")
  })
})
