/** The document of `check` and `reconcile`, and what a run knows of its findings on the way to it. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { Repair } from "../../../src/domain/changes/Repair.ts"
import { type Finding, Fix } from "../../../src/domain/findings/Finding.ts"
import { Outcome } from "../../../src/domain/findings/Outcome.ts"
import { SourceError } from "../../../src/domain/sources/Source.ts"
import { type PassResult, report, sourceErrors } from "../../../src/reconcile/tell/report.ts"
import {
  closeBroken,
  closeUnconverged,
  emptyTally,
  observe,
  settle,
  type Tally,
  untried
} from "../../../src/reconcile/tell/tally.ts"
import { snapshotOf } from "../../support/snapshots.ts"

const auto = Fix.Auto({ repair: Repair.Fetch({ plugin: "x", replacing: false }) })
const manual = Fix.Manual()
const none = Fix.None()

const finding = (id: string, fix: Fix, reason: Finding["reason"] = "no_entry"): Finding => ({
  id,
  type: "plugin_missing_in_config",
  reason,
  description: `about ${id}`,
  current: { now: id },
  expected: { wanted: id },
  fix
})

const failed = Outcome.Failed({ error: { kind: "permanent", code: "wrong_id", message: "it is another" } })

const statuses = (tally: Tally): ReadonlyArray<string> =>
  [...tally.values()].map(({ finding: { id }, outcome }) => `${id} ${outcome?._tag ?? "open"}`)

describe("what a run knows of its findings", () => {
  const clock = finding("clock", auto)

  it("is open where they can be fixed, and settled at once where they cannot", () => {
    const tally = observe(emptyTally, [clock, finding("news", manual), finding("stars", none)])
    assert.deepStrictEqual(statuses(tally), ["clock open", "news Manual", "stars Informational"])
    assert.deepStrictEqual(untried(tally), [clock])
  })

  it("tells findings of one plugin apart by their reason", () => {
    const tally = observe(emptyTally, [clock, finding("clock", manual, "system_key")])
    assert.deepStrictEqual(statuses(tally), ["clock open", "clock Manual"])
  })

  it("forgets what is no longer found and was never tried", () => {
    const tally = observe(emptyTally, [clock, finding("news", manual), finding("stars", none)])
    assert.deepStrictEqual(statuses(observe(tally, [])), [])
  })

  it("keeps what was for a person while not every source could be read", () => {
    const tally = observe(emptyTally, [clock, finding("news", manual), finding("stars", none)])
    assert.deepStrictEqual(statuses(observe(tally, [], false)), ["news Manual", "stars Informational"])
  })

  it("keeps what was tried, found again or not", () => {
    const tried = settle(settle(emptyTally, [clock], Outcome.Fixed()), [finding("news", auto)], failed)
    assert.deepStrictEqual(statuses(observe(tried, [])), ["clock Fixed", "news Failed"])
  })

  it("takes a repair that is found again for one that did not hold", () => {
    const again = observe(settle(emptyTally, [clock], Outcome.Fixed()), [clock])
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
    const [line] = observe(settle(emptyTally, [clock], failed), [clock]).values()
    assert.deepStrictEqual(line?.outcome, failed)
  })

  it("leaves with a person what a repair has handed to one", () => {
    const handed = settle(emptyTally, [clock], Outcome.Manual())
    assert.deepStrictEqual(statuses(observe(handed, [clock])), ["clock Manual"])
  })

  it("follows a finding that can be fixed in one round and not in the other", () => {
    const wasOpen = observe(observe(emptyTally, [clock]), [finding("clock", manual)])
    assert.deepStrictEqual(statuses(wasOpen), ["clock Manual"])
    const wasManual = observe(observe(emptyTally, [finding("clock", none)]), [clock])
    assert.deepStrictEqual(statuses(wasManual), ["clock open"])
  })

  it("fails for another time what a run that breaks off did not come to", () => {
    const tally = settle(observe(emptyTally, [clock, finding("news", auto)]), [clock], Outcome.Fixed())
    const closed = closeBroken(tally, "the disk is full")
    assert.deepStrictEqual(statuses(closed), ["clock Fixed", "news Failed"])
    assert.deepStrictEqual(
      [...closed.values()][1]?.outcome,
      Outcome.Failed({ error: { kind: "transient", code: "run_failed", message: "the disk is full" } })
    )
    const unconverged = [...closeUnconverged(observe(emptyTally, [clock])).values()][0]?.outcome
    assert.strictEqual(unconverged?._tag === "Failed" ? unconverged.error.code : "", "not_converged")
  })
})

const pass = (tally: Tally, more: Partial<PassResult> = {}): PassResult => ({
  mode: "reconcile",
  tally,
  sourceErrors: [],
  unrecoverable: new Set(),
  changedFiles: new Set(),
  runId: "run-1",
  durationMs: 12,
  broken: undefined,
  ...more
})

const ended = (outcome: Outcome, fix: Fix = auto): Tally =>
  settle(emptyTally, [finding("clock", fix)], outcome)

describe("a report", () => {
  it("tells a finding with everything that is known of it", () => {
    assert.deepStrictEqual(report(pass(ended(failed))).inconsistencies_found, [
      {
        plugin_id: "clock",
        inconsistency_type: "plugin_missing_in_config",
        reason: "no_entry",
        description: "about clock",
        fix_action: "auto_fix",
        can_auto_fix: true,
        current_state: { now: "clock" },
        expected_state: { wanted: "clock" },
        outcome: {
          status: "failed",
          error: { kind: "permanent", code: "wrong_id", message: "it is another" }
        }
      }
    ])
  })

  it.each<[string, Tally, ReadonlyArray<unknown>]>([
    ["planned", observe(emptyTally, [finding("clock", auto)]), ["planned", "auto_fix", true, 0, 0, false]],
    ["fixed", ended(Outcome.Fixed()), ["fixed", "auto_fix", true, 1, 0, true]],
    ["failed", ended(failed), ["failed", "auto_fix", true, 0, 1, false]],
    ["manual", ended(Outcome.Manual(), manual), ["manual", "manual_fix_required", false, 0, 1, false]],
    ["informational", ended(Outcome.Informational(), none), ["informational", "no_action", false, 0, 0, true]]
  ])("counts a finding that is %s", (_title, tally, expected) => {
    const told = report(pass(tally))
    const [line] = told.inconsistencies_found
    assert.deepStrictEqual(
      [
        line?.outcome.status,
        line?.fix_action,
        line?.can_auto_fix,
        told.inconsistencies_fixed.length,
        told.inconsistencies_manual.length,
        told.reconciliation_successful
      ],
      expected
    )
  })

  it("is no success where a source could not be read, or the run broke off", () => {
    const error = { source: "state", path: "data/x", code: "EIO", error: "no", transient: true } as const
    const unread = report(pass(emptyTally, { sourceErrors: [new SourceError(error)] }))
    assert.isFalse(unread.reconciliation_successful)
    assert.deepStrictEqual(unread.source_errors, [{ source: "state", path: "data/x", error: "no" }])
    const broken = report(pass(emptyTally, { broken: "the disk is full" }))
    assert.isFalse(broken.reconciliation_successful)
    assert.strictEqual(broken.message, "Reconciliation failed: the disk is full")
    assert.isTrue(report(pass(emptyTally)).reconciliation_successful)
  })

  it("says in one sentence what there was, by what was asked for", () => {
    const tally = observe(settle(emptyTally, [finding("clock", auto)], Outcome.Fixed()), [
      finding("news", manual),
      finding("stars", auto)
    ])
    assert.strictEqual(
      report(pass(tally)).message,
      "Reconciliation complete: 3 inconsistencies found, 1 fixed automatically, 1 require manual attention"
    )
    assert.strictEqual(
      report(pass(tally, { mode: "check" })).message,
      "Check complete: 3 inconsistencies found, 1 can be fixed automatically, 1 require manual attention"
    )
  })

  it("puts findings, files and ids in one order", () => {
    const tally = observe(emptyTally, [
      finding("news", auto),
      finding("clock", auto, "system_key"),
      finding("clock", auto)
    ])
    const told = report(
      pass(tally, { unrecoverable: new Set(["b", "a"]), changedFiles: new Set(["y", "x"]) })
    )
    assert.deepStrictEqual(
      told.inconsistencies_found.map(({ plugin_id, reason }) => `${plugin_id} ${reason}`),
      ["clock no_entry", "clock system_key", "news no_entry"]
    )
    assert.deepStrictEqual(
      [told.unrecoverable, told.changed_files],
      [
        ["a", "b"],
        ["x", "y"]
      ]
    )
    assert.deepStrictEqual([told.run_id, told.duration_ms], ["run-1", 12])
  })
})

describe("what could not be read", () => {
  const sources = (model: Parameters<typeof snapshotOf>[0]) =>
    sourceErrors(snapshotOf(model)).map(({ source }) => source)

  it("is told of each source, in one order", () => {
    assert.deepStrictEqual(sources({ unreadable: ["state", "manager", "disk", "config"] }), [
      "config",
      "disk",
      "manager",
      "state"
    ])
    assert.deepStrictEqual(sources({}), [])
  })

  it("is config's error where it is the marks'", () => {
    assert.deepStrictEqual(sources({ unreadable: ["uninstalled"] }), ["config"])
  })

  it.each<[string, { readonly path?: string; readonly code?: string }, ReadonlyArray<string>]>([
    ["the same", {}, ["disk"]],
    ["of another place", { path: "elsewhere" }, ["disk", "manager"]],
    ["of another kind", { code: "EIO" }, ["disk", "manager"]]
  ])("is not told of the manager where its error is the disk's: %s", (_title, other, told) => {
    const error = { path: "plugin-repos", code: "EACCES", error: "no", transient: false }
    const seen = snapshotOf({})
    const found = sourceErrors({
      ...seen,
      disk: Result.fail(new SourceError({ source: "disk", ...error })),
      manager: Result.fail(new SourceError({ source: "manager", ...error, ...other }))
    })
    assert.deepStrictEqual(
      found.map(({ source }) => source),
      told
    )
  })
})
