// A person sees what was found, what it means, what happens next, and the sum of it.
import { assert, describe, it } from "@effect/vitest"
import { reportView } from "../../../src/cli/view/look/reportView.ts"
import { plainStyle } from "../../../src/cli/view/text/Style.ts"
import type { Report, ReportedFinding } from "../../../src/domain/findings/Report.ts"
import { Reason } from "../../../src/domain/schemas.ts"
import { whatNext } from "../../../src/cli/view/advice/advice.ts"

const finding: ReportedFinding = {
  plugin_id: "clock",
  inconsistency_type: "plugin_missing_in_config",
  reason: "no_entry",
  description: "Plugin clock exists on disk but not in config",
  fix_action: "auto_fix",
  can_auto_fix: true,
  current_state: { exists_in_config: false },
  expected_state: { exists_in_config: true, enabled: false },
  outcome: { status: "planned" }
}

const report = (more: Partial<Report>): Report => ({
  result: "in_sync",
  inconsistencies_found: [],
  inconsistencies_fixed: [],
  inconsistencies_manual: [],
  reconciliation_successful: true,
  message:
    "Check complete: 1 inconsistencies found, 1 can be fixed automatically, 0 require manual attention",
  source_errors: [],
  unrecoverable: [],
  changed_files: [],
  run_id: "r1",
  duration_ms: 1,
  ...more
})

const view = (more: Partial<Report>) => reportView(report(more), plainStyle(Infinity))

describe("a report", () => {
  it("is one line where nothing disagrees", () => {
    assert.deepStrictEqual(view({}), ["In sync: nothing disagrees."])
  })

  it("says of a planned fix what the repair will do", () => {
    assert.deepStrictEqual(view({ inconsistencies_found: [finding], reconciliation_successful: false }), [
      "STATUS    PLUGIN  FINDING",
      "will fix  clock   Plugin clock exists on disk but not in config",
      `                  → reconcile adds an entry with "enabled": false.`,
      "",
      "Check complete: 1 inconsistencies found, 1 can be fixed automatically, 0 require manual attention."
    ])
  })

  it("names what was changed by which run", () => {
    const fixed: ReportedFinding = { ...finding, outcome: { status: "fixed" } }
    const lines = view({
      inconsistencies_found: [fixed],
      inconsistencies_fixed: [fixed],
      changed_files: ["config/config.json", "data/plugin_state.json"]
    })
    assert.deepStrictEqual(lines.slice(-2), [
      "Changed: config/config.json, data/plugin_state.json",
      "To reverse it: `ledmatrix-reconciler undo r1`"
    ])
  })

  it("says why a repair failed, and whether the next run tries again", () => {
    const error = { kind: "transient", code: "download_failed", message: "https://x: timed out" } as const
    const lines = view({ inconsistencies_found: [{ ...finding, outcome: { status: "failed", error } }] })
    assert.include(lines.join("\n"), "→ https://x: timed out. The next run tries again.")
  })

  it("says why nothing is done about a plugin, and until when", () => {
    const cause = "the archive is refused: a link; it is tried again after 2026-03-02 12:00"
    const lost: ReportedFinding = {
      ...finding,
      cause,
      reason: "unrecoverable",
      outcome: { status: "manual" }
    }
    assert.include(
      view({ inconsistencies_found: [lost] }).join("\n"),
      `Plugin clock exists on disk but not in config: ${cause}`
    )
  })

  it("sends the settings of a plugin that was another one to the right key, instead of trying again", () => {
    const error = { kind: "permanent", code: "wrong_id", message: "its id is x-clock" } as const
    const failed: ReportedFinding = { ...finding, outcome: { status: "failed", error } }
    assert.strictEqual(whatNext(failed), "its id is x-clock. Trying again does not help until this changes.")
    assert.match(
      whatNext({ ...failed, right_key: "x-clock" }),
      /^its id is x-clock\. .* rename this key, which keeps them\.$/u
    )
  })

  it.each<[ReportedFinding["reason"], string, string]>([
    ["unrecoverable", "clock", "remove its settings: reconcile --force, or uninstall clock."],
    ["settings_kept", "my clock", "remove them: install 'my clock', or uninstall 'my clock'."],
    ["broken_manifest", "clock", "installed anew: reconcile --replace-broken."],
    ["duplicate_id", "clock", "where LEDMatrix does not look."]
  ])("says what helps, with its commands where there are some, against %s", (reason, plugin_id, end) => {
    const forPerson = { ...finding, plugin_id, reason, outcome: { status: "manual" } } as const
    assert.isTrue(whatNext(forPerson).endsWith(end), whatNext(forPerson))
  })

  it("names a command for each way in which a person can have it resolved", () => {
    const choices = ["clock", "clock-old"].map((choice) => ({ choice, does: "keeps it" }))
    const twice = { ...finding, reason: "duplicate_id", outcome: { status: "manual" }, choices } as const
    assert.include(whatNext(twice), "resolve clock --choose clock, or resolve clock --choose clock-old.")
  })

  it("shows what could not be read, and that it was not looked at", () => {
    const lines = view({
      source_errors: [
        { source: "state", code: "not_json", path: "data/plugin_state.json", error: "ends in the middle" }
      ],
      reconciliation_successful: false
    })
    assert.include(lines.join("\n"), "unreadable  state  data/plugin_state.json: ends in the middle")
  })

  it("cannot be used to write to the terminal", () => {
    const evil = "\u001b[2Jx\ny"
    const lines = view({
      inconsistencies_found: [{ ...finding, plugin_id: evil, description: evil }],
      source_errors: [{ source: "disk", code: "place_unknown", path: evil, error: evil }],
      changed_files: [evil],
      message: evil
    })
    assert.notMatch(lines.join(""), /\p{Cc}/u)
  })

  for (const reason of Reason.literals) {
    for (const [fix_action, status] of [
      ["auto_fix", "planned"],
      ["manual_fix_required", "manual"],
      ["no_action", "informational"]
    ] as const) {
      it(`has a sentence for ${reason} that is ${status}`, () => {
        assert.match(whatNext({ ...finding, reason, fix_action, outcome: { status } }), /^[A-Za-z].*\.$/u)
      })
    }
  }
})
