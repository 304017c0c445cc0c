/** What the controller says of itself where LEDMatrix, which no repair needs, cannot be asked. */
import { assert, describe, it } from "@effect/vitest"
import type { ReportedFinding } from "../../../src/domain/findings/Report.ts"
import type { Source } from "../../../src/domain/sources/Source.ts"
import { type Circumstances, conditions } from "../../../src/controller/status/conditions.ts"

const NOW = "2026-01-01T00:00:00.000Z"

const unread = (...sources: ReadonlyArray<Source>): Circumstances => ({
  stopping: false,
  reconciling: false,
  hangs: false,
  paused: false,
  died: undefined,
  registry: null,
  desired: undefined,
  storeAvailable: false,
  report: {
    result: sources.length > 0 ? "could_not_tell" : "in_sync",
    inconsistencies_found: [],
    inconsistencies_fixed: [],
    inconsistencies_manual: [],
    reconciliation_successful: false,
    message: "",
    source_errors: sources.map((source) => ({ source, path: source, code: "EIO", error: "cannot be read" })),
    unrecoverable: [],
    changed_files: [],
    run_id: "",
    duration_ms: 0
  }
})

const held: ReportedFinding = {
  plugin_id: "clock",
  inconsistency_type: "plugin_version_mismatch",
  reason: "record_version",
  description: "",
  fix_action: "auto_fix",
  can_auto_fix: true,
  current_state: {},
  expected_state: {},
  outcome: { status: "failed", error: { kind: "transient", code: "suspended", message: "it is suspended" } }
}
const forPerson: ReportedFinding = { ...held, plugin_id: "news", outcome: { status: "manual" } }

const leaving = (...left: ReadonlyArray<ReportedFinding>): Circumstances => {
  const known = unread()
  return {
    ...known,
    report: known.report && { ...known.report, inconsistencies_found: left, inconsistencies_manual: left }
  }
}

const rows: ReadonlyArray<readonly [sources: ReadonlyArray<Source>, ready: string, degraded: string]> = [
  [[], "true", "false"],
  [["manager"], "true", "true"],
  [["manager", "state"], "false", "true"],
  [["config"], "false", "true"]
]

describe("the conditions", () => {
  for (const [sources, ready, degraded] of rows) {
    it(`are Ready ${ready}, Degraded ${degraded} where unreadable is: ${sources.join(", ") || "nothing"}`, () => {
      const now = conditions([], unread(...sources), NOW)
      const statusOf = (type: string) => now.find((condition) => condition.type === type)?.status
      assert.deepStrictEqual([statusOf("Ready"), statusOf("Degraded")], [ready, degraded])
    })
  }

  const reasons = (known: Circumstances) =>
    conditions([], known, NOW).map(({ reason, type }) => [type, reason] as const)

  it("call one suspended plugin no pause, and what is left alone for it no failed repair", () => {
    assert.deepInclude(reasons(leaving(held)), ["Ready", "started"])
    assert.deepInclude(reasons(leaving(held)), ["Degraded", "suspended"])
    assert.deepInclude(reasons(leaving(held, forPerson)), ["Degraded", "needs_person"])
  })

  it("say of a sign that is paused that it only looks", () => {
    assert.deepInclude(reasons({ ...unread(), paused: true }), ["Ready", "suspended"])
  })
})
