// Standard output that takes nothing: a full card behind a log file.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { healthyRoot, removed, run } from "../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  removed(root)
})

const FULL = ["sh", "-c", 'exec "$@" > /dev/full', "sh"]

describe("an answer that cannot be written", () => {
  it.each([
    ["check"],
    ["check", "--json"],
    ["history", "--json"],
    ["--help"],
    ["check", "--help"],
    ["--version"]
  ])("is an error of %s %s", async (...args) => {
    const words = args.filter((word) => typeof word === "string")
    const options = words[0]?.startsWith("--") === true ? [] : ["--root", root]
    const ended = await run([...words, ...options], { before: FULL })
    assert.strictEqual(ended.code, 1)
    assert.include(ended.stderr, "could not be written to standard output (ENOSPC)")
  })

  it("takes back nothing of what the command did, and says so", async () => {
    const ended = await run(["disable", "clock", "--root", root], { before: FULL })
    assert.include(ended.stderr, "if the command changed anything, that stands")
    assert.include(readFileSync(join(root, "config/config.json"), "utf8"), '"enabled": false')
  })

  it("does not hide from a person what went wrong before it", async () => {
    const ended = await run(["explain", "nobody", "--json", "--root", root], { before: FULL })
    assert.include(ended.stderr, 'no source knows a plugin "nobody"')
  })

  it("is no error where the reader has gone", async () => {
    const ended = await run(["check", "--root", root], { before: ["sh", "-c", '"$@" | true; exit 0', "sh"] })
    assert.strictEqual(ended.stderr, "")
  })
})
