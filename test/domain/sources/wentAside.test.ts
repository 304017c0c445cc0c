/** Since when a copy is set aside, as far as one process sees it. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import type { DiskView } from "../../../src/domain/sources/DiskView.ts"
import { emptyLedger } from "../../../src/domain/sources/Ledger.ts"
import {
  type SeenDirectories,
  nextSeenDirectories,
  noDirectorySeen,
  SET_ASIDE_MS,
  wentAsideLately,
  withAsideSince
} from "../../../src/domain/sources/wentAside.ts"
import { type Model, NOW, snapshotOf } from "../../support/snapshots.ts"

const disk = (model: Pick<Model, "disk" | "setAside">): DiskView => Result.getOrThrow(snapshotOf(model).disk)
const there = disk({ disk: { clock: {} } })
const aside = disk({ setAside: ["clock"] })

/** Looks a second apart, from `NOW` on. */
const seenAfter = (...views: ReadonlyArray<DiskView>): SeenDirectories =>
  views.reduce((before, view, at) => nextSeenDirectories(before, view, NOW + at * 1000), noDirectorySeen)

const since = (seen: SeenDirectories): number | undefined => seen.aside.get("clock")

describe("a copy is set aside since", () => {
  it("the look that first saw it, of a plugin that was there before", () => {
    assert.strictEqual(since(seenAfter(there, aside)), NOW + 1000)
    assert.strictEqual(since(seenAfter(there, aside, aside, aside)), NOW + 1000)
  })

  it("no known time, where it was there at the first look", () => {
    assert.isUndefined(since(seenAfter(aside, aside)))
  })

  it("no known time, where it lay beside its plugin before", () => {
    assert.isUndefined(since(seenAfter(disk({ disk: { clock: {} }, setAside: ["clock"] }), aside)))
  })

  it("now, where the clock was set back behind that", () => {
    assert.strictEqual(since(nextSeenDirectories(seenAfter(there, aside), aside, NOW - 5000)), NOW - 5000)
  })
})

describe("a copy is forgotten", () => {
  it("once its plugin is back", () => {
    assert.isUndefined(since(seenAfter(there, aside, disk({ disk: { clock: {} }, setAside: ["clock"] }))))
    assert.isUndefined(since(seenAfter(there, aside, there)))
  })

  it("once it is gone", () => {
    assert.isUndefined(since(seenAfter(there, aside, disk({}), aside)))
  })
})

describe("the view", () => {
  it("tells since when copies are there", () => {
    const seen = seenAfter(there, aside)
    const both = disk({ setAside: ["clock", "news"] })
    const { setAside } = withAsideSince(both, seen)
    assert.deepStrictEqual(
      [...setAside].map(([id, { sinceMs }]) => [id, sinceMs]),
      [
        ["clock", NOW + 1000],
        ["news", undefined]
      ]
    )
    assert.strictEqual(setAside.get("news"), both.setAside.get("news"))
  })

  it("is the same one where that is known of none", () => {
    assert.strictEqual(withAsideSince(aside, seenAfter(aside)), aside)
  })
})

describe("a copy was set aside minutes ago", () => {
  const [copy] = [...aside.setAside.values()]
  const known = { ...emptyLedger, seen: { directory: undefined, entries: new Set(["clock"]) } }
  const JUST = NOW - SET_ASIDE_MS + 1
  const lately = (more: { readonly sinceMs?: number; readonly changedAtMs?: number }, ledger = emptyLedger) =>
    copy && wentAsideLately({ ...copy, ...more }, ledger, NOW)

  it("where this process saw it then", () => {
    assert.strictEqual(lately({ sinceMs: JUST }), JUST)
    assert.strictEqual(lately({ sinceMs: JUST, changedAtMs: 0 }, known), JUST)
  })

  it("by its change time, where an earlier process saw the plugin in its place", () => {
    assert.strictEqual(lately({ changedAtMs: JUST }, known), JUST)
    assert.isUndefined(lately({ changedAtMs: JUST }))
  })

  it("by a time that is as close ahead of the clock", () => {
    assert.strictEqual(lately({ sinceMs: NOW + SET_ASIDE_MS - 1 }), NOW + SET_ASIDE_MS - 1)
  })

  it("neither by one ten minutes ago or ahead, nor by none", () => {
    assert.isUndefined(lately({ sinceMs: NOW - SET_ASIDE_MS }))
    assert.isUndefined(lately({ sinceMs: NOW + SET_ASIDE_MS }))
    assert.isUndefined(lately({}, known))
  })
})
