import { assert, describe, it } from "@effect/vitest"
import { isIsoTime, isoTimeMs, latestIsoTimeMs, localIsoTime } from "../../../src/domain/text/isoTime.ts"
import { inZone } from "../../support/inZone.ts"

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
    ["2024-02-29", local(2024, 2, 29)],
    ["2026-01-31", local(2026, 1, 31)],
    ["2026-12-01", local(2026, 12, 1)],
    ["20260408", local(2026, 4, 8)],
    ["2026W153", local(2026, 4, 8)],
    ["2026-W15", local(2026, 4, 6)],
    ["2026W15", local(2026, 4, 6)],
    ["2026-W01-1", local(2025, 12, 29)],
    ["2020-W53-7", local(2021, 1, 3)],
    ["2015-W53-4", local(2015, 12, 31)],
    ["2026-W52-7", local(2026, 12, 27)],
    ["2021-W01", local(2021, 1, 4)],
    ["0026-W15-3T00Z", -61_338_297_600_000],
    ["9999-12-31T23:59:59Z", Date.UTC(9999, 11, 31, 23, 59, 59)],
    ["2026-04-08T09", local(2026, 4, 8, 9)],
    ["2026-04-08T0913", local(2026, 4, 8, 9, 13)],
    ["2026-04-08T091302.5", local(2026, 4, 8, 9, 13, 2, 500)],
    ["2026-04-08T09:13:02,25", local(2026, 4, 8, 9, 13, 2, 250)],
    ["2026-04-08T09:13:02.1239999999", local(2026, 4, 8, 9, 13, 2, 123)],
    ["0001-01-01T00:00:00Z", -62_135_596_800_000],
    ["2026-04-08\uffff09:13", local(2026, 4, 8, 9, 13)],
    ["2026-04-08😀09:13", local(2026, 4, 8, 9, 13)],
    ["2026-04-08T23:59:59", local(2026, 4, 8, 23, 59, 59)],
    ["2026-04-08T09:13-00:30", Date.UTC(2026, 3, 8, 9, 43)],
    ["2026-04-08T09+0230", Date.UTC(2026, 3, 8, 6, 30)],
    ["2026-04-08T09+023015", Date.UTC(2026, 3, 8, 6, 29, 45)],
    ["2026-04-08T09:13:02+02:00:30.5", Date.UTC(2026, 3, 8, 7, 12, 31, 500)],
    ["2026-04-08T09+23:59:59", Date.UTC(2026, 3, 7, 9, 0, 1)]
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
    "2024-W53-1",
    "2026-04-08T09:13:02+25:00",
    "2026-04-08T09:13:02+24:00",
    "2026-04-31",
    "2026-00-01",
    "2026-01-00",
    "2026-01-32",
    "1900-02-29",
    "2026-W00",
    "2026-W54",
    "2026-W537",
    "2020W53-7",
    "2020-W53-8",
    "2020-W53-0",
    "2019-W53",
    "x2026-04-08",
    "2026-04-08x",
    "2026-04-08T09:13:60",
    "2026-04-08T09:1302",
    "2026-04-08T0913:02",
    "2026-04-08T09:13:02.",
    "2026-04-08T09:13:02z",
    "2026-04-08T09:13:02ZZ",
    "2026-04-08T09:13:02 Z",
    "2026-04-08T09:13:02+2",
    "2026-04-08T09:13:02+02:0030",
    "2026-04-08T09:13:02+0200:30",
    "2026-04-08T09:13:02+02:60:00",
    "2026-04-08T09:13:02+02:00:60"
  ])("refuses %j, as Python does", (text) => {
    assert.isUndefined(isoTimeMs(text))
  })
})

describe("isIsoTime", () => {
  it.each([
    "2026-04-08T09:13:02.654321",
    "2026-04-08T09:13:02",
    "2026-12-28T23:59:59",
    "2026-10-10T19:00:00",
    "2026-01-31T00:00:00",
    "2026-04-08",
    "2026-04-08T09:13:02+02:00"
  ])("is true of %j", (text) => {
    assert.isTrue(isIsoTime(text))
  })

  it.each([
    "",
    "0000-01-01T00:00:00",
    "2026-02-29T00:00:00",
    "2026-13-08T09:13:02",
    "2026-00-08T09:13:02",
    "2026-04-00T09:13:02",
    "2026-04-08T24:13:02",
    "2026-04-08T09:60:02",
    "2026-04-08T09:13:60",
    "x2026-04-08T09:13:02",
    "2026-04-08T09:13:02x",
    "2026-04-08T09:13:02.65432x"
  ])("is false of %j", (text) => {
    assert.isFalse(isIsoTime(text))
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

describe("latestIsoTimeMs", () => {
  it.each([
    ["America/New_York", "2026-11-01T01:15:00", "2026-11-01T06:15:00Z"],
    ["America/New_York", "2026-11-01T01:00:00.000000", "2026-11-01T06:00:00Z"],
    ["America/New_York", "2026-11-01T01:59:59", "2026-11-01T06:59:59Z"],
    ["Europe/Paris", "2026-10-25T02:30:00", "2026-10-25T01:30:00Z"],
    ["Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T15:15:00Z"]
  ])("is the second of the two that a doubled hour may mean: in %s %s", (zone, text, latest) => {
    assert.strictEqual(
      inZone(zone, () => latestIsoTimeMs(text)),
      Date.parse(latest)
    )
  })

  it.each([
    ["America/New_York", "2026-11-01T00:59:59"],
    ["America/New_York", "2026-11-01T02:00:00"],
    ["America/New_York", "2026-11-01"],
    ["America/New_York", "2026-11-01T01:15:00-04:00"],
    ["America/New_York", "2026-11-01T05:15:00Z"],
    ["America/New_York", "2026-03-08T01:30:00"],
    ["America/New_York", "2026-03-08T02:30:00"],
    ["America/New_York", "2026-07-01T01:15:00"],
    ["Australia/Lord_Howe", "2026-04-05T01:15:00"],
    ["Asia/Tokyo", "2026-11-01T01:15:00"],
    ["UTC", "2026-11-01T01:15:00"]
  ])("is the only one that there is: in %s %s", (zone, text) => {
    const [latest, only] = inZone(zone, () => [latestIsoTimeMs(text), isoTimeMs(text)] as const)
    assert.strictEqual(latest, only)
  })

  it("is none where the text is no time", () => {
    assert.isUndefined(latestIsoTimeMs("now"))
  })
})
