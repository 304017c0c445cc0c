import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import { harms, type RevisionTrial, judgeRevision } from "../../../src/controller/desired/judgeRevision.ts"
import type { ReportedFinding } from "../../../src/domain/findings/Report.ts"
import { type Model, snapshotOf } from "../../support/snapshots.ts"

const finding = (change: Partial<ReportedFinding>): ReportedFinding => ({
  plugin_id: "clock",
  inconsistency_type: "plugin_not_as_desired",
  reason: "desired_version",
  description: "",
  fix_action: "auto_fix",
  can_auto_fix: true,
  current_state: {},
  expected_state: {},
  outcome: { status: "fixed" },
  ...change
})

const failed = (kind: "transient" | "permanent"): ReportedFinding["outcome"] => ({
  status: "failed",
  error: { kind, code: "not_a_zip", message: "it is no zip archive" }
})

/** A revision that replaced the clock, which was loaded before. */
const shown = (
  found: ReadonlyArray<ReportedFinding>,
  model: Model = { manager: ["clock"] },
  more: Partial<RevisionTrial> = {}
): RevisionTrial => ({
  report: {
    result: "in_sync",
    inconsistencies_found: found,
    inconsistencies_fixed: [],
    inconsistencies_manual: [],
    reconciliation_successful: true,
    message: "",
    source_errors: [],
    unrecoverable: [],
    changed_files: [],
    run_id: "",
    duration_ms: 0
  },
  seen: snapshotOf({ config: { clock: { enabled: true } }, ...model }),
  changed: Option.some({
    run_id: "1",
    command: "reconcile",
    started_at: "",
    status: "done",
    changes: [{ plugin_id: "clock", reason: "desired_version", file: "plugin-repos/clock" }]
  }),
  loadedBefore: ["clock"],
  wanted: Option.none(),
  ...more
})

const broken = { inconsistency_type: "plugin_state_corrupted", reason: "broken_manifest" } as const

describe("harm", () => {
  it.each<readonly [string, RevisionTrial]>([
    ["a plugin that cannot be had", shown([finding({ outcome: failed("permanent") })])],
    [
      "a plugin that the store does not offer",
      shown([
        finding({
          plugin_id: "news",
          reason: "version_not_offered",
          expected_state: { exists_on_disk: true },
          outcome: { status: "manual" }
        })
      ])
    ],
    ["a broken manifest", shown([finding({ ...broken, outcome: { status: "manual" } })])],
    ["a plugin that was loaded and is not now", shown([], { manager: [] })]
  ])("is %s", (_, seen) => {
    assert.lengthOf(harms(seen), 1)
  })
  it.each<readonly [string, RevisionTrial]>([
    [
      "a version that the store does not offer",
      shown([finding({ reason: "version_not_offered", outcome: { status: "manual" } })])
    ],
    ["what time may cure", shown([finding({ outcome: failed("transient") })])],
    [
      "a broken manifest of a plugin that it did not change",
      shown([finding({ ...broken, plugin_id: "news", outcome: { status: "manual" } })])
    ],
    ["a plugin that was not loaded before", shown([], { manager: [] }, { loadedBefore: [] })],
    ["a plugin that is switched off", shown([], { manager: [], config: { clock: { enabled: false } } })],
    ["a manager that does not answer", shown([], { unreadable: ["manager"] })],
    ["a plugin that it did not change", shown([], { manager: [] }, { changed: Option.none() })]
  ])("is not %s", (_, seen) => {
    assert.deepStrictEqual(harms(seen), [])
  })
})

describe("settling", () => {
  it("begins once all is applied", () => {
    const waiting = shown([finding({ outcome: failed("transient") })])
    assert.deepStrictEqual(judgeRevision(undefined, waiting, 5, 10), {
      _tag: "Watch",
      appliedAtMs: undefined
    })
    assert.deepStrictEqual(judgeRevision(undefined, shown([]), 5, 10), { _tag: "Watch", appliedAtMs: 5 })
  })
  it("is over after the time", () => {
    assert.deepStrictEqual(
      [judgeRevision(5, shown([]), 14, 10)._tag, judgeRevision(5, shown([]), 15, 10)._tag],
      ["Watch", "Settled"]
    )
  })
  it("ends with the first harm, however late", () => {
    assert.strictEqual(judgeRevision(5, shown([], { manager: [] }), 999, 10)._tag, "TakeBack")
  })
})
