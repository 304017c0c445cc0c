/** What a look has shown and the ledger does not hold, and whether that is a reason to write. */
import { assert, describe, it } from "@effect/vitest"
import { isNothing, type NotRemembered, notRemembered } from "../../../src/reconcile/oneRun.ts"
import { type Model, policyOf, record, snapshotOf } from "../../support/snapshots.ts"

const on = { enabled: true }

describe("what is not remembered yet", () => {
  const seen: Model = { config: { clock: on }, disk: { clock: {} }, state: { clock: record("clock", true) } }

  it("is what both sides agree on, and which entries were seen", () => {
    assert.deepStrictEqual(
      notRemembered(
        snapshotOf({ ...seen, disk: { clock: {}, other: {} }, config: { clock: on, other: on } }),
        policyOf()
      ),
      {
        agreements: new Map([["clock", on]]),
        undone: undefined,
        plugins: { directory: undefined, entries: new Set(["other"]) }
      }
    )
  })

  it("is that what was undone is so no more", () => {
    const snapshot = snapshotOf({ agreements: {} })
    const undone = new Map([['["clock","plugin_missing_on_disk","not_installed"]', "then"]])
    const ledger = { ...snapshot.ledger, undone }
    assert.deepStrictEqual(notRemembered({ ...snapshot, ledger }, policyOf()).undone, new Map())
  })

  const known: NotRemembered = { agreements: new Map(), undone: undefined, plugins: undefined }
  const before = { directory: undefined, entries: new Set(["a"]) }
  const more = { directory: "/plugins", entries: new Set(["a", "b"]) }
  const less = { directory: undefined, entries: new Set<string>() }

  it.each<[string, NotRemembered, boolean, boolean]>([
    ["is nothing where all is known", known, true, true],
    ["is something where agreements are new", { ...known, agreements: new Map([["a", on]]) }, false, false],
    ["is something where nothing is undone any more", { ...known, undone: new Map() }, false, false],
    ["is nothing where more plugins are there", { ...known, plugins: more }, false, true],
    [
      "is something where more plugins are there and something is written anyway",
      { ...known, plugins: more },
      true,
      false
    ],
    ["is something where plugins are gone", { ...known, plugins: less }, false, false]
  ])("%s", (_title, unknown, writes, expected) => {
    assert.strictEqual(isNothing(unknown, before, writes), expected)
  })
})
