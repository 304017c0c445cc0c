// Where the controller may listen: open to others only behind a token.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { healthyRoot, removed, run } from "../support/program.ts"

let root: string

beforeEach(() => {
  root = healthyRoot()
})

afterEach(() => removed(root))

describe("a controller that others could ask", () => {
  for (const host of ["0.0.0.0", "::", "192.168.1.20", "sign.local"]) {
    it(`does not start without a token, and touches nothing: ${host}`, async () => {
      const { code, stderr, stdout } = await run(["controller", "--root", root, "--host", host])
      assert.strictEqual(code, 1)
      assert.strictEqual(stdout, "")
      assert.include(stderr, `--host ${host}`)
      assert.include(stderr, "give one with --token or LEDMATRIX_TOKEN")
      assert.isFalse(existsSync(join(root, "data/reconciler")))
    })
  }

  it("says so as data where data is asked for", async () => {
    const { stdout } = await run(["controller", "--root", root, "--host", "0.0.0.0", "--json"])
    const { error }: { readonly error: { readonly code: string } } = JSON.parse(stdout)
    assert.strictEqual(error.code, "token_needed")
  })
})
