/** What a run knows of its findings after each round: each is listed once, and ends with one outcome. */
import { assert, describe, it } from "@effect/vitest"
import { Repair } from "../../../src/domain/changes/Repair.ts"
import { type Finding, Fix } from "../../../src/domain/findings/Finding.ts"
import { Outcome } from "../../../src/domain/findings/Outcome.ts"
import {
  closeBroken,
  closeUnconverged,
  closeWaiting,
  noOutcomes,
  observe,
  type RunOutcomes,
  untried,
  withOutcome
} from "../../../src/reconcile/tell/outcomes.ts"

const auto = Fix.Auto({ repair: Repair.Fetch({ plugin: "x", replacing: false }) })
const manual = Fix.Manual()
const none = Fix.None()

const finding = (id: string, fix: Fix, reason: Finding["reason"] = "no_entry"): Finding => ({
  id,
  type: "plugin_missing_in_config",
  reason,
  description: `about ${id}`,
  current: {},
  expected: {},
  fix
})

const failed = Outcome.Failed({ error: { kind: "permanent", code: "wrong_id", message: "it is another" } })

const statuses = (outcomes: RunOutcomes): ReadonlyArray<string> =>
  [...outcomes.values()].map(({ finding: { id }, outcome }) => `${id} ${outcome?._tag ?? "open"}`)

describe("what a run knows of its findings", () => {
  const clock = finding("clock", auto)

  it("is open where they can be fixed, and settled at once where they cannot", () => {
    const outcomes = observe(noOutcomes, [clock, finding("news", manual), finding("stars", none)])
    assert.deepStrictEqual(statuses(outcomes), ["clock open", "news Manual", "stars Informational"])
    assert.deepStrictEqual(untried(outcomes), [clock])
  })

  it("tells findings of one plugin apart by their reason", () => {
    const outcomes = observe(noOutcomes, [clock, finding("clock", manual, "system_key")])
    assert.deepStrictEqual(statuses(outcomes), ["clock open", "clock Manual"])
  })

  it("forgets what is no longer found and was never tried", () => {
    const outcomes = observe(noOutcomes, [clock, finding("news", manual), finding("stars", none)])
    assert.deepStrictEqual(statuses(observe(outcomes, [])), [])
  })

  it("keeps what was for a person while not every source could be read", () => {
    const outcomes = observe(noOutcomes, [clock, finding("news", manual), finding("stars", none)])
    assert.deepStrictEqual(statuses(observe(outcomes, [], false)), ["news Manual", "stars Informational"])
  })

  it("keeps what was tried, found again or not", () => {
    const tried = withOutcome(
      withOutcome(noOutcomes, [clock], Outcome.Fixed()),
      [finding("news", auto)],
      failed
    )
    assert.deepStrictEqual(statuses(observe(tried, [])), ["clock Fixed", "news Failed"])
  })

  it("takes a repair that is found again for one that did not hold", () => {
    const again = observe(withOutcome(noOutcomes, [clock], Outcome.Fixed()), [clock])
    const [line] = again.values()
    assert.deepStrictEqual(
      line?.outcome,
      Outcome.Failed({
        error: {
          kind: "transient",
          code: "not_converged",
          message: "it was fixed, and something else undid it; the next run tries again"
        }
      })
    )
  })

  it("leaves a failure the failure that it was", () => {
    const [line] = observe(withOutcome(noOutcomes, [clock], failed), [clock]).values()
    assert.deepStrictEqual(line?.outcome, failed)
  })

  it("leaves with a person what a repair has handed to one", () => {
    const handed = withOutcome(noOutcomes, [clock], Outcome.Manual())
    assert.deepStrictEqual(statuses(observe(handed, [clock])), ["clock Manual"])
  })

  it("follows a finding that can be fixed in one round and not in the other", () => {
    const wasOpen = observe(observe(noOutcomes, [clock]), [finding("clock", manual)])
    assert.deepStrictEqual(statuses(wasOpen), ["clock Manual"])
    const wasManual = observe(observe(noOutcomes, [finding("clock", none)]), [clock])
    assert.deepStrictEqual(statuses(wasManual), ["clock open"])
  })

  it("fails for another time what a run that breaks off did not come to", () => {
    const outcomes = withOutcome(
      observe(noOutcomes, [clock, finding("news", auto)]),
      [clock],
      Outcome.Fixed()
    )
    const closed = closeBroken(outcomes, "the disk is full")
    assert.deepStrictEqual(statuses(closed), ["clock Fixed", "news Failed"])
    assert.deepStrictEqual(
      [...closed.values()][1]?.outcome,
      Outcome.Failed({ error: { kind: "transient", code: "run_failed", message: "the disk is full" } })
    )
    const unconverged = [...closeUnconverged(observe(noOutcomes, [clock])).values()][0]?.outcome
    assert.strictEqual(unconverged?._tag === "Failed" ? unconverged.error.code : "", "not_converged")
  })

  it("takes a replaced directory that is found again for a repair that did not hold", () => {
    const localFiles = { carried_over: [], left_in_kept_copy: [], kept_copy: "plugin-repos/clock.kept" }
    const [line] = observe(withOutcome(noOutcomes, [clock], Outcome.Replaced({ localFiles })), [
      clock
    ]).values()
    assert.strictEqual(line?.outcome?._tag === "Failed" ? line.outcome.error.code : "", "not_converged")
  })

  it("keeps for a person what a repair has handed over, also where the finding is worded anew", () => {
    const worded = { ...clock, description: "again" }
    const handed = observe(withOutcome(noOutcomes, [clock], Outcome.Manual()), [worded])
    assert.deepStrictEqual([...handed.values()], [{ finding: clock, outcome: Outcome.Manual() }])
  })

  it("follows what was a person's before, and still is, in its words", () => {
    const before = finding("clock", manual)
    const worded = { ...before, description: "again" }
    const [line] = observe(observe(noOutcomes, [before]), [worded]).values()
    assert.deepStrictEqual(line, { finding: worded, outcome: Outcome.Manual() })
  })
})

describe("a finding that waits", () => {
  const error = { kind: "transient", code: "operation_in_progress", message: "in a minute" } as const
  const repair = Repair.Fetch({ plugin: "clock", replacing: false })
  const waits = finding("clock", Fix.Auto({ repair, waits: error }))
  const open = finding("news", auto)

  it("is not to be tried", () => {
    assert.deepStrictEqual(untried(observe(noOutcomes, [waits, open])), [open])
  })

  it("has failed for now when the run ends; what does not wait stays open", () => {
    const closed = closeWaiting(observe(noOutcomes, [waits, open, finding("moon", manual)]))
    assert.deepStrictEqual(
      [...closed.values()].map(({ outcome }) => outcome),
      [Outcome.Failed({ error }), undefined, Outcome.Manual()]
    )
  })

  it("keeps the outcome of a repair that was tried on it before", () => {
    const tried = withOutcome(noOutcomes, [waits], failed)
    assert.deepStrictEqual([...closeWaiting(tried).values()], [{ finding: waits, outcome: failed }])
  })
})
