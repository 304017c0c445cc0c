// Lines that fit, and commands that can be copied from them.
import { assert, describe, it } from "@effect/vitest"
import { wrapped } from "../../../src/cli/view/text/wrapped.ts"

describe("a text that is longer than its place", () => {
  it("is broken at spaces, and keeps the ones that it has", () => {
    assert.deepStrictEqual(wrapped("one  two three four", 10), ["one  two", "three four"])
  })

  it("keeps a command whole, with its stop, on a line of its own", () => {
    assert.deepStrictEqual(wrapped("Type this: `program resolve clock --choose old`, or leave it.", 20), [
      "Type this:",
      "`program resolve clock --choose old`,",
      "or leave it."
    ])
  })

  it("does not cut a command short, however long its paths are", () => {
    const command = `(\`program check --root /${"x".repeat(300)}\`)`
    assert.deepStrictEqual(wrapped(`So: ${command}`, 40), ["So:", command])
  })

  it("cuts a word short that is no command and far too long", () => {
    assert.isBelow(Math.max(...wrapped(`a ${"x".repeat(3000)}`, 40).map((line) => line.length)), 250)
  })
})
