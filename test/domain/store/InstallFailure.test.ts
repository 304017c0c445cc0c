/** How long a failed install is not tried again. */
import { assert, describe, it } from "@effect/vitest"
import { anyHolds, holdsAt, type InstallFailure } from "../../../src/domain/store/InstallFailure.ts"

const FAILED_AT = Date.parse("2026-03-01T12:00:00Z")
const HOLDS_MS = 3_600_000

const failure: InstallFailure = {
  code: "wrong_id",
  message: "it is another plugin",
  failedAtMs: FAILED_AT,
  heldUntilMs: FAILED_AT + HOLDS_MS
}
const ended: InstallFailure = { ...failure, heldUntilMs: FAILED_AT }

describe("a failed install", () => {
  it.each<[string, number, boolean]>([
    ["is held back at once", FAILED_AT, true],
    ["is held back to the last moment of its time", FAILED_AT + HOLDS_MS - 1, true],
    ["is tried again once its time is over", FAILED_AT + HOLDS_MS, false],
    ["is tried again long after", FAILED_AT + 10 * HOLDS_MS, false],
    ["is held back where the clock went back by less than that time", FAILED_AT - HOLDS_MS + 1, true],
    ["is tried again where the clock went back by that time", FAILED_AT - HOLDS_MS, false],
    ["is tried again where the clock went back by more", FAILED_AT - 10 * HOLDS_MS, false]
  ])("%s", (_title, nowMs, holds) => {
    assert.strictEqual(holdsAt(failure, nowMs), holds)
  })

  it.each<[string, number]>([
    ["at the moment it failed", FAILED_AT],
    ["later", FAILED_AT + 1],
    ["earlier, by a clock that went back", FAILED_AT - 1]
  ])("that has ended is tried again %s", (_title, nowMs) => {
    assert.isFalse(holdsAt(ended, nowMs))
  })
})

describe("of several failed installs", () => {
  it.each<[string, ReadonlyArray<readonly [string, InstallFailure]>, boolean]>([
    ["none is held back where there are none", [], false],
    ["none is held back where all have ended", [["clock", ended]], false],
    [
      "one is held back where not all have ended",
      [
        ["clock", ended],
        ["news", failure]
      ],
      true
    ]
  ])("%s", (_title, failures, holds) => {
    assert.strictEqual(anyHolds(new Map(failures), FAILED_AT), holds)
  })
})
