/** Who is right about `enabled`, by what is remembered and by the times of the two sides. */
import { assert, describe, it } from "@effect/vitest"
import type { Agreement, RecordMark } from "../../../../src/domain/sources/Ledger.ts"
import type { Authority } from "../../../../src/domain/Policy.ts"
import { readRecord } from "../../../../src/domain/sources/StateRecord.ts"
import { configView } from "../../../../src/domain/sources/ConfigView.ts"
import { winner } from "../../../../src/reconcile/judge/facts/authority.ts"
import { inZone } from "../../../support/inZone.ts"
import { NOW, record } from "../../../support/snapshots.ts"

interface Case {
  readonly entry?: boolean
  readonly agreement?: Agreement
  readonly configMs?: number
  /** The record's time; `null` stands there as it is. */
  readonly savedMs?: number | null
  readonly authority?: Authority
}

const iso = (ms: number): string => new Date(ms).toISOString()

const LONG_AGO = NOW - 3_600_000

const stands = ({
  agreement,
  authority = "latest",
  configMs = LONG_AGO,
  entry = true,
  savedMs = LONG_AGO
}: Case) =>
  winner(authority, {
    entry,
    record: readRecord(
      "clock",
      record("clock", !entry, { last_updated: savedMs === null ? null : iso(savedMs) })
    ),
    agreement,
    config: configView({}, configMs),
    nowMs: NOW
  })

describe("a side that always stands", () => {
  it.each<[Authority, Case]>([
    ["config", { savedMs: NOW, agreement: { enabled: true } }],
    ["state", { configMs: NOW, agreement: { enabled: false } }]
  ])("is %s, against what is remembered and against the times", (authority, given) => {
    assert.strictEqual(stands({ ...given, authority }), authority)
  })
})

describe("the side that changed last", () => {
  it.each<[string, Case, "config" | "state"]>([
    [
      "is the saved state where the entry still says what was agreed on",
      { entry: true, agreement: { enabled: true } },
      "state"
    ],
    [
      "is config where the record still says what was agreed on",
      { entry: true, agreement: { enabled: false } },
      "config"
    ],
    [
      "follows from the agreement, against the times",
      { agreement: { enabled: true }, configMs: NOW },
      "state"
    ],
    ["follows from the times where nothing was agreed on", { agreement: {}, configMs: NOW }, "config"],
    [
      "is config where its file is younger by more than two seconds",
      { configMs: NOW, savedMs: NOW - 2001 },
      "config"
    ],
    ["cannot be told within two seconds: the saved state", { configMs: NOW, savedMs: NOW - 2000 }, "state"],
    ["is the saved state where the record is younger", { savedMs: NOW }, "state"],
    ["is not told by a config of tomorrow", { configMs: NOW + 1 }, "state"],
    ["is not told by a record of tomorrow", { savedMs: NOW + 1, configMs: NOW + 9000 }, "state"],
    [
      "is config also where its file is of this very moment",
      { configMs: NOW, savedMs: NOW - 9000 },
      "config"
    ],
    ["is not told by a record without a time", { configMs: NOW, savedMs: null }, "state"]
  ])("%s", (_title, given, expected) => {
    assert.strictEqual(stands(given), expected)
  })

  it("is not told by a record that lacks the field", () => {
    const { last_updated: _time, ...timeless } = record("clock", false)
    const dispute = {
      entry: true,
      record: readRecord("clock", timeless),
      agreement: undefined,
      config: configView({}, NOW),
      nowMs: NOW
    }
    assert.strictEqual(winner("latest", dispute), "state")
  })
})

describe("a record that this program replaced", () => {
  const back: RecordMark = { enabled: false, config_version: 2, last_updated: iso(LONG_AGO) }
  const other: RecordMark = { ...back, config_version: 7 }
  const agreed = (replaced: ReadonlyArray<RecordMark>): Case => ({ agreement: { enabled: true, replaced } })

  it.each<[string, ReadonlyArray<RecordMark>]>([
    ["the last one", [back, other]],
    ["an earlier one", [other, back]]
  ])("is no change when it comes back: %s", (_title, replaced) => {
    assert.strictEqual(stands(agreed(replaced)), "config")
  })

  it.each<[string, ReadonlyArray<RecordMark>]>([
    ["none was replaced", []],
    ["only others were", [other]]
  ])("is not what a record is where %s", (_title, replaced) => {
    assert.strictEqual(stands(agreed(replaced)), "state")
  })
})

describe("a record of the hour that comes twice", () => {
  const last_updated = "2026-11-01T01:15:00.000000"
  const beside = (edited: string) =>
    inZone("America/New_York", () =>
      winner("latest", {
        entry: true,
        record: readRecord("clock", record("clock", false, { last_updated })),
        agreement: undefined,
        config: configView({}, Date.parse(edited)),
        nowMs: Date.parse("2026-11-02T12:00:00Z")
      })
    )

  it.each([
    ["before both", "2026-11-01T05:00:00Z", "state"],
    ["between the two, which cannot be told", "2026-11-01T05:45:00Z", "state"],
    ["after both", "2026-11-01T06:20:00Z", "config"]
  ] as const)("is compared with an edit %s", (_title, edited, side) => {
    assert.strictEqual(beside(edited), side)
  })
})
