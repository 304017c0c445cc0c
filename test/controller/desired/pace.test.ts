import { assert, describe, it } from "@effect/vitest"
import { Duration } from "effect"
import { pauseMs } from "../../../src/controller/desired/pace.ts"

const POLL = Duration.minutes(5)
const minutes = (failures: number, random: number, retryAfter = Duration.zero): number =>
  pauseMs(POLL, failures, retryAfter, random) / 60_000

describe("the pause before the document is asked for again", () => {
  it.each([
    ["usual, a fifth earlier at most", 0, 0, 4],
    ["usual, a fifth later at most", 0, 1, 6],
    ["usual after the first failure", 1, 0.5, 5],
    ["twice as long after the second", 2, 0.5, 10],
    ["an hour at most", 20, 0.5, 60]
  ])("is %s", (_, failures, random, expected) => {
    assert.closeTo(minutes(failures, random), expected, 1e-9)
  })
  it("is no shorter than the server wants, and an hour at most", () => {
    assert.deepStrictEqual(
      [minutes(1, 0.5, Duration.minutes(20)), minutes(1, 0.5, Duration.days(9))],
      [20, 60]
    )
  })
})
