/** Rule 3: which side gives way, what its repair sets, and what that rests on. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import { setValue } from "../../../../src/domain/changes/Change.ts"
import { type Edit, Evidence } from "../../../../src/domain/changes/Evidence.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { Fix } from "../../../../src/domain/findings/Finding.ts"
import { readRecord } from "../../../../src/domain/sources/StateRecord.ts"
import type { JsonValue } from "../../../../src/json/JsonValue.ts"
import { enabledMismatch } from "../../../../src/reconcile/judge/rules/enabledMismatch.ts"
import { foundBy, judgedBy } from "../../../support/judge/judging.ts"
import { type Model, NOW, record } from "../../../support/snapshots.ts"
import { desiredBy } from "../../../support/runs/wanting.ts"

const judge = judgedBy(enabledMismatch)
const findings = foundBy(enabledMismatch)
const tags = (...given: Parameters<typeof judge>) => judge(...given).map(({ _tag }) => _tag)

const on = { enabled: true }
const off = { enabled: false }
const disk = { clock: {} }

const auto = (edit: Edit): Fix => Fix.Auto({ repair: Repair.Edit(edit) })
const place = { plugin: "clock", cause: "config_differs" }
const entryHolds = (value: Option.Option<JsonValue>): ReadonlyArray<Evidence> => [
  Evidence.Object({ file: "config", key: ["clock"] }),
  Evidence.Value({ file: "config", key: ["clock", "enabled"], value })
]
const recordIs = (saved: JsonValue): Evidence =>
  Evidence.Record({
    plugin: "clock",
    file: "state",
    key: ["states", "clock"],
    reading: readRecord("clock", saved)
  })
const setInRecord = (field: string, from: JsonValue | undefined, to: JsonValue) =>
  setValue({ ...place, file: "state", key: ["states", "clock", field] }, from, to)

describe("the entry that gives way", () => {
  const saved = record("clock", true)

  it.each<[string, { readonly enabled?: JsonValue }, JsonValue | undefined]>([
    ["a boolean", { enabled: false }, false],
    ["what is no boolean", { enabled: "no" }, "no"]
  ])("gets the record's value in the place of %s", (_title, entry, from) => {
    assert.deepStrictEqual(
      findings({ config: { clock: entry }, disk, state: { clock: saved } }, { authority: "state" }).map(
        ({ fix }) => fix
      ),
      [
        auto({
          changes: [setValue({ ...place, file: "config", key: ["clock", "enabled"] }, from, true)],
          given: [recordIs(saved), ...entryHolds(Option.fromUndefinedOr(from))]
        })
      ]
    )
  })

  it("gets the record's value where it says nothing", () => {
    const switchedOff = record("clock", false)
    assert.deepStrictEqual(
      findings({ config: { clock: {} }, disk, state: { clock: switchedOff } }, { authority: "state" }).map(
        ({ fix }) => fix
      ),
      [
        auto({
          changes: [setValue({ ...place, file: "config", key: ["clock", "enabled"] }, undefined, false)],
          given: [recordIs(switchedOff), ...entryHolds(Option.none())]
        })
      ]
    )
  })

  it("is added with the record's value where there is none", () => {
    assert.deepStrictEqual(findings({ disk, state: { clock: saved } }), [
      {
        id: "clock",
        type: "plugin_enabled_mismatch",
        reason: "config_differs",
        description: "Plugin clock enabled state mismatch: config=False, state_manager=True",
        current: { enabled: false },
        expected: { enabled: true },
        fix: auto({
          changes: [setValue({ ...place, file: "config", key: ["clock"] }, undefined, { enabled: true })],
          given: []
        })
      }
    ])
  })
})

describe("the record that gives way", () => {
  const yielding = (entry: JsonValue | undefined, saved: JsonValue) =>
    findings(
      { config: entry === undefined ? {} : { clock: entry }, disk, state: { clock: saved } },
      { authority: "config" }
    ).map(({ fix }) => fix)

  it.each<[string, JsonValue, Option.Option<JsonValue>]>([
    ["a boolean", on, Option.some(true)],
    ["nothing, which LEDMatrix reads as on", {}, Option.none()]
  ])("gets the entry's value, and a status to match, from %s", (_title, entry, holds) => {
    const saved = record("clock", false)
    assert.deepStrictEqual(yielding(entry, saved), [
      auto({
        changes: [setInRecord("enabled", false, true), setInRecord("status", "disabled", "enabled")],
        given: [recordIs(saved), ...entryHolds(holds)]
      })
    ])
  })

  it("keeps a status that matches already", () => {
    const saved = record("clock", true, { status: "disabled" })
    assert.deepStrictEqual(yielding(off, saved), [
      auto({
        changes: [setInRecord("enabled", true, false)],
        given: [recordIs(saved), ...entryHolds(Option.some(false))]
      })
    ])
  })

  it("gets a status in the place of one that LEDMatrix does not know", () => {
    const saved = record("clock", true, { status: "sleeping" })
    assert.deepStrictEqual(yielding(off, saved), [
      auto({
        changes: [setInRecord("enabled", true, false), setInRecord("status", "sleeping", "disabled")],
        given: [recordIs(saved), ...entryHolds(Option.some(false))]
      })
    ])
  })

  it("gets a status where it has none", () => {
    const { status: _status, ...saved } = record("clock", true)
    assert.deepStrictEqual(yielding(off, saved), [
      auto({
        changes: [setInRecord("enabled", true, false), setInRecord("status", undefined, "disabled")],
        given: [recordIs(saved), ...entryHolds(Option.some(false))]
      })
    ])
  })

  it("is switched off where there is no entry, for as long as there is none", () => {
    const saved = record("clock", true)
    const none = Evidence.Value({ file: "config", key: ["clock"], value: Option.none() })
    assert.deepStrictEqual(yielding(undefined, saved), [
      auto({
        changes: [setInRecord("enabled", true, false), setInRecord("status", "enabled", "disabled")],
        given: [recordIs(saved), none]
      })
    ])
  })
})

describe("an entry that is no boolean", () => {
  it.each(["config", "state", "latest"] as const)("gives way under authority %s", (authority) => {
    const model: Model = { config: { clock: { enabled: 1 } }, disk, state: { clock: record("clock", true) } }
    assert.deepStrictEqual(
      findings({ ...model, configModifiedAtMs: NOW }, { authority }).map(({ expected }) => expected),
      [on]
    )
  })
})

describe("where the desired state wants a value", () => {
  const state = desiredBy({ plugins: { clock: { enabled: true } } })
  const desired = { state, settings: new Map(), kept: new Set<string>() }
  const saved = record("clock", false)

  it.each<[string, Model]>([
    ["beside an entry that says otherwise", { config: { clock: off }, disk }],
    ["beside an entry alone", { config: { clock: off } }],
    ["beside a directory alone", { disk }]
  ])("the record takes it, resting on nothing else: %s", (_title, model) => {
    assert.deepStrictEqual(
      findings({ ...model, state: { clock: saved } }, {}, { desired }).map(({ fix }) => fix),
      [
        auto({
          changes: [setInRecord("enabled", false, true), setInRecord("status", "disabled", "enabled")],
          given: [recordIs(saved)]
        })
      ]
    )
  })

  it.each<[string, Model]>([
    ["which the record has", { config: { clock: off }, state: { clock: record("clock", true) } }],
    ["of a plugin that is nowhere", { state: { clock: saved } }]
  ])("nothing is wrong: %s", (_title, model) => {
    assert.deepStrictEqual(tags(model, {}, { desired }), ["Clear"])
  })
})
