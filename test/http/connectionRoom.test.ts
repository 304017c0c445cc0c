// Whom a server lets in when many are there already, and who goes for them.
import { assert, describe, it } from "@effect/vitest"
import { type OpenConnection, roomFor } from "../../src/http/server/connectionRoom.ts"

const LIMITS = { connectionsMax: 4, addressConnectionsMax: 2 }

/** `address` alone answers a request; `address@5` has been idle since 5. */
const connection = (text: string): OpenConnection & { readonly text: string } => {
  const [address = "", since] = text.split("@")
  return { text, address, idleSinceMs: since === undefined ? undefined : Number(since) }
}

const room = (comer: string, ...open: ReadonlyArray<string>) => {
  const { admitted, ended } = roomFor(open.map(connection), comer, LIMITS)
  return [admitted, ended?.text]
}

describe("a connection", () => {
  it.each([
    ["is let in where there is room", "10.0.0.1", ["10.0.0.1@1"], [true, undefined]],
    [
      "ends the idlest of its own address where that has its number",
      "10.0.0.1",
      ["10.0.0.1@5", "10.0.0.2@1", "10.0.0.1@3"],
      [true, "10.0.0.1@3"]
    ],
    [
      "is refused where all of its address are busy",
      "10.0.0.1",
      ["10.0.0.1", "10.0.0.1"],
      [false, undefined]
    ],
    [
      "is not refused for what other addresses do",
      "10.0.0.3",
      ["10.0.0.1", "10.0.0.1", "10.0.0.2"],
      [true, undefined]
    ],
    [
      "ends the idlest of all other machines where these have their number",
      "10.0.0.3",
      ["127.0.0.1@1", "10.0.0.1", "10.0.0.1@4", "10.0.0.2@3", "10.0.0.2"],
      [true, "10.0.0.2@3"]
    ],
    [
      "of this machine is let in though others have their number",
      "127.0.0.1",
      ["10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2"],
      [true, undefined]
    ],
    [
      "of this machine is let in where its own are many",
      "::1",
      ["127.0.0.1", "127.0.0.1@7", "::1@3", "::ffff:127.0.0.1"],
      [true, "::1@3"]
    ],
    [
      "of this machine is let in where all its own are busy",
      "127.0.0.1",
      ["127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1"],
      [true, undefined]
    ],
    [
      "counts with its whole IPv6 network",
      "2001:db8:1:2::9",
      ["2001:db8:1:2:a::1", "2001:db8:1:2:b::1"],
      [false, undefined]
    ],
    ["counts once in either spelling", "::ffff:10.0.0.1", ["10.0.0.1", "10.0.0.1"], [false, undefined]]
  ] as const)("%s", (_, comer, open, expected) => {
    assert.deepStrictEqual(room(comer, ...open), [...expected])
  })
})
