import { assert, describe, it } from "@effect/vitest"
import { lettering } from "../../src/dashboard/model/picture/bitmaps.ts"
import { beginMs, oldestFirst, notable, summary } from "../../src/dashboard/model/picture/passHistory.ts"
import { nearestPoint, picture } from "../../src/dashboard/model/picture/picture.ts"
import { countTicks, timeTicks } from "../../src/dashboard/model/picture/ticks.ts"
import { signLayout, SIGN_COLUMNS } from "../../src/dashboard/model/picture/signLayout.ts"
import { pluginRows } from "../../src/dashboard/model/rows/rows.ts"
import { pass, plugin, status } from "./support/documents.ts"

const HOUR_MS = 3_600_000
const at = (ms: number): string => new Date(ms).toISOString()
const END_MS = Date.parse("2026-11-25T12:00:00Z")
const BEGIN_MS = END_MS - HOUR_MS

describe("the picture", () => {
  const half = pass(0, { started_at: at(BEGIN_MS + HOUR_MS / 2), fixed: 2, manual: 1, found: 3 })

  it("has a line that steps where something else was left over, and a bar where something was repaired", () => {
    const { bars, counts, line } = picture([half], BEGIN_MS, END_MS)
    assert.deepStrictEqual(
      counts.map(({ label }) => label),
      ["0", "1", "2"]
    )
    assert.strictEqual(line, "M500 50H1000")
    assert.strictEqual(bars, "M500 100V0")
  })

  it("begins with what was so before", () => {
    const before = pass(0, { started_at: at(BEGIN_MS - 1), failed: 1, manual: 1 })
    assert.strictEqual(picture([before, half], BEGIN_MS, END_MS).line, "M0 0H500V50H1000")
  })

  it("is empty where nothing is known", () => {
    const { area, bars, line } = picture([], BEGIN_MS, END_MS)
    assert.deepStrictEqual([area, bars, line], ["", "", ""])
  })

  it("tells which pass is pointed at", () => {
    const other = pass(0, { started_at: at(BEGIN_MS + HOUR_MS / 4) })
    const { points } = picture([other, half], BEGIN_MS, END_MS)
    assert.strictEqual(nearestPoint(points, 420)?.pass, half)
    assert.isUndefined(nearestPoint([], 1))
  })
})

describe("the marks of the axes", () => {
  const most: ReadonlyArray<readonly [most: number, ticks: ReadonlyArray<number>]> = [
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [5, [0, 2, 4, 6]],
    [37, [0, 10, 20, 30, 40]],
    [200, [0, 50, 100, 150, 200]]
  ]
  for (const [n, ticks] of most) {
    it(`reach ${n} in round steps`, () => {
      assert.deepStrictEqual(countTicks(n), ticks)
    })
  }

  for (const hours of [1, 24, 80, 24 * 30, 24 * 400]) {
    it(`are few over ${hours} hours, in order, and inside`, () => {
      const from = END_MS - hours * HOUR_MS
      const ticks = timeTicks(from, END_MS).map(({ ms }) => ms)
      assert.isAtMost(ticks.length, 10)
      assert.isAtLeast(ticks.length, 2)
      assert.deepStrictEqual(
        ticks,
        ticks.toSorted((a, b) => a - b)
      )
      assert.isTrue(ticks.every((ms) => ms >= from && ms <= END_MS))
    })
  }
})

describe("past passes", () => {
  const quiet = pass(3 * HOUR_MS)
  const busy = pass(HOUR_MS, { found: 3, fixed: 2, manual: 1, result: "left_over" })

  it("are summed up", () => {
    assert.strictEqual(summary([quiet, busy]), "2 looks at the sign, 2 repairs, at most 1 thing left over.")
    assert.strictEqual(summary([quiet]), "1 look at the sign, 0 repairs, never anything left over.")
    const blind = { ...quiet, result: "could_not_tell" } as const
    assert.strictEqual(
      summary([blind]),
      "1 look at the sign, 0 repairs; what is left over is not known: a file could not be read."
    )
    assert.strictEqual(
      summary([blind, quiet]),
      "2 looks at the sign, 0 repairs, never anything left over; 1 could not read a file."
    )
    assert.strictEqual(summary([]), "No look at the sign falls into this time.")
  })

  it("stand in the table where something happened, newest first", () => {
    assert.deepStrictEqual(notable(oldestFirst([busy, quiet, { ...busy, run_id: "x" }]), 1), [
      { ...busy, run_id: "x" }
    ])
  })

  it("begin with the first of all, an hour ago at the latest", () => {
    const nowMs = Date.now()
    assert.strictEqual(beginMs([quiet, busy], "all", nowMs), Date.parse(quiet.started_at))
    assert.strictEqual(beginMs([], "all", nowMs), nowMs - HOUR_MS)
  })
})

describe("the sign", () => {
  it("has every letter and digit", () => {
    const lost = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").filter(
      (character) => lettering(character).dots.length === 0
    )
    assert.deepStrictEqual(lost, [])
  })

  const words = [
    "IN SYNC",
    "LOOKING",
    "FETCHING",
    "PAUSED",
    "SNOOZED",
    "LOCKED",
    "TROUBLE",
    "NO DATA",
    "NO SIGNAL",
    "999 HELD",
    "999 TO FIX"
  ]
  for (const word of words) {
    it(`has room and letters for ${word}`, () => {
      const { dots, width } = lettering(word)
      assert.isAtMost(width, SIGN_COLUMNS - 4)
      const letters = word.replaceAll(" ", "")
      const lit = letters.split("").filter((letter) => lettering(letter).dots.length > 0)
      assert.strictEqual(lit.length, letters.length)
      assert.isAbove(dots.length, 0)
    })
  }

  for (const [count, dotsEach] of [
    [1, 4],
    [40, 4],
    [90, 1],
    [200, 1]
  ] as const) {
    it(`has a light for each of ${count} plugins, inside its frame`, () => {
      const rows = pluginRows(
        Array.from({ length: count }, (_, index) => plugin(`p${index}`)),
        status("1")
      )
      const { lit, rows: height } = signLayout("", "quiet", rows)
      const dots = lit.get("good") ?? []
      assert.strictEqual(dots.length, count * dotsEach)
      assert.strictEqual(new Set(dots.map(String)).size, dots.length, "no two in one place")
      assert.isTrue(dots.every(([x, y]) => x >= 0 && x < SIGN_COLUMNS && y >= 0 && y < height))
    })
  }
})
