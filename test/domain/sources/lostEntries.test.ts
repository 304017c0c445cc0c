/** Which plugins lost their entry between two looks at config, as far as one process sees it. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import type { ConfigView } from "../../../src/domain/sources/ConfigView.ts"
import type { DiskView } from "../../../src/domain/sources/DiskView.ts"
import {
  changedLately,
  type LastLook,
  mayHaveLost,
  nextLook,
  notLooked,
  UNINSTALL_MS,
  withoutEntries
} from "../../../src/domain/sources/lostEntries.ts"
import type { Reading } from "../../../src/domain/sources/Source.ts"
import { type Model, NOW, snapshotOf } from "../../support/snapshots.ts"

const JUST = NOW - UNINSTALL_MS + 1
const LONG_AGO = NOW - UNINSTALL_MS

const view = <A>(reading: Reading<A>): A => Result.getOrThrow(reading)
const config = (values: { readonly [key: string]: unknown }, modifiedAtMs = JUST): Reading<ConfigView> =>
  snapshotOf({ config: values, configModifiedAtMs: modifiedAtMs }).config
const disk = (...ids: ReadonlyArray<string>): Reading<DiskView> =>
  snapshotOf({ disk: Object.fromEntries(ids.map((id) => [id, {}])) }).disk
const unread = (source: "config" | "disk"): Model => ({ unreadable: [source] })

/** What each look sees, from the first on; the ids that the last one takes for lost. */
const lostAfter = (
  ...looks: ReadonlyArray<readonly [Reading<ConfigView>, Reading<DiskView>]>
): ReadonlyArray<string> => [
  ...looks.reduce<LastLook>((before, [seen, there]) => nextLook(before, seen, there, NOW), notLooked).lost
]

const here = disk("clock", "news")
const entries = { clock: { enabled: true }, news: { enabled: false } }
const withoutClock = { news: { enabled: false } }

describe("a plugin lost its entry", () => {
  it("where it had one at the look before, has none now, and is still on disk", () => {
    assert.deepStrictEqual(lostAfter([config(entries), here], [config(withoutClock), here]), ["clock"])
  })

  it("where another value stands under its key now", () => {
    assert.deepStrictEqual(lostAfter([config(entries), here], [config({ ...entries, clock: 1 }), here]), [
      "clock"
    ])
  })

  it("where the plugins directory cannot be read", () => {
    const { disk: unreadable } = snapshotOf(unread("disk"))
    assert.deepStrictEqual(lostAfter([config(entries), here], [config(withoutClock), unreadable]), ["clock"])
  })

  it("still, at the looks that follow while config is young", () => {
    const after = config(withoutClock)
    assert.deepStrictEqual(
      lostAfter([config(entries), here], [after, here], [after, here], [config(withoutClock), here]),
      ["clock"]
    )
  })

  it("still, where config could not be read in between", () => {
    const { config: unreadable } = snapshotOf(unread("config"))
    assert.deepStrictEqual(
      lostAfter([config(entries), here], [unreadable, here], [config(withoutClock), here]),
      ["clock"]
    )
  })
})

describe("a plugin lost no entry", () => {
  it("at the first look", () => {
    assert.deepStrictEqual(lostAfter([config(withoutClock), here]), [])
  })

  it("that it has again", () => {
    assert.deepStrictEqual(
      lostAfter([config(entries), here], [config(withoutClock), here], [config(entries), here]),
      []
    )
  })

  it("that never was one", () => {
    assert.deepStrictEqual(
      lostAfter([config({ ...entries, clock: "x" }), here], [config(withoutClock), here]),
      []
    )
  })

  it("once it has left the disk", () => {
    assert.deepStrictEqual(
      lostAfter([config(entries), here], [config(withoutClock), here], [config(withoutClock), disk("news")]),
      []
    )
  })

  it("a minute after config was last changed", () => {
    const old = config(withoutClock, LONG_AGO)
    assert.deepStrictEqual(lostAfter([config(entries), here], [config(withoutClock), here], [old, here]), [])
  })
})

describe("a look", () => {
  it("at the very same config, with nothing lost, is the one before it", () => {
    const same = config(entries)
    const first = nextLook(notLooked, same, here, NOW)
    assert.strictEqual(nextLook(first, same, here, NOW), first)
  })

  it("at a config that cannot be read is the one before it", () => {
    const first = nextLook(notLooked, config(entries), here, NOW)
    assert.strictEqual(nextLook(first, snapshotOf(unread("config")).config, here, NOW), first)
  })

  it("is as if plugins had had no entry, of which that is said", () => {
    const first = nextLook(notLooked, config(entries), here, NOW)
    const without = withoutEntries(first, new Set(["clock"]))
    assert.deepStrictEqual([...nextLook(without, config({}), here, NOW).lost], ["news"])
    const lost = nextLook(first, config(withoutClock), here, NOW)
    assert.deepStrictEqual([...withoutEntries(lost, new Set(["clock"])).lost], [])
    assert.deepStrictEqual([...withoutEntries(lost, new Set(["news"])).lost], ["clock"])
  })

  it("is the same where nothing is said of any, or there was none yet", () => {
    const first = nextLook(notLooked, config(entries), here, NOW)
    assert.strictEqual(withoutEntries(first, new Set()), first)
    assert.strictEqual(withoutEntries(notLooked, new Set(["clock"])), notLooked)
  })
})

describe("a config", () => {
  it.each<[string, number, boolean]>([
    ["changed less than a minute ago is young", JUST, true],
    ["changed a minute ago is not", LONG_AGO, false],
    ["whose time is less than a minute ahead of the clock is young", NOW + UNINSTALL_MS - 1, true],
    ["whose time is a minute ahead is not", NOW + UNINSTALL_MS, false]
  ])("%s", (_title, modifiedAtMs, young) => {
    assert.strictEqual(changedLately(view(config({}, modifiedAtMs)), NOW), young)
  })
})

describe("one look alone", () => {
  it.each<[string, Reading<ConfigView>, Reading<DiskView>, boolean]>([
    ["suspects a loss where a plugin has no entry in a young config", config(withoutClock), here, true],
    ["suspects none where each has one", config(entries), here, false],
    ["suspects none in an old config", config(withoutClock, LONG_AGO), here, false],
    ["suspects none where config cannot be read", snapshotOf(unread("config")).config, here, false],
    ["suspects none where the disk cannot be read", config({}), snapshotOf(unread("disk")).disk, false]
  ])("%s", (_title, seen, there, suspected) => {
    assert.strictEqual(mayHaveLost(seen, there, NOW), suspected)
  })
})
