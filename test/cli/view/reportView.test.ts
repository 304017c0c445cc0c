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

const style = plainStyle(Infinity, (words) => `lr ${words} --root R`)

const view = (more: Partial<Report>, repair?: string) => reportView(report(more), style, { repair })

const next = (one: ReportedFinding) => whatNext(one, style.command)

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

  it("ends with the command that repairs what can be, where there is something", () => {
    const planned = { inconsistencies_found: [finding], reconciliation_successful: false }
    assert.strictEqual(
      view(planned, "reconcile --replace-broken").at(-1),
      "To repair what can be: `lr reconcile --replace-broken --root R`"
    )
    const note = { ...finding, fix_action: "no_action", outcome: { status: "informational" } } as const
    assert.notInclude(view({ inconsistencies_found: [note] }, "reconcile").join("\n"), "To repair")
  })

  it("ends with the command that lists what there is to decide, where something waits for a choice", () => {
    const choices = [{ choice: "clock", does: "stays" }]
    const twice = { ...finding, reason: "duplicate_id", outcome: { status: "manual" }, choices } as const
    assert.strictEqual(
      view({ inconsistencies_found: [twice] }, "reconcile").at(-1),
      "To decide what waits for you: `lr resolve --root R`"
    )
  })

  it("ends with it too where a backup of config can be put in its place", () => {
    const broken = { source: "config", code: "not_json", path: "config/config.json", error: "x" } as const
    const last = (more: { readonly backup?: string }) =>
      view({ source_errors: [{ ...broken, ...more }] }).at(-1)
    assert.include(last({ backup: "config/backups/b.json" }), "`lr resolve --root R`")
    assert.notInclude(last({}), "resolve")
  })

  it("says what a person can do about a plugin that the store does not have", () => {
    const error = {
      kind: "permanent",
      code: "not_in_registry",
      message: "the registry has no plugin x"
    } as const
    assert.include(
      next({ ...finding, reason: "not_installed", outcome: { status: "failed", error } }),
      "`lr uninstall clock --root R`"
    )
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
      "To reverse it: `lr undo r1 --root R`"
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
    assert.strictEqual(next(failed), "its id is x-clock. Trying again does not help until this changes.")
    assert.match(
      next({ ...failed, right_key: "x-clock" }),
      /^its id is x-clock\. .* rename this key, which keeps them\.$/u
    )
  })

  it.each<[ReportedFinding["reason"], string, string]>([
    [
      "unrecoverable",
      "clock",
      "remove its settings: `lr reconcile --force --root R`, or `lr uninstall clock --root R`."
    ],
    [
      "settings_kept",
      "my clock",
      "remove them: `lr install 'my clock' --root R`, or `lr uninstall 'my clock' --root R`."
    ],
    ["broken_manifest", "clock", "installed anew: `lr reconcile --replace-broken --root R`."],
    ["duplicate_id", "clock", "where LEDMatrix does not look."]
  ])("says what helps, with its commands where there are some, against %s", (reason, plugin_id, end) => {
    const forPerson = { ...finding, plugin_id, reason, outcome: { status: "manual" } } as const
    assert.isTrue(next(forPerson).endsWith(end), next(forPerson))
  })

  it("names a command for each way in which a person can have it resolved", () => {
    const choices = ["clock", "clock-old"].map((choice) => ({ choice, does: "keeps it" }))
    const twice = { ...finding, reason: "duplicate_id", outcome: { status: "manual" }, choices } as const
    assert.include(
      next(twice),
      "`lr resolve clock --choose clock --root R`, or `lr resolve clock --choose clock-old --root R`."
    )
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
        assert.match(next({ ...finding, reason, fix_action, outcome: { status } }), /^[A-Za-z].*\.$/u)
      })
    }
  }
})
