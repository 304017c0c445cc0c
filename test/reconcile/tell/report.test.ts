/** The document of `check` and `reconcile`: what it says of findings, and what it comes to. */
import { assert, describe, it } from "@effect/vitest"
import { Repair } from "../../../src/domain/changes/Repair.ts"
import { type Finding, Fix } from "../../../src/domain/findings/Finding.ts"
import { Outcome } from "../../../src/domain/findings/Outcome.ts"
import type { ReportResult } from "../../../src/domain/findings/Report.ts"
import { SourceError } from "../../../src/domain/sources/Source.ts"
import { type EndedRun, report } from "../../../src/reconcile/tell/report.ts"
import { noOutcomes, observe, type RunOutcomes, withOutcome } from "../../../src/reconcile/tell/outcomes.ts"

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

const pass = (outcomes: RunOutcomes, more: Partial<EndedRun> = {}): EndedRun => ({
  mode: "reconcile",
  outcomes,
  sourceErrors: [],
  unrecoverable: new Set(),
  changedFiles: new Set(),
  runId: "run-1",
  durationMs: 12,
  broken: undefined,
  ...more
})

const ended = (outcome: Outcome, fix: Fix = auto): RunOutcomes =>
  withOutcome(noOutcomes, [finding("clock", fix)], outcome)

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

  it("tells of a finding also its cause, the right key and the choices, where they are known", () => {
    const choices = [{ choice: "weather", does: "becomes its name" }]
    const known = { ...finding("wether", manual), cause: "no such plugin", rightKey: "weather", choices }
    const [line] = report(pass(observe(noOutcomes, [known]))).inconsistencies_found
    assert.deepInclude(line, { cause: "no such plugin", right_key: "weather", choices })
  })

  it("tells what became of files beside a plugin's code, where its directory was replaced", () => {
    const localFiles = {
      carried_over: ["token.pickle"],
      left_in_kept_copy: [],
      kept_copy: "plugin-repos/clock.kept"
    }
    const [line] = report(pass(ended(Outcome.Replaced({ localFiles })))).inconsistencies_fixed
    assert.deepStrictEqual(line?.outcome, { status: "fixed", local_files: localFiles })
  })

  it.each<[string, RunOutcomes, ReadonlyArray<unknown>]>([
    ["planned", observe(noOutcomes, [finding("clock", auto)]), ["planned", "auto_fix", true, 0, 0, false]],
    ["fixed", ended(Outcome.Fixed()), ["fixed", "auto_fix", true, 1, 0, true]],
    ["failed", ended(failed), ["failed", "auto_fix", true, 0, 1, false]],
    ["manual", ended(Outcome.Manual(), manual), ["manual", "manual_fix_required", false, 0, 1, false]],
    ["informational", ended(Outcome.Informational(), none), ["informational", "no_action", false, 0, 0, true]]
  ])("counts a finding that is %s", (_title, outcomes, expected) => {
    const told = report(pass(outcomes))
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

  const error = { source: "state", path: "data/x", code: "EIO", error: "no", transient: true } as const
  const unread = { sourceErrors: [new SourceError(error)] }
  const planned = observe(noOutcomes, [finding("clock", auto)])
  const forPerson = ended(Outcome.Manual(), manual)

  it.each<[ReportResult, string, RunOutcomes, Partial<EndedRun>]>([
    ["in_sync", "nothing was found", noOutcomes, {}],
    ["in_sync", "nothing that was found needs an action", ended(Outcome.Informational(), none), {}],
    ["in_sync", "check finds nothing", noOutcomes, { mode: "check" }],
    ["drift", "check finds what a run would repair", planned, { mode: "check" }],
    ["drift", "check finds what a person has to decide", forPerson, { mode: "check" }],
    ["repaired", "all that was found is fixed", ended(Outcome.Fixed()), {}],
    ["left_over", "a repair failed", ended(failed), {}],
    [
      "left_over",
      "a person has to decide, also where something was fixed",
      withOutcome(forPerson, [finding("news", auto)], Outcome.Fixed()),
      {}
    ],
    ["could_not_tell", "a source could not be read", noOutcomes, unread],
    [
      "could_not_tell",
      "a source could not be read, and all that was found is fixed",
      ended(Outcome.Fixed()),
      unread
    ],
    [
      "could_not_tell",
      "check could not read a source, and found something",
      planned,
      { mode: "check", ...unread }
    ],
    ["failed", "the run broke off", noOutcomes, { broken: "the disk is full" }],
    [
      "could_not_tell",
      "the run broke off, and a source could not be read",
      noOutcomes,
      { broken: "no", ...unread }
    ],
    ["repaired", "nothing was found, and a file was mended", noOutcomes, { changedFiles: new Set(["x"]) }]
  ])("comes to %s where %s", (result, _why, outcomes, more) => {
    assert.strictEqual(report(pass(outcomes, more)).result, result)
  })

  it("is left over where a message that a repair failed with only quotes a failed run", () => {
    const quoting = { kind: "permanent", code: "wrong_id", message: "Reconciliation failed: x" } as const
    assert.strictEqual(report(pass(ended(Outcome.Failed({ error: quoting })))).result, "left_over")
  })

  it("is no success where a source could not be read, or the run broke off", () => {
    const blind = report(pass(noOutcomes, unread))
    assert.isFalse(blind.reconciliation_successful)
    assert.deepStrictEqual(blind.source_errors, [
      { source: "state", path: "data/x", code: "EIO", error: "no" }
    ])
    const broken = report(pass(noOutcomes, { broken: "the disk is full" }))
    assert.isFalse(broken.reconciliation_successful)
    assert.strictEqual(broken.message, "Reconciliation failed: the disk is full")
    assert.isTrue(report(pass(noOutcomes)).reconciliation_successful)
  })

  it("says in one sentence what there was, by what was asked for", () => {
    const outcomes = observe(withOutcome(noOutcomes, [finding("clock", auto)], Outcome.Fixed()), [
      finding("news", manual),
      finding("stars", auto)
    ])
    assert.strictEqual(
      report(pass(outcomes)).message,
      "Reconciliation complete: 3 inconsistencies found, 1 fixed automatically, 1 require manual attention"
    )
    assert.strictEqual(
      report(pass(outcomes, { mode: "check" })).message,
      "Check complete: 3 inconsistencies found, 1 can be fixed automatically, 1 require manual attention"
    )
  })

  it("does not say that all was looked at where a source could not be read", () => {
    const { message } = report(
      pass(observe(noOutcomes, [finding("news", auto)]), { mode: "check", ...unread })
    )
    assert.strictEqual(
      message,
      "Check could not tell, because it could not read data/x; elsewhere 1 inconsistencies found, 1 can be fixed automatically, 0 require manual attention"
    )
    assert.strictEqual(
      report(pass(noOutcomes, unread)).message,
      "Reconciliation could not tell, because it could not read data/x"
    )
  })

  it("says why the run broke off also where a source could not be read", () => {
    assert.strictEqual(
      report(pass(noOutcomes, { broken: "no", ...unread })).message,
      "Reconciliation failed: no"
    )
  })

  it("names a file once that stands for two sources", () => {
    const disk = new SourceError({ ...error, source: "disk" })
    const { message } = report(pass(noOutcomes, { sourceErrors: [new SourceError(error), disk] }))
    assert.isTrue(message.endsWith("could not read data/x"), message)
  })

  it("puts findings, files and ids in one order", () => {
    const outcomes = observe(noOutcomes, [
      finding("news", auto),
      finding("clock", auto, "system_key"),
      finding("clock", auto)
    ])
    const told = report(
      pass(outcomes, { unrecoverable: new Set(["b", "a"]), changedFiles: new Set(["y", "x"]) })
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
