// How long plugins are left alone, and what ends it: pure, by rows and properties.
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Schema } from "effect"
import {
  afterPass,
  backOffs,
  delayMs,
  type HeldPlugins,
  nextDueMs,
  noneHeld,
  type PassOutcome,
  registryBack,
  released,
  notDueYet,
  waitsForRegistry
} from "../../../src/controller/passes/heldPlugins.ts"
import { unknownWanted, type WantedState } from "../../../src/controller/passes/wantedState.ts"
import type { ReportedFinding } from "../../../src/domain/findings/Report.ts"

const times = { baseMs: 5000, capMs: 900_000 }

const finding = (plugin_id: string, outcome: ReportedFinding["outcome"]): ReportedFinding => ({
  plugin_id,
  inconsistency_type: "plugin_missing_on_disk",
  reason: "not_installed",
  description: "",
  fix_action: "auto_fix",
  can_auto_fix: true,
  current_state: {},
  expected_state: {},
  outcome
})

const failed = (plugin: string, kind: "transient" | "permanent", code = "download_failed") =>
  finding(plugin, { status: "failed", error: { kind, code, message: code } })
const fixed = (plugin: string) => finding(plugin, { status: "fixed" })

const nothing: WantedState = { entry: "e", removed: false, offer: "o", desired: "d" }

const pass = (findings: ReadonlyArray<ReportedFinding>, more: Partial<PassOutcome> = {}): PassOutcome => ({
  findings,
  brokenOff: false,
  held: new Set(),
  wanted: () => nothing,
  nowMs: 0,
  wallMs: 0,
  jitter: () => 0.5,
  times,
  ...more
})

const afterFailures = (count: number): HeldPlugins => {
  let heldPlugins = noneHeld
  for (let at = 0; at < count; at++)
    heldPlugins = afterPass(heldPlugins, pass([failed("clock", "transient")]))
  return heldPlugins
}

describe("a pause", () => {
  it.each([
    [1, 5000],
    [2, 10_000],
    [3, 20_000],
    [8, 640_000],
    [9, 900_000],
    [100, 900_000],
    [5000, 900_000]
  ])("after failure %i is %i ms", (count, ms) => {
    assert.strictEqual(delayMs(times, count, 0.5), ms)
  })

  it("ends where a whole pass finds nothing of the plugin, and not where the pass broke off", () => {
    const held = afterFailures(2)
    assert.strictEqual(afterPass(held, pass([])).size, 0)
    assert.deepStrictEqual(afterPass(held, pass([], { brokenOff: true })), held)
    assert.strictEqual(afterPass(held, pass([fixed("clock")], { brokenOff: true })).size, 0)
  })

  it.prop(
    "is within a fifth of its step for every random number",
    [
      Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
      Arbitrary.schema(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })))
    ],
    ([attempts, jitter]) => {
      const step = delayMs(times, attempts, 0.5)
      const delay = delayMs(times, attempts, jitter)
      assert.isAtLeast(delay, step * 0.8 - 1)
      assert.isAtMost(delay, step * 1.2 + 1)
    }
  )

  it("grows with each failure, and ends with a success", () => {
    assert.strictEqual(afterFailures(3).get("clock")?.untilMs, 20_000)
    assert.strictEqual(afterPass(afterFailures(3), pass([fixed("clock")])).size, 0)
    assert.strictEqual(afterPass(afterFailures(3), pass([])).size, 0)
  })

  it("stays as it is while the plugin is left alone", () => {
    const heldPlugins = afterFailures(2)
    const later = pass([failed("clock", "transient")], { held: new Set(["clock"]), nowMs: 3000 })
    assert.deepStrictEqual(afterPass(heldPlugins, later), heldPlugins)
  })

  it("is not begun for a plugin that was left alone for another reason", () => {
    const suspended = pass([failed("clock", "transient", "suspended")], { held: new Set(["clock"]) })
    assert.strictEqual(afterPass(noneHeld, suspended).size, 0)
  })

  it("of a permanent failure has no end of its own", () => {
    const heldPlugins = afterPass(noneHeld, pass([failed("clock", "permanent")]))
    assert.strictEqual(nextDueMs(heldPlugins), undefined)
    assert.strictEqual(notDueYet(heldPlugins, Number.MAX_SAFE_INTEGER).size, 1)
    assert.strictEqual(backOffs(heldPlugins, 0)[0]?.retry_in_ms, null)
  })

  it("of a plugin with two failures is that of the one that may pass", () => {
    for (const findings of [
      [failed("clock", "permanent"), failed("clock", "transient")],
      [failed("clock", "transient"), failed("clock", "permanent")]
    ])
      assert.strictEqual(afterPass(noneHeld, pass(findings)).get("clock")?.untilMs, 5000)
  })

  it("ends when its time has come", () => {
    assert.strictEqual(notDueYet(afterFailures(1), 4999).size, 1)
    assert.strictEqual(notDueYet(afterFailures(1), 5000).size, 0)
    assert.strictEqual(nextDueMs(afterFailures(1)), 5000)
  })

  it.each([
    ["the entry is another", { ...nothing, entry: "f" }, 0],
    ["it was uninstalled", { ...nothing, removed: true }, 0],
    ["the store has another", { ...nothing, offer: "p" }, 0],
    ["the document says something else of it", { ...nothing, desired: "f" }, 0],
    ["nothing is", nothing, 1],
    ["nothing can be read", unknownWanted, 1]
  ])("when %s", (_what, wanted, left) => {
    assert.strictEqual(released(afterFailures(1), () => wanted).size, left)
  })

  it("for want of the registry ends when that is back, and no other", () => {
    const findings = [failed("clock", "transient", "registry_unreachable"), failed("news", "transient")]
    const heldPlugins = afterPass(noneHeld, pass(findings))
    assert.isTrue(waitsForRegistry(heldPlugins))
    assert.deepStrictEqual([...registryBack(heldPlugins).keys()], ["news"])
    assert.isFalse(waitsForRegistry(registryBack(heldPlugins)))
  })

  it("is listed by plugin, in order", () => {
    const heldPlugins = afterPass(noneHeld, pass([failed("b", "transient"), failed("a", "permanent")]))
    assert.deepStrictEqual(
      backOffs(heldPlugins, 1000).map(({ attempts, plugin_id, retry_in_ms }) => [
        plugin_id,
        attempts,
        retry_in_ms
      ]),
      [
        ["a", 1, null],
        ["b", 1, 4000]
      ]
    )
  })
})
