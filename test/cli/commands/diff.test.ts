// `--diff`: the lines that a run would change.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { healthyRoot, json, manifest, removed, run, write } from "../support/program.ts"

const SECRET = "s3cret-of-the-owner"

let root: string

beforeEach(() => {
  root = healthyRoot()
  write(root, "config/config.json", { clock: { enabled: true, api_key: SECRET } })
  write(root, "plugin-repos/news/manifest.json", manifest("news"))
})

afterEach(() => {
  removed(root)
})

describe("reconcile --dry-run --diff", () => {
  it("shows the lines that a run then writes", async () => {
    const { code, stdout } = await run(["reconcile", "--dry-run", "--diff", "--root", root, "--offline"])
    assert.strictEqual(code, 2)
    const added = stdout.split("\n").flatMap((line) => /^\s*(\d+) \+ (.*)$/u.exec(line)?.slice(1, 3) ?? [])
    assert.include(added.join("\n"), '"news": {')
    await run(["reconcile", "--root", root, "--offline"])
    const written = readFileSync(join(root, "config/config.json"), "utf8").split("\n")
    for (let at = 0; at < added.length; at += 2)
      assert.strictEqual(written[Number(added[at]) - 1], added[at + 1])
  })

  it("changes nothing", async () => {
    const before = readFileSync(join(root, "config/config.json"), "utf8")
    await run(["reconcile", "--dry-run", "--diff", "--root", root])
    assert.strictEqual(readFileSync(join(root, "config/config.json"), "utf8"), before)
  })

  it.each([[], ["--json"]])("shows no value of a setting %s", async (...more) => {
    const { stdout } = await run(["check", "--diff", "--root", root, ...more])
    assert.notInclude(stdout, SECRET)
    assert.include(stdout, "‹set›")
  })

  it("shows no field of the saved state that LEDMatrix does not know", async () => {
    write(root, "data/plugin_state.json", { version: 1, theirs: SECRET, states: { clock: {} } })
    const { stdout } = await run(["check", "--diff", "--root", root])
    assert.include(stdout, "plugin_state.json")
    assert.notInclude(stdout, SECRET)
  })

  it("stands in the document beside the report", async () => {
    const { stdout } = await run(["check", "--diff", "--json", "--root", root])
    const document = json(stdout)
    assert.hasAllKeys(Object(document).diff[0], ["file", "lines"])
    assert.property(document, "result")
  })

  it("says so where nothing would change", async () => {
    const healthy = healthyRoot()
    assert.include((await run(["check", "--diff", "--root", healthy])).stdout, "No file would change.")
    removed(healthy)
  })

  it("is refused where the run would change things", async () => {
    const { code, stderr } = await run(["reconcile", "--diff", "--root", root])
    assert.strictEqual(code, 1)
    assert.include(stderr, "--dry-run")
  })
})
