/** What a page of signs shows of a sign that answered, and of one that did not. */
import { assert, describe, it } from "@effect/vitest"
import { type DesiredStatus, noDesiredStatus } from "../../../src/domain/desired/DesiredStatus.ts"
import type { AskedSign } from "../../../src/domain/fleet/Sign.ts"
import { type SignTile, tileOf } from "../../../src/domain/fleet/SignTile.ts"

const REVISION = "ab".repeat(32)
const sign = { name: "bar", address: "http://bar:5080", last_seen: "2026-03-01T12:00:00Z" }
const applied: DesiredStatus = {
  ...noDesiredStatus,
  state: "applied",
  message: "as desired",
  in_force: {
    revision: REVISION,
    serial: 3,
    accepted_at: "2026-03-01T11:00:00Z",
    age_seconds: 3600,
    settled: true
  },
  findings: 0,
  not_as_desired: 0
}

const answered = (status: DesiredStatus): AskedSign => ({ ...sign, answer: { _tag: "Answered", status } })

describe("the tile of a sign", () => {
  it.each<[string, AskedSign, SignTile]>([
    [
      "that answered shows what it said of its desired state",
      answered(applied),
      {
        ...sign,
        state: "applied",
        as_desired: true,
        message: "as desired",
        revision: REVISION,
        findings: 0
      }
    ],
    [
      "that keeps to no document yet shows no revision",
      answered(noDesiredStatus),
      {
        ...sign,
        state: "none",
        as_desired: false,
        message: "no desired state is given",
        revision: null,
        findings: null
      }
    ],
    [
      "that did not answer shows why, and that nothing is known of it",
      { ...sign, last_seen: null, answer: { _tag: "Unknown", problem: "no answer in time" } },
      {
        ...sign,
        state: "unknown",
        as_desired: false,
        message: "no answer in time",
        revision: null,
        findings: null,
        last_seen: null
      }
    ]
  ])("%s", (_title, asked, tile) => {
    assert.deepStrictEqual(tileOf(asked), tile)
  })
})
