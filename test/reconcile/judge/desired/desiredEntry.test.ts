/** Where an entry or its `enabled` is not as the desired state wants it, and the changes that make it so. */
import { assert, describe, it } from "@effect/vitest"
import { setValue } from "../../../../src/domain/changes/Change.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import type { SettingsPatch } from "../../../../src/domain/desired/DesiredDocument.ts"
import { type Finding, Fix, type SideState } from "../../../../src/domain/findings/Finding.ts"
import type { PolicyValues } from "../../../../src/domain/Policy.ts"
import type { JsonValue } from "../../../../src/json/JsonValue.ts"
import { MASK } from "../../../../src/json/masking/mask.ts"
import { desiredEntry } from "../../../../src/reconcile/judge/desired/desiredEntry.ts"
import {
  against,
  desiring,
  entryEdit,
  facing,
  inEntry,
  wantedEntry
} from "../../../support/judge/desiring.ts"
import { type Model, NOW, record } from "../../../support/snapshots.ts"

/** What is found of `clock`. */
const judge = (
  model: Model,
  wanted: ReturnType<typeof wantedEntry>,
  policy: Partial<PolicyValues> = {}
): ReadonlyArray<Finding> => {
  const [plugin, around] = facing(desiring(model, {}), policy)
  return desiredEntry(plugin, wanted, "desired_enabled", around)
}

describe("an entry that is missing", () => {
  const disk = { clock: {} }
  const made = (
    reason: Finding["reason"],
    entry: SettingsPatch,
    shown: SideState
  ): ReadonlyArray<Finding> => [
    against(
      reason,
      "should have an entry in config",
      { current: { exists_in_config: false }, expected: { exists_in_config: true, ...shown } },
      Fix.Auto({ repair: Repair.Edit({ changes: [setValue(inEntry(reason), undefined, entry)], given: [] }) })
    )
  ]

  it("is made with the value of enabled and the settings that are wanted, which are not shown", () => {
    assert.deepStrictEqual(
      judge({ disk }, wantedEntry(true, { size: 5, colour: { text: "red" } })),
      made(
        "desired_enabled",
        { enabled: true, size: 5, colour: { text: "red" } },
        { enabled: true, size: MASK, colour: MASK }
      )
    )
  })

  it("is made of the value of enabled alone where no settings are wanted", () => {
    assert.deepStrictEqual(
      judge({ disk }, wantedEntry(false)),
      made("desired_enabled", { enabled: false }, { enabled: false })
    )
  })

  it.each<[string, Model, Partial<PolicyValues>, boolean]>([
    ["off without a record", { disk }, {}, false],
    ["as its record has it", { disk, state: { clock: record("clock", true) } }, {}, true],
    ["off where its record holds no boolean", { disk, state: { clock: 5 } }, {}, false],
    [
      "off, against its record, under the authority of config",
      { disk, state: { clock: record("clock", true) } },
      { authority: "config" },
      false
    ]
  ])("is made for settings alone: %s", (_title, model, policy, enabled) => {
    assert.deepStrictEqual(
      judge(model, wantedEntry(undefined, { size: 5 }), policy),
      made("desired_settings", { enabled, size: 5 }, { enabled, size: MASK })
    )
  })

  it("has the value that is wanted, against its record", () => {
    assert.deepStrictEqual(
      judge({ disk, state: { clock: record("clock", true) } }, wantedEntry(false)),
      made("desired_enabled", { enabled: false }, { enabled: false })
    )
  })

  it.each<[string, ReadonlyArray<SettingsPatch | null>]>([
    ["nothing is wanted of it", []],
    ["all its settings are to go", [null]],
    ["only members are to go", [{ size: null }]]
  ])("is left to the rule for entries where %s", (_title, settings) => {
    assert.deepStrictEqual(judge({ disk }, wantedEntry(undefined, ...settings)), [])
  })

  it("is not made while LEDMatrix may be uninstalling the plugin", () => {
    const model: Model = { disk, configModifiedAtMs: NOW, lostEntries: ["clock"] }
    assert.deepStrictEqual(
      judge(model, wantedEntry(true)).map(({ fix }) => fix._tag === "Auto" && fix.waits?.code),
      ["operation_in_progress"]
    )
  })

  it("is not made where its key holds something else", () => {
    assert.deepStrictEqual(judge({ disk, config: { clock: 5 } }, wantedEntry(true, { size: 5 })), [])
  })
})

describe("an entry whose enabled is another one", () => {
  it.each<[string, { readonly [key: string]: JsonValue }, JsonValue | undefined, JsonValue, boolean]>([
    ["false", { enabled: false }, false, false, true],
    ["true", { enabled: true }, true, true, false],
    ["nothing", {}, undefined, null, false],
    ["no boolean", { enabled: "yes" }, "yes", null, true]
  ])("has %s, and gets the one that is wanted", (_title, entry, from, shown, to) => {
    assert.deepStrictEqual(judge({ config: { clock: entry } }, wantedEntry(to)), [
      against(
        "desired_enabled",
        `should be ${to ? "enabled" : "disabled"}`,
        { current: { enabled: shown }, expected: { enabled: to } },
        entryEdit(setValue(inEntry("desired_enabled", "enabled"), from, to))
      )
    ])
  })

  it.each<[string, Model, boolean | undefined]>([
    ["it is as wanted", { config: { clock: { enabled: true } } }, true],
    ["nothing stands there, and LEDMatrix takes that for true", { config: { clock: {} } }, true],
    [
      "nothing stands there, and LEDMatrix takes that for false",
      { config: { clock: {} }, ledmatrix: "3.8.0" },
      false
    ],
    ["nothing is wanted of it", { config: { clock: { enabled: false } } }, undefined]
  ])("is none where %s", (_title, model, enabled) => {
    assert.deepStrictEqual(judge(model, wantedEntry(enabled)), [])
  })
})

describe("an entry with both", () => {
  it("has a finding of each, so that each can be undone without the other", () => {
    assert.deepStrictEqual(
      judge({ config: { clock: { enabled: false, size: 4 } } }, wantedEntry(true, { size: 5 })).map(
        ({ reason }) => reason
      ),
      ["desired_enabled", "desired_settings"]
    )
  })
})
