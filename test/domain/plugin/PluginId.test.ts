/** Names of plugins: which are ids, how they are spelled otherwise, and their order. */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { byCodePoint, isPluginId, otherSpelling, withoutPrefix } from "../../../src/domain/plugin/PluginId.ts"
import { PluginId } from "../../../src/domain/schemas.ts"

describe("a plugin id", () => {
  it.each(["a", "0", "clock-simple", "a.b_c-D9", "x".repeat(128)])("may be %j", (id) => {
    assert.isTrue(isPluginId(id))
    assert.isTrue(Schema.is(PluginId)(id))
  })

  it.each(["", "-a", ".a", "_a", "a b", "a/b", "a\n", "é", "x".repeat(129), "..", "a\u0000"])(
    "may not be %j",
    (id) => {
      assert.isFalse(isPluginId(id))
      assert.isFalse(Schema.is(PluginId)(id))
    }
  )
})

describe("the prefix of an id", () => {
  it.each([
    ["ledmatrix-clock", "clock", "clock"],
    ["clock", undefined, "ledmatrix-clock"],
    ["ledmatrix-", undefined, "ledmatrix-ledmatrix-"],
    ["my-ledmatrix-clock", undefined, "ledmatrix-my-ledmatrix-clock"]
  ])("of %s: without it %s, spelled otherwise %s", (id, bare, other) => {
    assert.strictEqual(withoutPrefix(id), bare)
    assert.strictEqual(otherSpelling(id), other)
  })
})

describe("the order of names", () => {
  it("is that of code points, not of UTF-16", () => {
    const sorted = [
      "",
      "A",
      "Z",
      "a",
      "ab",
      "b",
      "é",
      "\ue000",
      "\uffff",
      "\u{10000}",
      "😀",
      "😀a",
      "\u{10ffff}"
    ]
    for (const [at, name] of sorted.entries()) {
      for (const [other, against] of sorted.entries()) {
        assert.strictEqual(Math.sign(byCodePoint(name, against)), Math.sign(at - other), `${name} ${against}`)
      }
    }
  })

  it("puts halves of characters behind everything that is whole in UTF-16", () => {
    for (const half of ["\ud800", "\udbff", "\udc00", "\udfff"])
      assert.isAbove(byCodePoint(half, "\uffff"), 0)
  })
})
