// What a script is told where some of the plugins could not be updated.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { join } from "node:path"
import { healthyRoot, removed, run, write } from "../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => {
  removed(root)
})

const updatingTo = async (version: string) => {
  const entry = { id: "clock", latest_version: version, download_url_template: "clock.zip" }
  write(root, "registry/plugins.json", { plugins: [entry] })
  write(root, "registry/clock.zip", "no archive")
  const words = [
    "update",
    "--all",
    "--root",
    root,
    "--registry",
    join(root, "registry/plugins.json"),
    "--json"
  ]
  const { code, stdout } = await run(words)
  return { code, document: JSON.parse(stdout) }
}

describe("update --all", () => {
  it("says under error why it failed, beside what became of each plugin", async () => {
    const { code, document } = await updatingTo("99.0.0")
    assert.deepInclude(document.plugins[0], { plugin_id: "clock", status: "failed" })
    assert.strictEqual(document.error.code, "not_a_zip")
    assert.match(document.error.message, /1 failed; .*clock\.zip/u)
    assert.strictEqual(code, 1)
  })

  it("has no error where nothing failed", async () => {
    const { code, document } = await updatingTo("0.0.1")
    assert.notProperty(document, "error")
    assert.strictEqual(code, 0)
  })
})
