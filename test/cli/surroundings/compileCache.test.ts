// Where compiled code is kept between runs: in a directory of one's own, into which no other user writes.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { program } from "../support/program.ts"

let place: string
let cli: string
let home: string

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-test-"))
  cli = join(place, "cli")
  home = join(place, "home")
  mkdirSync(home)
  cpSync(dirname(program), cli, {
    recursive: true,
    filter: (from) => !from.includes(".cache") && !from.endsWith(".map")
  })
})

afterEach(() => {
  rmSync(place, { recursive: true, force: true })
})

/** Runs that copy of the program, and tells where it has kept something. */
const kept = () => {
  const ended = spawnSync(process.execPath, [join(cli, "bin.js"), "--version"], {
    env: { PATH: process.env["PATH"], HOME: home },
    encoding: "utf8"
  })
  assert.strictEqual(ended.status, 0, ended.stderr)
  const has = (directory: string): boolean => existsSync(directory) && readdirSync(directory).length > 0
  return {
    beside: has(join(cli, ".cache")),
    atHome: has(join(home, ".cache/ledmatrix-reconciler"))
  }
}

describe("compiled code", () => {
  it("is kept beside the program, for its owner alone", () => {
    assert.deepStrictEqual(kept(), { beside: true, atHome: false })
    assert.strictEqual(statSync(join(cli, ".cache")).mode & 0o777, 0o700)
  })

  it.each([0o770, 0o707, 0o1777])("is kept elsewhere where others may write there: mode %o", (mode) => {
    mkdirSync(join(cli, ".cache"))
    chmodSync(join(cli, ".cache"), mode)
    assert.deepStrictEqual(kept(), { beside: false, atHome: true })
  })

  it("is kept elsewhere where a link leads to another place", () => {
    mkdirSync(join(place, "other"))
    symlinkSync(join(place, "other"), join(cli, ".cache"))
    assert.deepStrictEqual(kept(), { beside: false, atHome: true })
  })

  it.runIf(process.getuid?.() === 0)(
    "of root is not kept in somebody else's checkout, nor in a home of theirs",
    () => {
      spawnSync("chown", ["-R", "65534:65534", cli])
      assert.deepStrictEqual(kept(), { beside: false, atHome: true })
      rmSync(join(home, ".cache"), { recursive: true })
      spawnSync("chown", ["-R", "65534:65534", home])
      assert.deepStrictEqual(kept(), { beside: false, atHome: false })
    }
  )
})
