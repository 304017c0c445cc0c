/** What helps where a place cannot do what is asked of it. */
import { assert, it } from "@effect/vitest"
import { stepFor } from "../../../src/domain/errors/stepFor.ts"

it.each([
  ["ENOLCK", /locks/u],
  ["MOUNT_POINT", /mount the directory that holds it/u],
  ["OVERLAY", /overlay off/u]
])("%s has a step of its own", (code, step) => {
  assert.match(stepFor(code) ?? "", step)
})

it("a failure whose own words say it all has none", () => {
  assert.isUndefined(stepFor("EIO"))
})
