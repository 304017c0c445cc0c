/** Repairs that another program undoes again and again: tried less and less often, and not told each time. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import {
  contestedPlugins,
  isContested,
  noRepairRecords,
  observeRepairs,
  type RepairRecords,
  undoneRepairs
} from "../../../src/controller/passes/contestedRepairs.ts"
import type { ReportedFinding } from "../../../src/domain/findings/Report.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryWatcher } from "../../../src/testing/MemoryWatcher.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { record } from "../../support/snapshots.ts"
import { controller, readText, status } from "../support.ts"

const STATE = "data/plugin_state.json"
const SAVED = JSON.stringify({
  version: 1,
  states: { gone: record("gone", true) },
  last_updated: "2026-01-01T00:00:00"
})

const signWith = controller({
  config: { clock: { enabled: true } },
  plugins: { clock: {} },
  files: { "config/uninstalled_plugins.json": `["gone"]`, [STATE]: SAVED }
})

/** LEDMatrix saves what it has in memory. */
const saveMemory = Effect.gen(function* () {
  yield* (yield* MemoryFiles).put(`${MEMORY_ROOT}/${STATE}`, SAVED)
  yield* (yield* MemoryWatcher).touch(`${MEMORY_ROOT}/data`, "plugin_state.json")
})

const isRepaired = Effect.map(readText(STATE), (text) => text?.includes("gone") === false)

/** Undone as soon as it is repaired and the pause is over, for as long; how often it was repaired, and when. */
const quarrel = Effect.fnUntraced(function* (pauseSeconds: number, forSeconds: number) {
  const repairedAt: Array<number> = []
  let undoneAt = 0
  let wasRepaired = false
  for (let second = 0; second < forSeconds; second++) {
    const now = yield* isRepaired
    if (now && !wasRepaired) {
      repairedAt.push(second)
      // What it wrote is heard, too.
      yield* (yield* MemoryWatcher).touch(`${MEMORY_ROOT}/data`, "plugin_state.json")
    }
    wasRepaired = now
    if (now && second - undoneAt >= pauseSeconds) {
      undoneAt = second
      wasRepaired = false
      yield* saveMemory
    }
    yield* TestClock.adjust("1 second")
  }
  return repairedAt
})

const gaps = (times: ReadonlyArray<number>): ReadonlyArray<number> =>
  times.slice(1).map((at, index) => at - (times[index] ?? 0))

const code = Effect.map(status, ({ back_offs }) => back_offs[0]?.error.code)

describe("a repair that another program undoes", () => {
  it.effect("at once, is tried less and less often", () =>
    Effect.gen(function* () {
      const repairedAt = yield* quarrel(1, 300)
      assert.isBelow(repairedAt.length, 10)
      const later = gaps(repairedAt).slice(2)
      assert.deepStrictEqual(
        later,
        later.toSorted((a, b) => a - b)
      )
      assert.strictEqual(yield* code, "contested")
    }).pipe(Effect.provide(signWith))
  )

  it.effect("minutes later each time, is contested the third time", () =>
    Effect.gen(function* () {
      yield* quarrel(180, 545)
      assert.isFalse(yield* isRepaired)
      assert.strictEqual(yield* code, "contested")
    }).pipe(Effect.provide(signWith))
  )

  it.effect("is tried again by itself when its pause is over", () =>
    Effect.gen(function* () {
      yield* quarrel(180, 545)
      yield* TestClock.adjust("10 minutes")
      assert.isTrue(yield* isRepaired)
    }).pipe(Effect.provide(signWith))
  )

  it.effect("is not journalled each time", () =>
    Effect.gen(function* () {
      const repairedAt = yield* quarrel(1, 300)
      const { records } = yield* Journal.use(({ view }) => view)
      assert.isAbove(repairedAt.length, 4)
      assert.lengthOf(records, 3)
    }).pipe(Effect.provide(signWith))
  )
})

const finding = (plugin_id: string, status: "fixed" | "failed"): ReportedFinding => ({
  plugin_id,
  inconsistency_type: "plugin_missing_on_disk",
  reason: "not_installed",
  description: "",
  fix_action: "auto_fix",
  can_auto_fix: true,
  current_state: {},
  expected_state: {},
  outcome: { status }
})

const pauses = { delayMs: (attempts: number) => 5000 * 2 ** (attempts - 1), capMs: 900_000 }
const MINUTE = 60_000

describe("what is contested", () => {
  const repaired = (atMs: ReadonlyArray<number>, from: RepairRecords = noRepairRecords) =>
    atMs.reduce((repairs, at) => observeRepairs(repairs, [finding("clock", "fixed")], at, pauses), from)
  const held = (repairs: RepairRecords, nowMs: number) => contestedPlugins(repairs, nowMs).get("clock")

  it("is what was repaired three times within ten minutes", () => {
    assert.strictEqual(held(repaired([0, 1000, 2000]), 2001)?.error.code, "contested")
  })

  it.each<[string, ReadonlyArray<number>]>([
    ["was repaired twice", [0, 1000]],
    ["was repaired three times in more than ten minutes", [0, 5 * MINUTE, 10 * MINUTE]]
  ])("is not what %s", (_title, atMs) => {
    assert.isUndefined(held(repaired(atMs), (atMs.at(-1) ?? 0) + 1))
  })

  it("stays so where passes in between found nothing", () => {
    const quiet = observeRepairs(repaired([0, 1000, 2000]), [], 8000, pauses)
    assert.strictEqual(held(repaired([9000], quiet), 9001)?.attempts, 2)
  })

  it("is held twice as long as the last turn took, where that is longer than the pause", () => {
    const untilMs = held(repaired([0, 3 * MINUTE, 6 * MINUTE]), 6 * MINUTE)?.untilMs
    assert.strictEqual(untilMs, 12 * MINUTE)
  })

  it("is held no longer than the longest pause", () => {
    const times = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((at) => at * 4 * MINUTE)
    const untilMs = held(repaired(times), 40 * MINUTE)?.untilMs ?? 0
    assert.strictEqual(untilMs, 55 * MINUTE)
  })

  it("is over once a repair has lasted ten minutes beyond its pause", () => {
    const contested = repaired([0, 1000, 2000])
    const untilMs = held(contested, 2001)?.untilMs ?? 0
    const over = observeRepairs(contested, [], untilMs + 10 * MINUTE, pauses)
    assert.strictEqual(over.size, 0)
  })

  it("is not over while it is found undone", () => {
    const contested = repaired([0, 1000, 2000])
    const untilMs = held(contested, 2001)?.untilMs ?? 0
    const undone = observeRepairs(contested, [finding("clock", "failed")], untilMs - 1, pauses)
    assert.strictEqual(observeRepairs(undone, [], untilMs + 9 * MINUTE, pauses).size, 1)
  })

  it("is due again only where it was found undone", () => {
    const contested = repaired([0, 1000, 2000])
    assert.strictEqual(undoneRepairs(contested).size, 0)
    const undone = observeRepairs(contested, [finding("clock", "failed")], 3000, pauses)
    assert.strictEqual(undoneRepairs(undone).size, 1)
  })

  it("says nothing of other plugins", () => {
    assert.isUndefined(contestedPlugins(repaired([0, 1, 2]), 3).get("news"))
  })

  it("is named by plugin and reason", () => {
    const tells = isContested(repaired([0, 1, 2]))
    assert.deepStrictEqual(
      [tells("clock", "not_installed"), tells("clock", "no_entry"), tells("news", "not_installed")],
      [true, false, false]
    )
  })
})
