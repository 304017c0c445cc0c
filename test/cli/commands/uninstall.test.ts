// What is asked before secrets go, and of whom.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { healthyRoot, removed, run, write } from "../support/program.ts"
import { runOnTerminal } from "../support/terminal.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
  write(root, "config/config_secrets.json", { clock: { api_key: "s3cret" } })
})

afterEach(() => {
  removed(root)
})

const installed = () => existsSync(join(root, "plugin-repos/clock/manifest.json"))
const secrets = () => readFileSync(join(root, "config/config_secrets.json"), "utf8")

describe("uninstall of a plugin with secrets", () => {
  it("asks on a terminal, and leaves all as it is at a no", async () => {
    const { code, shown } = await runOnTerminal(["uninstall", "clock", "--root", root], { typed: "n\n" })
    assert.include(shown, "clock has a section in config/config_secrets.json")
    assert.strictEqual(code, 1)
    assert.isTrue(installed())
    assert.include(secrets(), "s3cret")
  })

  it("leaves the line of the question alone while the person thinks", async () => {
    let asked = false
    const { shown } = await runOnTerminal(["uninstall", "clock", "--root", root], {
      during: (soFar, type) => {
        if (asked || !soFar.includes("[y/N]")) return
        asked = true
        setTimeout(() => type("n\n"), 1200)
      }
    })
    assert.notInclude(shown, "working")
  })

  it("goes on at a yes", async () => {
    const { code } = await runOnTerminal(["uninstall", "clock", "--root", root], { typed: "y\n" })
    assert.strictEqual(code, 0)
    assert.isFalse(installed())
  })

  it("does not ask with --yes", async () => {
    const { code, shown } = await runOnTerminal(["uninstall", "clock", "--yes", "--root", root])
    assert.notInclude(shown, "[y/N]")
    assert.strictEqual(code, 0)
  })

  it("does not ask with --preserve-config, which keeps them", async () => {
    const { code } = await runOnTerminal(["uninstall", "clock", "--preserve-config", "--root", root])
    assert.strictEqual(code, 0)
    assert.include(secrets(), "s3cret")
  })

  it("does not ask where there is no terminal", async () => {
    const { code, stderr } = await run(["uninstall", "clock", "--root", root])
    assert.notInclude(stderr, "[y/N]")
    assert.strictEqual(code, 0)
  })

  it("does not ask where no secrets are lost", async () => {
    write(root, "config/config_secrets.json", { weather: { api_key: "s3cret" } })
    const { code, shown } = await runOnTerminal(["uninstall", "clock", "--root", root])
    assert.notInclude(shown, "[y/N]")
    assert.strictEqual(code, 0)
  })
})

describe("a command that changed something", () => {
  it("names the command that reverses it, with the root that was given", async () => {
    const { stdout } = await run(["disable", "clock", "--root", root])
    const [, line = ""] = /`(ledmatrix-reconciler undo [^`]+)`/u.exec(stdout) ?? []
    const reversed = await run(line.split(" ").slice(1))
    assert.strictEqual(reversed.code, 0, line + reversed.stderr)
    assert.include(readFileSync(join(root, "config/config.json"), "utf8"), '"enabled": true')
  })
})
