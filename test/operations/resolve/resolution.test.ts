/** The changes that each choice makes, and what follows once they are made. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Result } from "effect"
import { Change } from "../../../src/domain/changes/Change.ts"
import { BadPlugin } from "../../../src/domain/errors/FetchReason.ts"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { resolution } from "../../../src/operations/resolve/resolution.ts"
import { keptName } from "../../../src/services/disk/localFiles/keptCopies.ts"
import { Ledger } from "../../../src/services/ownFiles/Ledger.ts"
import { PluginInstaller } from "../../../src/services/PluginStore.ts"
import { spec } from "../../support/operating.ts"
import { type Model, snapshotOf } from "../../support/snapshots.ts"

const ID = "20260301T120000000-00c10c"

/** `choice` of what was found of `clock` in an installation like that. */
const resolved = (model: Model, reason: "duplicate_id" | "marked_on_disk" | "wrong_key", choice: string) => {
  const { config, disk, store } = snapshotOf(model)
  return resolution({ finding: { id: "clock", reason }, choice }, ID, {
    config: Result.getOrThrow(config),
    disk: Result.getOrThrow(disk),
    uninstalled: Result.getOrThrow(store.uninstalled)
  })
}

describe("the directory that was chosen", () => {
  const twice: Model = { disk: { a: { id: "clock" }, b: { id: "clock" }, news: {} } }
  const thrice: Model = { disk: { ...twice.disk, c: { id: "clock" } } }
  const aside = (directory: string) =>
    Change.SetAside({
      plugin: "clock",
      cause: "duplicate_id",
      place: `plugin-repos/${directory}`,
      kept: `plugin-repos/${keptName(ID, directory)}`
    })

  it.each<[string, Model, ReadonlyArray<Change>, string]>([
    ["one other is set aside", twice, [aside("a")], "clock is now in b alone; a was set aside"],
    ["all others are", thrice, [aside("a"), aside("c")], "clock is now in b alone; a, c were set aside"]
  ])("stays, and %s", (_title, model, expected, said) => {
    const { changes, message } = resolved(model, "duplicate_id", "b")
    assert.deepStrictEqual([changes, message], [expected, said])
  })

  it.effect("leaves a while for undoing it", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* resolved(twice, "duplicate_id", "b").afterwards, [
          "what was set aside is deleted after a week: until then undo brings it back, or move it away"
        ])
      })
    )
  )
})

describe("a plugin that stays", () => {
  const clears = (list: "marks" | "tombstones", member: string) =>
    Change.RemoveMember({ plugin: "clock", cause: "marked_on_disk", list, member })

  it("has each of its marks cleared that is set: under its id and the names of its directories", () => {
    const model: Model = {
      disk: { clock: {}, a: { id: "clock" }, b: { id: "clock" }, news: {} },
      marks: ["clock", "b", "news"],
      tombstones: ["a", "news"]
    }
    const { changes, message } = resolved(model, "marked_on_disk", "keep")
    assert.deepStrictEqual(changes, [
      clears("tombstones", "a"),
      clears("marks", "clock"),
      clears("marks", "b")
    ])
    assert.strictEqual(message, "clock stays: its mark was cleared")
  })

  it.effect("leaves nothing to be said", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* resolved({}, "marked_on_disk", "keep").afterwards, [])
      })
    )
  )
})

describe("an entry that is renamed", () => {
  const renamed = (overBare: boolean) =>
    Change.RenameEntry({
      plugin: "clock",
      cause: "wrong_key",
      from: "clock",
      to: "Clock",
      overBare,
      leavesBare: false
    })

  it.each<[string, Model, boolean]>([
    ["takes a free key", { config: { clock: {} } }, false],
    ["takes the place of what stands there", { config: { clock: {}, Clock: { enabled: false } } }, true]
  ])("%s", (_title, model, overBare) => {
    const { changes, message } = resolved(model, "wrong_key", "Clock")
    assert.deepStrictEqual(changes, [renamed(overBare)])
    assert.strictEqual(message, "The entry clock is now called Clock; its settings were kept")
  })

  const { afterwards } = resolved({}, "wrong_key", "Clock")

  it.effect("is no entry that LEDMatrix took away, and no failure is remembered of it", () =>
    spec(
      {},
      Effect.gen(function* () {
        const ledger = yield* Ledger
        const installer = yield* PluginInstaller
        const asked: Array<unknown> = []
        yield* afterwards.pipe(
          Effect.provideService(Ledger, {
            ...ledger,
            removedHere: (ids) => Effect.sync(() => void asked.push(ids))
          }),
          Effect.provideService(PluginInstaller, {
            ...installer,
            forgetFailures: (id) => Effect.sync(() => void asked.push(id))
          })
        )
        assert.deepStrictEqual(asked, [new Set(["clock"]), Option.some("clock")])
      })
    )
  )

  it.effect("is renamed also where what is remembered of it cannot be written", () =>
    spec(
      {},
      Effect.gen(function* () {
        const installer = yield* PluginInstaller
        const reason = new BadPlugin({ code: "bad_manifest", problem: "no" })
        const notes = yield* Effect.provideService(afterwards, PluginInstaller, {
          ...installer,
          forgetFailures: () => Effect.fail(new StoreError({ plugin: "clock", reason }))
        })
        assert.deepStrictEqual(notes, [])
      })
    )
  )
})
