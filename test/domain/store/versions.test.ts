/** Which version is newer, as far as anybody can say. */
import { assert, describe, it } from "@effect/vitest"
import { isNewer } from "../../../src/domain/store/versions.ts"

describe("a version of the store", () => {
  it.each([
    ["1.0.1", "1.0.0"],
    ["1.10.0", "1.9.9"],
    ["2", "1.9"],
    ["1.1", "1.0.9"],
    ["v2.0.0", "1.0.0"],
    ["2.0.0", "v1.0.0"],
    [" 2.0.0 ", "1.0.0"],
    ["1.0.0", "1.0.0-rc.1"],
    ["1.0.0-rc.2", "1.0.0-rc.1"],
    ["1.0.0rc10", "1.0.0rc9"],
    ["1.0.0b1", "1.0.0a1"],
    ["1.0.0-beta", "1.0.0-alpha"],
    ["1.0.0.dev2", "1.0.0.dev1"],
    ["1.0.0-2", "1.0.0-1"],
    ["1.0.0pre2", "1.0.0-pre1"],
    ["1.0.0-rc.02", "1.0.0-rc.1"],
    ["1.0.0RC2", "1.0.0rc1"],
    ["01.2.0", "1.1.0"],
    ["1.0.10", "1.0.9"],
    ["1.0.0-1b", "1.0.0-1a"]
  ])("%j is newer than %j, and not the other way round", (a, b) => {
    assert.isTrue(isNewer(a, b))
    assert.isFalse(isNewer(b, a))
  })

  it.each([
    ["1.0.0", "1.0.0"],
    ["v1.0.0", "1.0.0"],
    ["latest", "latest"],
    ["1.0", "1.0.0"],
    ["1.0.0-", "1.0.0"],
    ["1.0.0+a", "1.0.0+b"],
    ["1.0.0rc1", "1.0.0-rc.1"],
    ["1.0.0-rc1", "1.0.0.rc1"],
    ["1.0.0-a..b", "1.0.0-a.b"]
  ])("%j is no newer than %j, nor older", (a, b) => {
    assert.isFalse(isNewer(a, b))
    assert.isFalse(isNewer(b, a))
  })

  it.each([
    [undefined, "1.0.0"],
    [null, "1.0.0"],
    ["", "1.0.0"],
    ["1.0.0", undefined],
    ["1.0.0", null],
    ["1.0.0", " "]
  ])("%j is no update of %j", (a, b) => {
    assert.isFalse(isNewer(a, b))
  })

  it.each([
    ["latest", "1.0.0"],
    ["1.0.0", "latest"],
    ["1.0.0.1", "1.0.0"],
    ["x1.0.0", "1.0.0"],
    ["1.0.0x", "1.0.0"],
    ["1.0.0-é", "1.0.0"],
    ["1.0.0q1", "1.0.0"],
    ["1234567890.0.0", "1.0.0"],
    [`1.0.0-${"a".repeat(300)}`, "1.0.0"]
  ])("%j, or %j, cannot be read: it counts as newer, since it cannot be compared", (a, b) => {
    assert.isTrue(isNewer(a, b))
  })

  it("is read up to the length of anybody's version", () => {
    const long = (build: number) => `1.0.0+${"b".repeat(build)}`
    assert.isFalse(isNewer(long(250), "1.0.0"))
    assert.isTrue(isNewer(long(251), "1.0.0"))
  })
})
