// A disk on which nothing more fits: what was there stays whole, and once there is room the work is done.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { randomBytes } from "node:crypto"
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pluginFiles, zip } from "../../support/zip.ts"
import { healthyRoot, json, removed, run, write } from "../support/program.ts"
import { type SmallDisk, smallDisk } from "./surroundings.ts"

const MEBI = 2 ** 20
let disk: SmallDisk
let root: string
let store: string

const probe = smallDisk(MEBI)
probe.remove()
const how = probe.isReal ? "a small tmpfs" : "no tmpfs can be mounted here, so files that cannot grow"

beforeEach(() => {
  disk = smallDisk(4 * MEBI)
  store = healthyRoot()
  root = join(disk.directory, "LEDMatrix")
  cpSync(store, root, { recursive: true })
  const plugins = ["clock", "large", "news"].map((id) => ({
    id,
    latest_version: "1.1.0",
    download_url_template: `${id}.zip`
  }))
  write(store, "store/plugins.json", { plugins })
  const filler = { name: "assets/sky.bin", content: randomBytes(6 * MEBI), store: true }
  write(store, "store/clock.zip", zip([...pluginFiles("clock", "1.1.0"), filler]))
  write(store, "store/large.zip", zip([...pluginFiles("large", "1.1.0"), filler]))
  write(store, "store/news.zip", zip(pluginFiles("news", "1.1.0")))
})

afterEach(() => {
  disk.remove()
  removed(store)
})

const program = async (...words: ReadonlyArray<string>) => {
  const where = ["--json", "--offline", "--root", root, "--registry", join(store, "store/plugins.json")]
  const { code, stdout } = await run([...words, ...where], { before: full ? noRoom() : disk.before })
  return { code, said: json(stdout) }
}

let full = false

/** Without a file system of its own: no file may grow at all. */
const noRoom = () => (disk.isReal ? [] : ["prlimit", "--fsize=0:0"])

const fillUp = (): void => {
  full = true
  if (!disk.isReal) return
  try {
    writeFileSync(join(disk.directory, "filler"), randomBytes(8 * MEBI))
  } catch {
    // What fitted stays: that is the purpose.
  }
}

const makeRoom = (): void => {
  full = false
  rmSync(join(disk.directory, "filler"), { force: true })
}

const everything = () =>
  ["config/config.json", "data/plugin_state.json", "plugin-repos/clock/manifest.json"]
    .map((path) => readFileSync(join(root, path), "utf8"))
    .concat(readdirSync(join(root, "plugin-repos")), readdirSync(join(root, "config")))

const REFUSED = probe.isReal
  ? { "error.code": "ENOSPC", "error.hint": "nothing was changed; make room, then run it again" }
  : { "error.code": "EFBIG" }

describe(`on a full disk (${how})`, () => {
  for (const words of [
    ["install", "large"],
    ["update", "clock"]
  ] as const) {
    it(`what does not fit is taken away again: ${words.join(" ")}`, async () => {
      const before = everything()
      const { code, said } = await program(...words)
      assert.strictEqual(code, 1)
      assert.deepNestedInclude(said, REFUSED)
      assert.deepStrictEqual(everything(), before)
      assert.strictEqual((await program("check")).code, 0)
    })
  }

  for (const words of [
    ["disable", "clock"],
    ["install", "news"],
    ["uninstall", "clock"]
  ] as const) {
    it(`${words[0]} changes nothing, says why, and does it once there is room`, async () => {
      const before = everything()
      fillUp()
      const { code, said } = await program(...words)
      assert.strictEqual(code, 1)
      assert.deepNestedInclude(said, REFUSED)
      assert.deepStrictEqual(everything(), before)
      makeRoom()
      assert.strictEqual((await program(...words)).code, 0)
      assert.strictEqual((await program("check")).code, 0)
    })
  }

  it("reconcile leaves what drifts as it is, and repairs it once there is room", async () => {
    write(root, "config/config.json", { timezone: "UTC" })
    const before = everything()
    fillUp()
    const { code, said } = await program("reconcile")
    assert.include([1, 2], code)
    assert.deepNestedInclude(said, { changed_files: [], inconsistencies_fixed: [] })
    assert.deepStrictEqual(everything(), before)
    makeRoom()
    assert.strictEqual((await program("reconcile")).code, 0)
    assert.strictEqual((await program("check")).code, 0)
  })
})
