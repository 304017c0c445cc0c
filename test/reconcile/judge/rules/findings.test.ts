/** What a finding of each reason tells people and scripts: its rule, its sentence, and what each side says. */
import { assert, describe, it } from "@effect/vitest"
import type { Finding } from "../../../../src/domain/findings/Finding.ts"
import type { PolicyValues } from "../../../../src/domain/Policy.ts"
import type { JsonValue } from "../../../../src/json/JsonValue.ts"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { type Model, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"

type Told = Pick<Finding, "type" | "description" | "current" | "expected">

/** Of the one finding with that reason. */
const tell = (
  reason: Finding["reason"],
  model: Model,
  policy: Partial<PolicyValues> = {}
): Told | undefined => {
  const findings = detect(snapshotOf(model), policyOf(policy)).filter((finding) => finding.reason === reason)
  assert.lengthOf(findings, 1)
  return findings.map(({ current, description, expected, type }) => ({
    type,
    description,
    current,
    expected
  }))[0]
}

const on = { enabled: true }
const off = { enabled: false }

const NO_ENTRY: Told = {
  type: "plugin_missing_in_config",
  description: "Plugin clock exists on disk but not in config",
  current: { exists_in_config: false },
  expected: { exists_in_config: true, enabled: false }
}
const NOT_ON_DISK: Told = {
  type: "plugin_missing_on_disk",
  description: "Plugin clock in config but not on disk",
  current: { exists_on_disk: false },
  expected: { exists_on_disk: true }
}

const rows: ReadonlyArray<[Finding["reason"], Model, Told]> = [
  ["no_entry", { disk: { clock: {} } }, NO_ENTRY],
  ["key_not_object", { disk: { clock: {} }, config: { clock: 5 } }, NO_ENTRY],
  ["not_installed", { config: { clock: on } }, NOT_ON_DISK],
  ["settings_kept", { config: { clock: on }, marks: ["clock"] }, NOT_ON_DISK],
  ["set_aside_copy", { config: { clock: on }, setAside: ["clock"] }, NOT_ON_DISK],
  ["name_taken", { config: { clock: on }, taken: ["clock"] }, NOT_ON_DISK],
  [
    "directory_name",
    { config: { clock: on, news: on }, disk: { clock: { id: "news" } } },
    {
      ...NOT_ON_DISK,
      description:
        "Plugin clock in config but not on disk: directory clock holds plugin news, whose key in config is news"
    }
  ],
  [
    "entry_not_writable",
    { config: { clock: 5 }, disk: { clock: {} }, state: { clock: record("clock", true) } },
    {
      type: "plugin_enabled_mismatch",
      description: "Plugin clock enabled state mismatch: config=False, state_manager=True",
      current: off,
      expected: on
    }
  ],
  [
    "record_version",
    {
      config: { clock: on },
      disk: { clock: { version: "v1.1" } },
      state: { clock: record("clock", true, { version: "1.0" }) }
    },
    {
      type: "plugin_version_mismatch",
      description: "Plugin clock version mismatch: state_manager=1.0, disk=v1.1",
      current: { version: "1.0" },
      expected: { version: "v1.1" }
    }
  ],
  [
    "entry_version",
    { config: { clock: { enabled: true, version: "0.9" } }, disk: { clock: { version: "1.1" } } },
    {
      type: "plugin_version_mismatch",
      description: "Plugin clock version mismatch: config=0.9, disk=1.1",
      current: { version: "0.9" },
      expected: { version: "1.1" }
    }
  ],
  [
    "invalid_record",
    {
      config: { clock: on },
      disk: { clock: {} },
      state: { clock: { ...record("clock", true), status: "sleeping", version: 5 } }
    },
    {
      type: "plugin_state_corrupted",
      description:
        "Plugin clock has a record that LEDMatrix cannot use: status is unknown; version is no text",
      current: { valid: false },
      expected: { valid: true, enabled: true, status: "enabled" }
    }
  ],
  [
    "uninstalled_record",
    { state: { clock: record("clock", true) }, tombstones: ["clock"] },
    {
      type: "plugin_state_corrupted",
      description: "Plugin clock was uninstalled but the saved state still has a record of it",
      current: { exists_in_state: true },
      expected: { exists_in_state: false }
    }
  ],
  [
    "orphan_record",
    { state: { clock: record("clock", true) } },
    {
      type: "plugin_state_corrupted",
      description:
        "Plugin clock has a record in the saved state but neither an entry in config nor a directory",
      current: { exists_in_state: true },
      expected: { exists_in_state: false }
    }
  ],
  [
    "broken_manifest",
    { broken: ["clock"] },
    {
      type: "plugin_state_corrupted",
      description: "Plugin directory clock has a manifest.json that cannot be used: no JSON",
      current: { manifest: "broken" },
      expected: { manifest: "valid" }
    }
  ],
  [
    "duplicate_id",
    { config: { clock: on }, disk: { clock: {}, "clock-old": { id: "clock" } } },
    {
      type: "plugin_state_corrupted",
      description: "Plugin clock is in 2 directories: clock, clock-old; remove or rename all but one",
      current: { directories: ["clock", "clock-old"] },
      expected: { directories: 1 }
    }
  ],
  [
    "marked_on_disk",
    { config: { clock: on }, disk: { "clock-old": { id: "clock" } }, marks: ["clock", "clock-old", "news"] },
    {
      type: "plugin_state_corrupted",
      description:
        "Plugin clock is on disk, but config/uninstalled_plugins.json lists clock, clock-old: LEDMatrix deletes the directory at its next start",
      current: { marked: true },
      expected: { marked: false }
    }
  ],
  [
    "enabled_not_boolean",
    { config: { clock: { enabled: "yes" } }, disk: { clock: {} } },
    {
      type: "plugin_state_corrupted",
      description:
        "Plugin clock has an enabled in config that is neither true nor false, and no record to tell which is meant",
      current: { enabled_is_boolean: false },
      expected: { enabled_is_boolean: true }
    }
  ]
]

describe("a finding tells all of it", () => {
  it.each(rows)("%s", (reason, model, expected) => {
    assert.deepStrictEqual(tell(reason, model), expected)
  })
})

describe("a disagreement about enabled shows config's value", () => {
  const disagreement = (entry: unknown, saved: boolean) =>
    tell(
      "config_differs",
      {
        config: { clock: entry },
        disk: { clock: {} },
        state: { clock: record("clock", saved) }
      },
      { authority: "state" }
    )

  it.each<[string, unknown, string, JsonValue]>([
    ["a boolean as Python writes it", off, "False", false],
    ["a text whole", { enabled: "yes" }, "'yes'", "yes"],
    ["a text of 40 characters whole", { enabled: "x".repeat(40) }, `'${"x".repeat(40)}'`, "x".repeat(40)],
    [
      "the beginning of a longer one",
      { enabled: "x".repeat(41) },
      `'${"x".repeat(40)}…'`,
      `${"x".repeat(40)}…`
    ],
    ["a number", { enabled: 1.5 }, "1.5", 1.5],
    ["null as None", { enabled: null }, "None", null],
    ["only the kind of a list", { enabled: [true] }, "'‹list›'", "‹list›"],
    ["only the kind of an object", { enabled: { secret: "x" } }, "'‹object›'", "‹object›"]
  ])("%s", (_title, entry, shown, current) => {
    assert.deepStrictEqual(disagreement(entry, true), {
      type: "plugin_enabled_mismatch",
      description: `Plugin clock enabled state mismatch: config=${shown}, state_manager=True`,
      current: { enabled: current },
      expected: on
    })
  })

  it("true where the entry says nothing", () => {
    assert.deepStrictEqual(disagreement({}, false)?.current, on)
  })
})
