// Goal: what a person does not want to hear of is silent for as long as was said, and never longer than it is the same.
import { assert, describe, it } from "@effect/vitest"
import type { ReportedFinding } from "../../src/domain/findings/Report.ts"
import {
  DAY_MS,
  readSnoozes,
  snoozed,
  snoozeOf,
  snoozesText,
  woken
} from "../../src/dashboard/model/findings/snooze.ts"
import { finding } from "./support/documents.ts"

const NOW = Date.parse("2026-11-25T12:00:00Z")

const twice: ReportedFinding = finding("clock", {
  inconsistency_type: "plugin_state_corrupted",
  reason: "duplicate_id",
  current_state: { directories: ["clock", "clock-old"] },
  outcome: { status: "manual" }
})

const forDay = snoozed(new Map(), twice, NOW + DAY_MS)
const untilChange = snoozed(new Map(), twice, undefined)

describe("a snoozed finding", () => {
  it("is heard of again after a day", () => {
    assert.isDefined(snoozeOf(forDay, twice, NOW))
    assert.isUndefined(snoozeOf(forDay, twice, NOW + DAY_MS))
    assert.isDefined(snoozeOf(untilChange, twice, NOW + 400 * DAY_MS))
  })

  it("is heard of at once when it is another, and not because its sentence has another time in it", () => {
    const third = { ...twice, current_state: { directories: ["clock", "clock-old", "clock-new"] } }
    assert.isUndefined(snoozeOf(untilChange, third, NOW))
    assert.isDefined(snoozeOf(untilChange, { ...twice, description: "until 12:05" }, NOW))
  })

  it("is woken", () => {
    assert.isUndefined(snoozeOf(woken(forDay, twice), twice, NOW))
  })
})

describe("what the browser keeps", () => {
  it("is read as it was written, without what has run out", () => {
    const kept = readSnoozes(snoozesText(forDay, NOW))
    assert.isDefined(snoozeOf(kept, twice, NOW))
    assert.strictEqual(readSnoozes(snoozesText(forDay, NOW + DAY_MS)).size, 0)
    assert.isDefined(snoozeOf(readSnoozes(snoozesText(untilChange, NOW)), twice, NOW))
  })

  it("is nothing where something else stands in its place", () => {
    for (const text of [
      null,
      "",
      "{",
      "{}",
      "[1]",
      '[["a"]]',
      '[["a",{"of":1}]]',
      '[["a",{"of":"x","untilMs":"x"}]]'
    ])
      assert.strictEqual(readSnoozes(text).size, 0, String(text))
  })
})
