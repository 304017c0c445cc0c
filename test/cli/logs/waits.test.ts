// What a terminal shows while a command waits.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { healthyRoot, removed, run } from "../support/program.ts"
import { startStore, type Store } from "../support/store.ts"
import { runOnTerminal } from "../support/terminal.ts"

let root: string
let store: Store

beforeEach(async () => {
  root = healthyRoot()
  store = await startStore({
    plugins: ["weather"],
    registry: (response) => {
      setTimeout(() => response.end(JSON.stringify({ version: "1.0.0", plugins: [] })), 1500)
    }
  })
})

afterEach(() => {
  store.close()
  removed(root)
})

describe("a command that waits for the registry", () => {
  it("says so on a terminal, and leaves nothing of it beside the answer", async () => {
    const { shown } = await runOnTerminal(["store", "--root", root, "--registry", store.registry])
    const lines = shown.split("\r").map((line) => line.replace("\u001b[K", ""))
    const waited = lines.find((line) => line.startsWith("waiting for ")) ?? ""
    assert.include(waited, `the registry at ${store.registry}`)
    assert.isTrue(lines.at(-1)?.endsWith("The store offers nothing.\n"), lines.at(-1))
  })

  it("says nothing of so short a wait elsewhere", async () => {
    const { stderr } = await run(["store", "--root", root, "--registry", store.registry])
    assert.strictEqual(stderr, "")
  })
})
