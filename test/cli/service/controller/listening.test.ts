// Where the controller may listen: open to others only behind a token.
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { existsSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { healthyRoot, removed, run } from "../../support/program.ts"

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
      assert.include(stderr, "give one with --token-file or LEDMATRIX_TOKEN")
      assert.isFalse(existsSync(join(root, "data/reconciler")))
    })
  }

  it("says so as data where data is asked for", async () => {
    const { stdout } = await run(["controller", "--root", root, "--host", "0.0.0.0", "--json"])
    const { error }: { readonly error: { readonly code: string } } = JSON.parse(stdout)
    assert.strictEqual(error.code, "token_needed")
  })
})

describe("a controller whose port is taken", () => {
  it("says so, and what to do", async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve))
    const address = taken.address()
    assert(typeof address === "object" && address !== null)
    const { code, stdout } = await run(["controller", "--root", root, "--port", `${address.port}`, "--json"])
    taken.close()
    assert.strictEqual(code, 1)
    assert.deepStrictEqual(JSON.parse(stdout), {
      error: {
        code: "not_listening",
        message: `127.0.0.1:${address.port} cannot be listened on: listen EADDRINUSE: address already in use 127.0.0.1:${address.port}`,
        hint: "end what listens there, or choose another place with --host and --port"
      }
    })
  })
})
