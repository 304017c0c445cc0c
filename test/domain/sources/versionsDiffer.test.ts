/** When two sources say different versions of a plugin. */
import { assert, describe, it } from "@effect/vitest"
import { versionsDiffer } from "../../../src/domain/sources/StateRecord.ts"

describe("two versions", () => {
  it.each([
    ["1.0.0", "1.0.1", true],
    ["1.0.0", "1.0.0", false],
    ["1.0.0", "v1.0.0", false],
    [" 1.0.0 ", "1.0.0", false],
    ["1.0.0", undefined, false],
    [null, "1.0.0", false],
    ["v", "1.0.0", false],
    [undefined, undefined, false]
  ])("%j and %j differ: %s", (one, other, expected) => {
    assert.strictEqual(versionsDiffer(one, other), expected)
  })
})
