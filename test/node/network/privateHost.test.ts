/** Which hosts lie in a network that is not open to all. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { judgeHost } from "../../../src/node/network/privateHost.ts"

const NAMES: { readonly [name: string]: ReadonlyArray<string> } = {
  "open.example": ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"],
  "router.example": ["192.168.1.1"],
  "both.example": ["93.184.216.34", "fe80::1%eth0"]
}

const judge = judgeHost((name) => {
  const found = NAMES[name]
  return found === undefined
    ? Promise.reject(new Error("ENOTFOUND"))
    : Promise.resolve(found.map((address) => ({ address })))
})

describe("a host", () => {
  it.effect.each([
    ["127.0.0.1", true],
    ["10.1.2.3", true],
    ["172.31.255.255", true],
    ["172.32.0.0", false],
    ["192.168.0.1", true],
    ["169.254.169.254", true],
    ["100.64.0.1", true],
    ["0.0.0.0", true],
    ["93.184.216.34", false],
    ["[::1]", true],
    ["[::]", true],
    ["[fd00::1]", true],
    ["[fe80::1]", true],
    ["[::ffff:7f00:1]", true],
    ["[64:ff9b::7f00:1]", true],
    ["[2606:2800:220:1:248:1893:25c8:1946]", false],
    ["open.example", false],
    ["router.example", true],
    ["both.example", true],
    ["nowhere.example", false]
  ] as const)("%s is private: %s", ([host, expected]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* judge(host), expected)
    })
  )
})
