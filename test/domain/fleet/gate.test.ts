import { assert, describe, it } from "@effect/vitest"
import type { DesiredStatus } from "../../../src/domain/desired/DesiredStatus.ts"
import { judgeGate, type RevisionStanding, standingTo } from "../../../src/domain/fleet/gate.ts"

const R = "a".repeat(64)
const OTHER = "b".repeat(64)

const status = (change: Partial<DesiredStatus> = {}): DesiredStatus => ({
  sign: "bar-left",
  document: "https://signs.example/desired.json",
  state: "applied",
  message: "",
  in_force: {
    revision: R,
    serial: 1,
    accepted_at: "2026-04-08T09:12:33.000Z",
    age_seconds: 600,
    settled: true
  },
  offered: { revision: R, serial: 1 },
  rejected: [],
  rejections: {},
  read_at: null,
  paused: null,
  findings: 0,
  not_as_desired: 0,
  ...change
})

const standing = (change: Partial<DesiredStatus>): RevisionStanding =>
  standingTo({ _tag: "Answered", status: status(change) }, R, 600)

const inForce = (change: Partial<NonNullable<DesiredStatus["in_force"]>>) => {
  const { in_force } = status()
  return in_force === null ? null : { ...in_force, ...change }
}

describe("how a sign stands to a revision", () => {
  it("calls a sign good that kept to it for the whole soak and lacks nothing", () => {
    assert.strictEqual(standing({}), "good")
  })
  it("calls a sign unknown that does not answer", () => {
    assert.strictEqual(standingTo({ _tag: "Unknown", problem: "" }, R, 600), "unknown")
  })
  it("calls a sign failed that took it back, also where it keeps to another now", () => {
    const rejected = [{ revision: R, rejected_at: "", reasons: [] }]
    assert.strictEqual(standing({ rejected, in_force: inForce({ revision: OTHER }) }), "failed")
  })
  it("does not call a sign failed that took another one back", () => {
    const rejected = [{ revision: OTHER, rejected_at: "", reasons: [] }]
    assert.strictEqual(standing({ rejected }), "good")
  })
  it("calls a sign that keeps to no revision elsewhere", () => {
    assert.strictEqual(standing({ in_force: null }), "elsewhere")
  })
  it("calls a sign that keeps to another revision elsewhere", () => {
    assert.strictEqual(standing({ in_force: inForce({ revision: OTHER }) }), "elsewhere")
  })
  it.each<readonly [string, Partial<DesiredStatus>]>([
    ["has had it for less than the soak", { in_force: inForce({ age_seconds: 599 }) }],
    ["has not settled", { in_force: inForce({ settled: false }) }],
    ["lacks something of it", { not_as_desired: 1 }],
    ["has not looked yet", { not_as_desired: null }],
    ["is paused, so that nothing is wanted of it", { state: "paused" }]
  ])("does not count a sign that %s", (_, change) => {
    assert.strictEqual(standing(change), "trying")
  })
})

describe("the gate", () => {
  const limits = { maxFailed: 0.02, maxUnknown: 0.1, minReports: 10, soakSeconds: 600 }
  const signs = (counts: Partial<Record<RevisionStanding, number>>) =>
    (["good", "trying", "failed", "elsewhere", "unknown"] as const).flatMap((one) =>
      Array.from({ length: counts[one] ?? 0 }, () => one)
    )
  it.each([
    ["opens with enough good reports", { good: 10, elsewhere: 90 }, "open"],
    ["waits for more reports", { good: 9, elsewhere: 91 }, "wait"],
    ["waits while too many do not answer", { good: 80, unknown: 20 }, "wait"],
    ["opens with as many unknown as may be", { good: 90, unknown: 10 }, "open"],
    ["stops at the first failure among few", { trying: 3, failed: 1, elsewhere: 96 }, "stop"],
    ["opens with as many failures as may be", { good: 98, failed: 2 }, "open"],
    ["stops with more failures than may be", { good: 97, failed: 3 }, "stop"],
    ["stops although too many do not answer", { failed: 1, unknown: 50 }, "stop"],
    ["waits for a fleet of which nothing is known", { unknown: 5 }, "wait"],
    ["waits for a fleet without signs", {}, "wait"]
  ])("%s", (_, counts, verdict) => {
    assert.strictEqual(judgeGate(signs(counts), limits).verdict, verdict)
  })

  it.each<[Partial<Record<RevisionStanding, number>>, string]>([
    [{ failed: 1, trying: 2 }, "1 of the 3 signs that tried it took it back (33.3 %; at most 2 % may)"],
    [{ failed: 1 }, "1 of the 1 sign that tried it took it back (100 %; at most 2 % may)"],
    [{ unknown: 1, good: 7 }, "1 of 8 signs do not answer (12.5 %; at most 10 % may)"],
    [{ good: 1, trying: 4 }, "1 sign had it for 600 s and lack nothing, 10 are needed; 4 more have it"]
  ])("says by which figures: %j", (counts, why) => {
    assert.strictEqual(judgeGate(signs(counts), limits).why, why)
  })

  it("says of a fleet without signs that none answers", () => {
    assert.match(judgeGate([], limits).why, /^0 of 0 signs do not answer \(100 %/u)
  })
})
