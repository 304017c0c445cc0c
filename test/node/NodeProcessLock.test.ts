// Who holds a lock, as others are told it.
import { assert, describe, it } from "@effect/vitest"
import { shownCommand } from "../../src/node/NodeProcessLock.ts"

describe("the command of a lock's holder", () => {
  for (const [given, shown] of [
    ["/opt/bin.js reconcile --force", "bin.js reconcile --force"],
    ["/opt/bin.js controller --token s3cret-s3cret --port 80", "bin.js controller --token ‹set› --port 80"],
    ["/opt/bin.js --token=s3cret-s3cret controller", "bin.js --token=‹set› controller"]
  ] as const) {
    it(`of "${given}" is "${shown}"`, () => {
      assert.strictEqual(shownCommand(given.split(" ")), shown)
    })
  }
})
