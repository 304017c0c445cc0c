/** What is known of each version of LEDMatrix. */
import { assert, describe, it } from "@effect/vitest"
import { hostTraits, isHostVersion, isNewToUs } from "../../../src/domain/host/HostVersion.ts"
import { templateKeys } from "../../../src/domain/host/HostView.ts"

const oldest = { stateRetired: false, absentEnabled: true, duplicatesDecided: false, errorCategories: true }
const since350 = { ...oldest, duplicatesDecided: true, errorCategories: false }
const newest = { ...since350, stateRetired: true, absentEnabled: false }

describe("LEDMatrix", () => {
  it.each([
    [undefined, oldest],
    ["", oldest],
    ["unknown", oldest],
    ["1.0.0", oldest],
    ["3.2.0", oldest],
    ["3.4.99", oldest],
    ["3.5.0", since350],
    ["3.7.10", since350],
    ["3.8.0", newest],
    ["v3.8", newest],
    ["3.8.0-beta.1", newest],
    ["3.10.0", newest],
    ["4", newest],
    ["27.1.0+build", newest]
  ])("of version %j differs so", (version, traits) => {
    assert.deepStrictEqual(hostTraits(version), traits)
  })

  it.each([
    ["3.8.0", false],
    ["3.7.0", false],
    ["3.8.1", true],
    ["4.0", true],
    [undefined, false],
    ["?", false]
  ])("of version %j is new to this program: %j", (version, isNew) => {
    assert.strictEqual(isNewToUs(version), isNew)
  })

  it.each([
    ["3.8.0", true],
    ["v3", true],
    ["3.8.0rc1", true],
    ["3.8.0.1", false],
    ["latest", false],
    ["", false]
  ])("has %j as a version: %j", (text, is) => {
    assert.strictEqual(isHostVersion(text), is)
  })

  it("comes with two plugins that its template has settings for", () => {
    assert.deepStrictEqual([...templateKeys(["display", "web-ui-info", "starlark-apps"])], ["display"])
  })
})
