/** Rule 5, of directories, marks and entries: what is done about each, and what holds it back. */
import { assert, describe, it } from "@effect/vitest"
import { Change } from "../../../../src/domain/changes/Change.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { Fix } from "../../../../src/domain/findings/Finding.ts"
import type { PolicyValues } from "../../../../src/domain/Policy.ts"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { type Model, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"

const detected = (model: Model, policy: Partial<PolicyValues> = {}) =>
  detect(snapshotOf(model), policyOf(policy))

/** `id reason fix` of what rule 5 finds. */
const corrupted = (model: Model, policy: Partial<PolicyValues> = {}) =>
  detected(model, policy)
    .filter(({ type }) => type === "plugin_state_corrupted")
    .map(({ fix, id, reason }) => `${id} ${reason} ${fix._tag}`)

const on = { enabled: true }
const damaged = { plugin_id: "clock" }

describe("a broken manifest", () => {
  const fixesOf = (model: Model, policy: Partial<PolicyValues>) =>
    detected(model, policy).map(({ fix }) => fix)
  const marked: Model = { broken: ["clock"], byteOrderMarks: ["clock"] }

  it("is rid of its byte-order mark, also without a store", () => {
    const file = "plugin-repos/clock/manifest.json"
    const change = Change.SetByteOrderMark({
      plugin: "clock",
      cause: "broken_manifest",
      file,
      present: false
    })
    assert.deepStrictEqual(fixesOf(marked, { replaceBroken: true, storeAvailable: false }), [
      Fix.Auto({ repair: Repair.TakeOffMark({ change }) })
    ])
  })

  it("keeps its byte-order mark where none is to be replaced", () => {
    assert.deepStrictEqual(fixesOf(marked, { replaceBroken: false }), [Fix.Manual()])
  })

  it("is replaced by what the store has, where it has no mark", () => {
    assert.deepStrictEqual(fixesOf({ broken: ["clock"] }, { replaceBroken: true }), [
      Fix.Auto({ repair: Repair.Fetch({ plugin: "clock", replacing: true }) })
    ])
  })
})

describe("a broken manifest is not replaced", () => {
  it.each<[string, Model]>([
    ["where the directory's name is no id", { broken: ["a b"] }],
    ["where the plugin was uninstalled", { broken: ["clock"], marks: ["clock"] }],
    ["where the plugin was uninstalled a moment ago", { broken: ["clock"], tombstones: ["clock"] }],
    ["while it is not known what was uninstalled", { broken: ["clock"], unreadable: ["uninstalled"] }]
  ])("%s", (_title, model) => {
    const [line, ...more] = corrupted(model, { replaceBroken: true })
    assert.match(line ?? "", / broken_manifest Manual$/u)
    assert.deepStrictEqual(more, [])
  })
})

describe("two directories of one id", () => {
  const described = (ledmatrix: string) =>
    detected({ ledmatrix, config: { clock: on }, disk: { b: { id: "clock" }, a: { id: "clock" } } }).map(
      ({ description }) => description
    )

  it("are a person's to choose between where it is chance which one runs", () => {
    assert.deepStrictEqual(described("3.4.0"), [
      "Plugin clock is in 2 directories: b, a; remove or rename all but one"
    ])
  })

  it("are named with the one that LEDMatrix runs, where it decides", () => {
    assert.deepStrictEqual(described("3.7.0"), [
      "Plugin clock is in 2 directories: a, b; LEDMatrix runs the one in a"
    ])
  })
})

describe("an enabled that is no boolean", () => {
  const config = { clock: { enabled: "yes" } }

  it("stays a person's work beside a record that holds no boolean either", () => {
    assert.deepStrictEqual(corrupted({ config, disk: { clock: {} }, state: { clock: damaged } }), [
      "clock enabled_not_boolean Manual",
      "clock invalid_record Auto"
    ])
  })

  it.each([[true], [false]])("is settled by a record that says %s", (saved) => {
    assert.deepStrictEqual(
      corrupted({ config, disk: { clock: {} }, state: { clock: record("clock", saved) } }),
      []
    )
  })
})

describe("a mark on a plugin on disk", () => {
  it.each<[string, Model]>([
    ["is not told of another plugin", { config: { clock: on }, disk: { clock: {} }, marks: ["news"] }],
    [
      "is not told where it cannot be read",
      { config: { clock: on }, disk: { clock: {} }, unreadable: ["uninstalled"] }
    ],
    ["is not told of a tombstone", { config: { clock: on }, disk: { clock: {} }, tombstones: ["clock"] }]
  ])("%s", (_title, model) => {
    assert.deepStrictEqual(corrupted(model), [])
  })
})
