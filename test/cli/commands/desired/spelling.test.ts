// Numbers of settings on their way through a document: LEDMatrix's Python tells 1.0 from 1, and reads integers of any size.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Ended, json, manifest, removed, run, write } from "../../support/program.ts"

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ledmatrix-spelling-"))
})

afterEach(() => {
  removed(root)
})

const on = (sign: string, ...args: ReadonlyArray<string>): Promise<Ended> =>
  run([...args, "--root", join(root, sign), "--offline"])

const SETTINGS = '"ratio": 1.0, "chat": 12345678901234567890, "deep": {"list": [1.50, 1e3, -0], "none": 0.0}'
const entryOf = (settings: string): string => `{"clock": {"enabled": true, ${settings}}}\n`

const sign = (name: string, settings: string): void => {
  write(root, `${name}/config/config.json`, entryOf(settings))
  write(root, `${name}/plugin-repos/clock/manifest.json`, manifest("clock"))
}

const config = (name: string): string => readFileSync(join(root, name, "config/config.json"), "utf8")

const document = (settings: string): string => {
  const path = join(root, "d.json")
  writeFileSync(path, `{"schema": "ledmatrix-desired/1", "plugins": {"clock": {"settings": {${settings}}}}}`)
  return path
}

describe("the spelling of numbers", () => {
  it("survives export and apply, and undo", async () => {
    sign("old", SETTINGS)
    const printed = await on("old", "export", "--settings")
    for (const number of ["1.0", "12345678901234567890", "1.50", "1e3", "-0", "0.0"])
      assert.match(printed.stdout, new RegExp(`[ :]${number}\\b`, "u"))
    writeFileSync(join(root, "d.json"), printed.stdout)
    sign("new", '"ratio": 2.0, "chat": 12345678901234567899')
    const before = config("new")
    const applied = await on("new", "apply", join(root, "d.json"))
    assert.strictEqual(applied.code, 0, applied.stdout + applied.stderr)
    assert.strictEqual(config("new"), config("old"))
    assert.strictEqual((await on("new", "undo")).code, 0)
    assert.strictEqual(config("new"), before)
  })

  it("is no difference by itself, but each digit of a long integer is one", async () => {
    sign("sign", SETTINGS)
    assert.strictEqual((await on("sign", "apply", document('"ratio": 1, "deep": {"none": 0}'))).code, 0)
    assert.strictEqual(config("sign"), entryOf(SETTINGS))
    const ended = await on("sign", "apply", document('"chat": 12345678901234567891'), "--dry-run", "--json")
    assert.strictEqual(ended.code, 2)
    assert.strictEqual(Object(json(ended.stdout)).inconsistencies_found[0].reason, "desired_settings")
  })
})
