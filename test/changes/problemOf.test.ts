/** Why something failed, in the log. */
import { assert, it } from "@effect/vitest"
import { Cause } from "effect"
import { problemOf } from "../../src/changes/problemOf.ts"

it.each<[string, Cause.Cause<Error>, string]>([
  ["an error is what it says", Cause.fail(new Error("no space is left")), "no space is left"],
  ["a fault of the program is just that", Cause.die(new Error("boom")), "a fault of the program"]
])("%s", (_title, cause, told) => {
  assert.strictEqual(problemOf(cause), told)
})
