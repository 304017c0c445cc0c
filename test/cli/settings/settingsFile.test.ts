// What is set once: data/reconciler/settings.json, after flags and variables, before defaults.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { join } from "node:path"
import { healthyRoot, json, removed, run, write } from "../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  removed(root)
})

const file = (content: unknown) => {
  write(root, "data/reconciler/settings.json", content)
}

interface Origin {
  readonly name: string
  readonly value: string | null
  readonly from: string
}

const authority = async (args: ReadonlyArray<string> = [], env: Readonly<Record<string, string>> = {}) => {
  const { stdout } = await run(["doctor", "--json", "--offline", "--root", root, ...args], { env })
  const origins: ReadonlyArray<Origin> = Object(json(stdout)).settings
  return origins.find(({ name }) => name === "authority")
}

describe("the file of settings", () => {
  it("gives what no flag and no variable gives", async () => {
    file('{\n  "authority": "config"\n}')
    assert.deepStrictEqual(await authority(), {
      name: "authority",
      value: "config",
      from: "data/reconciler/settings.json: line 2: authority"
    })
  })

  it("gives way to the variable", async () => {
    file({ authority: "config" })
    assert.strictEqual((await authority([], { LEDMATRIX_AUTHORITY: "state" }))?.from, "LEDMATRIX_AUTHORITY")
  })

  it("gives way to the flag", async () => {
    file({ authority: "config" })
    assert.strictEqual((await authority(["--authority", "state"]))?.from, "--authority")
  })

  it("may lie elsewhere", async () => {
    write(root, "mine.json", { authority: "config" })
    assert.include(await authority(["--settings-file", join(root, "mine.json")]), { value: "config" })
  })

  it("may not be named by an empty text", async () => {
    const { code, stderr } = await run(["check", "--root", root, "--settings-file="])
    assert.strictEqual(code, 1)
    assert.include(stderr, "--settings-file: it is empty")
  })

  it("may not say one thing twice", async () => {
    file('{\n  "authority": "config",\n  "authority": "state"\n}')
    const { code, stderr } = await run(["check", "--root", root])
    assert.strictEqual(code, 1)
    assert.include(stderr, "settings.json: line 3: authority stands there twice")
  })

  it("need not be there", async () => {
    assert.deepInclude(await authority(), { value: null, from: "default" })
  })

  it("has to be there where it is named", async () => {
    const { code, stderr } = await run(["check", "--root", root, "--settings-file", join(root, "none.json")])
    assert.strictEqual(code, 1)
    assert.include(stderr, `${join(root, "none.json")}: it cannot be read`)
  })

  it("names a registry below the root from any directory", async () => {
    write(root, "mine/plugins.json", { plugins: [{ id: "weather", latest_version: "1.0.0" }] })
    file({ registry: "mine/plugins.json" })
    assert.include((await run(["store", "--root", root], { cwd: "/" })).stdout, "weather")
  })

  it("keeps keys that are no plugins out of the findings", async () => {
    write(root, "config/config.json", { clock: { enabled: true }, mine: { enabled: true } })
    file({ system_keys: ["mine"] })
    const { code, stdout } = await run(["check", "--root", root])
    assert.strictEqual(code, 0, stdout)
  })

  it.each([
    ['{\n  "authority": "lates"\n}', 'line 2: authority: "lates" is not valid: did you mean latest?'],
    ['{\n\n  "autority": "latest"\n}', 'line 3: unknown field "autority"; did you mean authority?'],
    ['{\n  "authority": 3\n}', "line 2: authority takes a text, in quotes"],
    ['{\n  "system_keys": "a",\n  "registry": [1]\n}', "line 3: registry takes a text"],
    ["[]", "line 1: its top level is no object"],
    ['{\n  "authority": "latest",\n}', "line 3"]
  ])("that says %j is refused by line and field", async (content, part) => {
    file(content)
    const { code, stderr } = await run(["check", "--root", root])
    assert.strictEqual(code, 1)
    assert.include(stderr, "data/reconciler/settings.json: ")
    assert.include(stderr, part)
  })

  it("shows no key of an address", async () => {
    file({ registry: "https://me:s3cret@example.org/plugins.json" })
    const { stderr, stdout } = await run(["doctor", "--offline", "--root", root])
    assert.notInclude(stdout + stderr, "s3cret")
  })
})
