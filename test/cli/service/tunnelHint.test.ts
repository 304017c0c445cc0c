import { assert, describe, it } from "@effect/vitest"
import { tunnelHint } from "../../../src/cli/service/tunnelHint.ts"

const ssh = { SSH_CONNECTION: "192.168.1.7 50000 192.168.1.20 22", USER: "pi" }

describe("the way to the dashboard", () => {
  it("is a tunnel for a person who came by ssh", () => {
    assert.strictEqual(tunnelHint("http://127.0.0.1:5080", ssh), "ssh -L 5080:127.0.0.1:5080 pi@192.168.1.20")
  })

  it("needs none where the controller listens on the network", () => {
    assert.isUndefined(tunnelHint("http://192.168.1.20:5080", ssh))
  })

  it("needs none on the machine itself", () => {
    assert.isUndefined(tunnelHint("http://127.0.0.1:5080", {}))
  })
})
