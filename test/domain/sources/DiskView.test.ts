/** What of the plugins directory is no plugin to LEDMatrix. */
import { assert, it } from "@effect/vitest"
import { isPassedOver } from "../../../src/domain/sources/DiskView.ts"

it.each([
  ["clock", false],
  ["clock.", false],
  [".clock", true],
  ["clock.standalone-backup-preinstall", true],
  ["clock-backup", false]
])("a directory called %s is passed over: %s", (name, passed) => {
  assert.strictEqual(isPassedOver(name), passed)
})
