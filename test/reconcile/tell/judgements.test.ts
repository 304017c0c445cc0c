/** What `explain` says of how each rule judged a plugin, and of what happens next. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import type { Explanation, Judgement } from "../../../src/domain/findings/Explanation.ts"
import { explanation } from "../../../src/reconcile/tell/explanation.ts"
import { type Model, NOW, policyOf, record, snapshotOf } from "../../support/snapshots.ts"

const on = { enabled: true }

const explained = (model: Model): Explanation =>
  Option.getOrThrow(explanation("clock", snapshotOf(model), policyOf()))

const inSync: Model = {
  config: { clock: on },
  disk: { clock: { version: "1.2.0" } },
  manager: ["clock"],
  state: { clock: record("clock", true, { version: "1.2.0" }) }
}

describe("what each rule decided", () => {
  it("is in the rules' order, each with why", () => {
    const { rules } = explained(inSync)
    assert.deepStrictEqual(
      rules.map(({ rule, verdict }) => `${rule} ${verdict}`),
      [
        "plugin_missing_in_config clear",
        "plugin_missing_on_disk clear",
        "plugin_enabled_mismatch clear",
        "plugin_version_mismatch clear",
        "plugin_state_corrupted clear"
      ]
    )
    for (const { because } of rules) assert.isNotEmpty(because)
  })

  it.each<[string, Model, Judgement["reason"], Judgement["fix_action"]]>([
    ["auto_fix", { disk: { clock: {} } }, "no_entry", "auto_fix"],
    ["manual_fix_required", { broken: ["clock"] }, "broken_manifest", "manual_fix_required"],
    ["no_action", { config: { clock: on }, marks: ["clock"] }, "settings_kept", "no_action"]
  ])("tells a finding with reason and %s", (_title, model, reason, action) => {
    const found = explained(model).rules.find(({ verdict }) => verdict === "found")
    assert.deepStrictEqual([found?.reason, found?.fix_action], [reason, action])
    assert.isNotEmpty(found?.because)
  })

  const found = (model: Model) => explained(model).rules.filter(({ verdict }) => verdict === "found")

  it("is shown with everything that is known of a finding", () => {
    const model: Model = {
      config: { clock: on },
      registry: [{ id: "x", plugin_path: "plugins/ledmatrix-clock" }],
      registryProvesAbsence: true
    }
    assert.deepStrictEqual(found(model), [
      {
        rule: "plugin_missing_on_disk",
        verdict: "found",
        because:
          "Plugin clock in config but not on disk: the right key is probably ledmatrix-clock; the registry at hand has no plugin of this name",
        reason: "wrong_key",
        fix_action: "manual_fix_required",
        expected_state: { exists_on_disk: true },
        choices: [
          {
            choice: "ledmatrix-clock",
            does: "becomes the name of the entry clock; its settings are kept"
          }
        ]
      }
    ])
  })

  it("is shown without cause and choices where there are none", () => {
    assert.deepStrictEqual(found({ disk: { clock: {} } }), [
      {
        rule: "plugin_missing_in_config",
        verdict: "found",
        because: "Plugin clock exists on disk but not in config",
        reason: "no_entry",
        fix_action: "auto_fix",
        expected_state: { exists_in_config: true, enabled: false }
      }
    ])
  })

  it("is skipped where its source could not be read", () => {
    const skipped = explained({ disk: { clock: {} }, unreadable: ["config"] }).rules.find(
      ({ rule }) => rule === "plugin_missing_in_config"
    )
    assert.strictEqual(skipped?.verdict, "skipped")
    assert.isNotEmpty(skipped?.because)
  })
})

describe("what happens next", () => {
  const repairs = "The next reconcile repairs it."
  const decide = "A person has to decide; see what each rule says."
  const unread = "A source could not be read, so not every rule could look."

  it.each<[string, Model, string]>([
    ["nothing, in sync", inSync, "Nothing: it is in sync."],
    [
      "nothing, where what is found is information",
      { config: { clock: on }, marks: ["clock"] },
      "Nothing: it is in sync."
    ],
    ["a repair", { disk: { clock: {} } }, repairs],
    ["a person's decision", { config: { clock: 5 }, disk: { clock: {} } }, decide],
    [
      "to wait, where LEDMatrix may be uninstalling it",
      { disk: { clock: {} }, lostEntries: ["clock"], configModifiedAtMs: NOW },
      "It is left alone for now, as its rule says; a reconcile after that repairs it, if it is still so."
    ],
    [
      "LEDMatrix's, where only its display can act on it",
      { ...inSync, ledmatrix: "3.8.0", manager: [], display: {} },
      "Only LEDMatrix's display can act on it; see what each rule says."
    ],
    ["a look, once the source can be read", { disk: { clock: {} }, unreadable: ["config"] }, unread]
  ])("is %s", (_title, model, next) => {
    assert.strictEqual(explained(model).next, next)
  })

  it("is all of them where they come together", () => {
    const { next } = explained({
      config: { clock: 5 },
      disk: { clock: {} },
      state: { clock: { plugin_id: "clock", enabled: true } },
      unreadable: ["uninstalled"]
    })
    assert.isTrue(next.startsWith(`${repairs} `) || next.startsWith(`${decide} `), next)
    assert.isTrue(next.endsWith(unread), next)
  })
})
