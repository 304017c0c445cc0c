/** What a desired state says of one plugin, of one that it names and of one that it does not. */
import { assert, describe, it } from "@effect/vitest"
import type { DesiredFields, DesiredOthers } from "../../../../src/domain/desired/DesiredDocument.ts"
import { DESIRED_REASONS } from "../../../../src/domain/desired/DesiredView.ts"
import type { InconsistencyType } from "../../../../src/domain/findings/Finding.ts"
import {
  desiredEnabled,
  desiredFindingKey,
  desireFor,
  isDesiredReason,
  isSilenced
} from "../../../../src/reconcile/judge/desired/desire.ts"
import { desiring, facing, REVISION, type Wants } from "../../../support/judge/desiring.ts"
import { type Model, snapshotOf } from "../../../support/snapshots.ts"

const installed: Model = { disk: { clock: {} } }
const desire = (wants: Wants, model: Model = installed) => desireFor(...facing(desiring(model, wants)))

describe("the desire for a plugin that is named", () => {
  const named = (clock: DesiredFields) => desire({ plugins: { clock } })

  it("is that it is there as it is described", () => {
    const wanted = {
      version: { value: "2", layer: "all" },
      enabled: { value: false, layer: "all" },
      absent: undefined,
      settings: [{ value: { size: 5 }, layer: "all" }]
    }
    assert.deepStrictEqual(named({ version: "2", enabled: false, settings: { size: 5 } }), {
      _tag: "Present",
      wanted,
      enabledReason: "desired_enabled"
    })
  })

  it("is that it is there where it is said not to be absent", () => {
    assert.strictEqual(named({ absent: false })?._tag, "Present")
  })

  it.each<[string, DesiredFields, boolean]>([
    ["keeps its settings where nothing is said of them", { absent: true }, false],
    ["keeps them where they are patched", { absent: true, settings: { size: 5 } }, false],
    ["removes them where they are null", { absent: true, settings: null }, true]
  ])("is that it goes, and %s", (_title, clock, forget) => {
    assert.deepStrictEqual(named(clock), { _tag: "Absent", reason: "desired_absent", forget })
  })
})

describe("the desire for a plugin that is not named", () => {
  it("is none without a desired state", () => {
    assert.isUndefined(desireFor(...facing(snapshotOf(installed))))
  })

  it("is that it is switched off, where others are disabled", () => {
    assert.deepStrictEqual(desire({ others: "disable" }), {
      _tag: "Present",
      wanted: { version: undefined, enabled: { value: false, layer: "others" }, settings: [] },
      enabledReason: "not_desired"
    })
  })

  it("is that it goes with its settings kept, where others are removed", () => {
    assert.deepStrictEqual(desire({ others: "remove" }), {
      _tag: "Absent",
      reason: "not_desired",
      forget: false
    })
  })

  it.each<[string, Wants, Model, string]>([
    ["others are kept", { others: "keep" }, installed, "the desired state does not name it"],
    [
      "others are kept and it is not there",
      { others: "keep", kept: ["clock"] },
      {},
      "the desired state does not name it"
    ],
    [
      "others are disabled and no store has it",
      { others: "disable", kept: ["clock"] },
      installed,
      "it is bundled or local_only, which others never touch"
    ],
    [
      "others are removed and no store has it",
      { others: "remove", kept: ["clock"] },
      installed,
      "it is bundled or local_only, which others never touch"
    ],
    [
      "others are removed and it is not there",
      { others: "remove" },
      {},
      "it is not installed, and the desired state would remove it"
    ],
    [
      "others are disabled and it is not there",
      { others: "disable" },
      {},
      "it is not installed; once it is, the desired state disables it"
    ]
  ])("is nothing where %s, which it says", (_title, wants, model, because) => {
    const nothing = desire(wants, model)
    assert.strictEqual(nothing?._tag === "Nothing" ? nothing.because : undefined, because)
  })
})

describe("a rule is silenced by the desired state", () => {
  const types: ReadonlyArray<InconsistencyType> = [
    "plugin_not_as_desired",
    "plugin_missing_in_config",
    "plugin_missing_on_disk",
    "plugin_enabled_mismatch",
    "plugin_version_mismatch",
    "plugin_state_corrupted"
  ]

  it.each<[DesiredOthers, ReadonlyArray<InconsistencyType>]>([
    ["keep", []],
    ["disable", ["plugin_enabled_mismatch"]],
    ["remove", ["plugin_missing_on_disk", "plugin_enabled_mismatch"]]
  ])("that is to %s others, of one that is not there: %j", (others, silenced) => {
    const clock = facing(desiring({}, { others }))
    assert.deepStrictEqual(
      types.filter((type) => isSilenced(type, ...clock)),
      silenced
    )
  })

  it("nowhere without one, nor where the plugin is named, in a plain no", () => {
    const bare = facing(snapshotOf({}))
    const named = facing(desiring({}, { others: "remove", plugins: { clock: {} } }))
    assert.deepStrictEqual(
      [bare, named].map((clock) => isSilenced("plugin_missing_on_disk", ...clock)),
      [false, false]
    )
  })
})

describe("the value of enabled that a desired state has", () => {
  it.each<[string, Wants, boolean | undefined]>([
    ["is the one it names", { plugins: { clock: { enabled: true } } }, true],
    ["is false for others that are disabled", { others: "disable" }, false],
    ["is none where it names none", { plugins: { clock: {} } }, undefined],
    ["is none for a plugin that goes", { plugins: { clock: { absent: true, enabled: true } } }, undefined],
    ["is none for others that are kept", { others: "keep" }, undefined],
    [
      "is none where a person has undone it",
      { plugins: { clock: { enabled: true } }, undone: ["desired_enabled", REVISION] },
      undefined
    ],
    [
      "is none for others where a person has undone that",
      { others: "disable", undone: ["not_desired", REVISION] },
      undefined
    ],
    [
      "is the one it names where an earlier revision was undone",
      { plugins: { clock: { enabled: true } }, undone: ["desired_enabled", "r0"] },
      true
    ],
    [
      "is the one it names where something else was undone",
      { plugins: { clock: { enabled: true } }, undone: ["desired_settings", REVISION] },
      true
    ]
  ])("%s", (_title, wants, enabled) => {
    assert.strictEqual(desiredEnabled(...facing(desiring(installed, wants))), enabled)
  })

  it("is none without a desired state", () => {
    assert.isUndefined(desiredEnabled(...facing(snapshotOf(installed))))
  })
})

describe("a finding against a desired state", () => {
  it("is identified by its plugin, its rule and its reason", () => {
    assert.strictEqual(
      desiredFindingKey("clock", "desired_enabled"),
      '["clock","plugin_not_as_desired","desired_enabled"]'
    )
  })

  it("has a reason that no finding of another rule has", () => {
    assert.deepStrictEqual(DESIRED_REASONS.map(isDesiredReason), [true, true, true, true, true, true, true])
    assert.deepStrictEqual(["no_entry", "undone", ""].map(isDesiredReason), [false, false, false])
  })
})
