import { assert, describe, it } from "@effect/vitest"
import { isoTimeMs, localIsoTime } from "../../src/domain/isoTime.ts"

const local = (...parts: [number, number, number, number?, number?, number?, number?]): number => {
  const [year, month, ...rest] = parts
  return new Date(year, month - 1, ...rest).getTime()
}

describe("isoTimeMs", () => {
  // Each row was given to Python 3.11's datetime.fromisoformat.
  it.each([
    ["2026-04-08T09:13:02.654321", local(2026, 4, 8, 9, 13, 2, 654)],
    ["2026-04-08 09:13", local(2026, 4, 8, 9, 13)],
    ["2026-04-08", local(2026, 4, 8)],
    ["20260408T091302", local(2026, 4, 8, 9, 13, 2)],
    ["2026-W15-3", local(2026, 4, 8)],
    ["2026-04-08T09:13:02Z", Date.UTC(2026, 3, 8, 9, 13, 2)],
    ["2026-04-08T09:13:02+02:00", Date.UTC(2026, 3, 8, 7, 13, 2)],
    ["2024-02-29", local(2024, 2, 29)]
  ])("reads %s", (text, expected) => {
    assert.strictEqual(isoTimeMs(text), expected)
  })

  it.each([
    "",
    "now",
    "2026-02-29",
    "2026-13-01",
    "2026-04-08T",
    "2026-04-08T24:00",
    "2026-04-08T23:60",
    "2026-4-8",
    "0000-01-01",
    "2025-W53-1",
    "2026-04-08T09:13:02+25:00"
  ])("refuses %j, as Python does", (text) => {
    assert.isUndefined(isoTimeMs(text))
  })
})

describe("localIsoTime", () => {
  it("prints local time with microseconds and without zone", () => {
    assert.strictEqual(localIsoTime(local(2026, 4, 8, 9, 3, 2, 7)), "2026-04-08T09:03:02.007000")
  })

  it("leaves a fraction of zero out, as Python does", () => {
    assert.strictEqual(localIsoTime(local(2026, 4, 8, 9, 3, 2)), "2026-04-08T09:03:02")
  })

  it("is read back by isoTimeMs", () => {
    const at = Date.UTC(2026, 10, 24, 1, 2, 3, 456)
    assert.strictEqual(isoTimeMs(localIsoTime(at)), at)
  })
})
