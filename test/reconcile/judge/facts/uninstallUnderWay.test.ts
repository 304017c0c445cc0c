/** A plugin whose entry went a moment ago waits: LEDMatrix may be uninstalling it. */
import { assert, describe, it } from "@effect/vitest"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { plan } from "../../../../src/reconcile/judge/plan.ts"
import { uninstallUnderWay, postponed } from "../../../../src/reconcile/judge/facts/uninstallUnderWay.ts"
import { factsOf } from "../../../support/judge/judging.ts"
import { type Model, NOW, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"

/** `reason`, and whether it waits. */
const judged = (model: Model): ReadonlyArray<string> =>
  detect(snapshotOf(model), policyOf()).map(
    ({ fix, reason }) => `${reason} ${fix._tag === "Auto" && fix.waits !== undefined ? "waits" : fix._tag}`
  )

describe("a plugin on disk without an entry", () => {
  const lost: Model = { disk: { clock: {} }, lostEntries: ["clock"], configModifiedAtMs: NOW - 59_999 }
  const agreed = { clock: { enabled: true } }

  it.each<[string, Model, ReadonlyArray<string>]>([
    ["waits where this process saw its entry", lost, ["no_entry waits"]],
    [
      "waits where an agreement of it is remembered",
      { ...lost, lostEntries: [], agreements: agreed },
      ["no_entry waits"]
    ],
    [
      "waits where the display still runs it",
      { ...lost, lostEntries: [], ledmatrix: "3.8.0", display: { plugins: { clock: {} } } },
      ["no_entry waits"]
    ],
    [
      "does not wait where the display does not run it",
      { ...lost, lostEntries: [], ledmatrix: "3.8.0", display: { plugins: { clock: { loaded: false } } } },
      ["no_entry Auto"]
    ],
    [
      "does not wait for what a display ran that has ended",
      {
        ...lost,
        lostEntries: [],
        ledmatrix: "3.8.0",
        display: { status: "stopped", plugins: { clock: {} } }
      },
      ["no_entry Auto"]
    ],
    [
      "does not wait where the display does not list it",
      { ...lost, lostEntries: [], ledmatrix: "3.8.0", display: {} },
      ["no_entry Auto"]
    ],
    [
      "does not wait where it is loaded by no display",
      { ...lost, lostEntries: [], ledmatrix: "3.8.0", manager: ["clock"] },
      ["no_entry Auto"]
    ],
    [
      "does not wait where LEDMatrix cannot be asked what its display runs",
      { ...lost, lostEntries: [], ledmatrix: "3.8.0", unreadable: ["manager"] },
      ["no_entry Auto"]
    ],
    [
      "does not wait for the display where LEDMatrix keeps a saved state",
      { ...lost, lostEntries: [], ledmatrix: "3.7.9", display: { plugins: { clock: {} } } },
      ["no_entry Auto"]
    ],
    [
      "does not wait where only a removed record is remembered",
      {
        ...lost,
        lostEntries: [],
        agreements: { clock: { replaced: [{ enabled: true, config_version: 1, last_updated: null }] } }
      },
      ["no_entry Auto"]
    ],
    ["does not wait where it never had one", { ...lost, lostEntries: ["news"] }, ["no_entry Auto"]],
    [
      "does not wait once config is a minute old",
      { ...lost, configModifiedAtMs: NOW - 60_000 },
      ["no_entry Auto"]
    ],
    [
      "does not wait by a time far ahead of the clock",
      { ...lost, configModifiedAtMs: NOW + 3_600_000 },
      ["no_entry Auto"]
    ],
    ["is no finding once it is marked", { ...lost, marks: ["clock"] }, ["marked_on_disk Manual"]],
    [
      "stays a person's where its key holds something else",
      { ...lost, config: { clock: 5 } },
      ["key_not_object Manual"]
    ],
    [
      "waits with what its record wants of the entry",
      { ...lost, state: { clock: record("clock", true) } },
      ["no_entry waits", "config_differs waits"]
    ]
  ])("%s", (_title, model, expected) => {
    assert.deepStrictEqual(judged(model), expected)
  })

  it("does not wait where this run has brought it", () => {
    assert.isUndefined(uninstallUnderWay("clock", factsOf(lost, {}, { brought: new Set(["clock"]) })))
  })

  it("waits where this run has brought another", () => {
    assert.isDefined(uninstallUnderWay("clock", factsOf(lost, {}, { brought: new Set(["news"]) })))
  })

  it("does not wait while config cannot be read", () => {
    assert.isUndefined(uninstallUnderWay("clock", factsOf({ ...lost, unreadable: ["config"] })))
  })

  it("waits only for its repair: what a person has to do stays as it is", () => {
    const [finding] = detect(snapshotOf({ ...lost, config: { clock: 5 } }), policyOf())
    assert.isDefined(finding)
    assert.strictEqual(postponed(finding, uninstallUnderWay("clock", factsOf(lost))), finding)
  })

  it("is in no plan while it waits", () => {
    const { configEdits, stateEdits } = plan(detect(snapshotOf(lost), policyOf()))
    assert.deepStrictEqual([configEdits, stateEdits], [[], []])
  })

  it("says why it waits, and until when", () => {
    const [finding] = detect(snapshotOf(lost), policyOf())
    assert.match(
      finding?.description ?? "",
      /^Plugin clock exists on disk but not in config; .*LEDMatrix may be uninstalling it.* until 2026-03-01T\d\d:00:01$/u
    )
  })
})
