/** A `detect` that remembers one call: it must never answer what `detect` would not. */
import { assert, describe, it } from "@effect/vitest"
import { emptyLedger } from "../../../src/domain/sources/Ledger.ts"
import type { Snapshot } from "../../../src/domain/sources/Snapshot.ts"
import { detect } from "../../../src/reconcile/judge/detect.ts"
import { rememberingDetect } from "../../../src/reconcile/judge/rememberingDetect.ts"
import { type Model, NOW, policyOf, record, snapshotOf } from "../../support/snapshots.ts"

const on = { enabled: true }
const policy = policyOf()

/** Entry and record differ, and config is of a time that lies five seconds ahead. */
const differing: Model = {
  config: { clock: { enabled: false } },
  configModifiedAtMs: NOW + 5000,
  disk: { clock: {} },
  state: { clock: record("clock", true) }
}
const seen = snapshotOf(differing)

const inSync = snapshotOf({
  config: { clock: on },
  disk: { clock: {} },
  state: { clock: record("clock", true) }
})

const after = (ms: number, snapshot: Snapshot = seen): Snapshot => ({ ...snapshot, takenAtMs: NOW + ms })

/** What is answered to the second of two calls is the very answer to the first. */
const remembers = (first: Snapshot, second: Snapshot): boolean => {
  const remembering = rememberingDetect()
  return remembering(first, policy) === remembering(second, policy)
}

describe("a remembering detect", () => {
  it("answers what detect does", () => {
    assert.deepStrictEqual(rememberingDetect()(seen, policy), detect(seen, policy))
  })

  it.each<[string, number]>([
    ["in the same moment", 0],
    ["within a second", 999]
  ])("answers the same again %s", (_title, ms) => {
    assert.isTrue(remembers(seen, after(ms)))
  })

  it.each<[string, number]>([
    ["a second later", 1000],
    ["long after", 3_600_000],
    ["where the clock was set back", -1]
  ])("looks again %s", (_title, ms) => {
    assert.isFalse(remembers(seen, after(ms)))
  })

  it("judges by the time of day what it finds later on", () => {
    const remembering = rememberingDetect()
    remembering(seen, policy)
    // By now config's time lies behind, and tells that it changed last.
    const later = after(10_000)
    assert.deepStrictEqual(remembering(later, policy), detect(later, policy))
    assert.notDeepEqual(detect(later, policy), detect(seen, policy))
  })

  it.each<[string, number]>([
    ["long after", 3_600_000],
    ["where the clock was set back", -1]
  ])("keeps that there was nothing to be found, even %s", (_title, ms) => {
    assert.isTrue(remembers(inSync, after(ms, inSync)))
  })

  it("remembers the last call, and no other", () => {
    const remembering = rememberingDetect()
    const first = remembering(seen, policy)
    remembering(inSync, policy)
    assert.notStrictEqual(remembering(seen, policy), first)
  })

  it("is the memory of one process: another has its own", () => {
    assert.notStrictEqual(rememberingDetect()(seen, policy), rememberingDetect()(seen, policy))
  })

  it("looks again under another policy", () => {
    const remembering = rememberingDetect()
    remembering(seen, policyOf({ authority: "config" }))
    const asked = policyOf({ authority: "state" })
    assert.deepStrictEqual(remembering(seen, asked), detect(seen, asked))
  })
})

describe("a remembering detect looks again where another view was read", () => {
  const gone = snapshotOf({ config: { gone: on } })
  const damaged = snapshotOf({ ...differing, state: { clock: 5 } })

  it.each<[string, Snapshot, Snapshot]>([
    ["of config", seen, { ...seen, config: snapshotOf({}).config }],
    ["of the disk", seen, { ...seen, disk: snapshotOf({}).disk }],
    ["of the plugin manager", seen, { ...seen, manager: snapshotOf({}).manager }],
    ["of the saved state", seen, { ...seen, state: damaged.state }],
    ["of what was uninstalled", gone, { ...gone, store: snapshotOf({ tombstones: ["gone"] }).store }],
    [
      "of what the store does not have",
      gone,
      { ...gone, store: { ...gone.store, hopeless: new Set(["gone"]) } }
    ],
    ["of what was agreed on", seen, { ...seen, ledger: { ...emptyLedger } }],
    ["of what was given up on", gone, { ...gone, unrecoverable: new Set(["gone"]) }]
  ])("%s", (_title, first, second) => {
    const remembering = rememberingDetect()
    const found = remembering(first, policy)
    const again = remembering(second, policy)
    assert.notStrictEqual(again, found)
    assert.deepStrictEqual(again, detect(second, policy))
  })

  it.each<[string, Snapshot]>([
    ["config", snapshotOf({ ...differing, unreadable: ["config"] })],
    ["the disk", snapshotOf({ ...differing, unreadable: ["disk"] })],
    ["the plugin manager", snapshotOf({ ...differing, unreadable: ["manager"] })],
    ["the saved state", snapshotOf({ ...differing, unreadable: ["state"] })],
    ["what was uninstalled", snapshotOf({ ...differing, unreadable: ["uninstalled"] })]
  ])("and where %s cannot be read, though it was the same before", (_title, unread) => {
    assert.isFalse(remembers(unread, unread))
  })
})
