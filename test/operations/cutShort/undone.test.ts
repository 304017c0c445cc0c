/** An undo that the power cut short is remembered like one that came to its end: what it reversed is not repaired again. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { history } from "../../../src/reconcile/look/history.ts"
import { Reconciler } from "../../../src/reconcile/Reconciler.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryInstallation, memoryPaths } from "../../../src/testing/MemoryInstallation.ts"
import { VirtualDisk, type VirtualDiskOptions } from "../../support/powerCut/VirtualDisk.ts"
import { place, refused, text } from "../../support/operating.ts"
import { type Described, installationFiles, lines, reconcile } from "../../support/reconciling.ts"
import { policyOf, record } from "../../support/snapshots.ts"
import { desiredBy } from "../../support/runs/wanting.ts"

const policy = policyOf({ authority: "config" })
const offers = {
  gone: { manifestId: "gone", version: "1.0.0" },
  asked: { manifestId: "asked", version: "1.0.0" }
}

const DRIFTED: Described = {
  config: { clock: { enabled: true }, gone: { enabled: true } },
  state: { clock: record("clock", false) },
  plugins: { clock: {}, fresh: {} }
}

const on = (disk: VirtualDiskOptions, wanted?: object) => {
  const current = Effect.succeed(wanted === undefined ? undefined : desiredBy(wanted))
  return Reconciler.layer.pipe(
    Layer.provideMerge(MemoryInstallation.on(VirtualDisk.layer(disk), { offers, policy })),
    Layer.provideMerge(Layer.succeed(DesiredState, { current }))
  )
}
type On = Layer.Success<ReturnType<typeof on>>

const drifted: VirtualDiskOptions = { files: memoryPaths(installationFiles(DRIFTED)) }

const undoLast = undo(undefined)
const aSecond = TestClock.adjust("1 second")

/** What the next run finds after each cut of undoing what `done` did, and where that undo was begun, and where not. */
const afterCuts = <E>(
  done: Effect.Effect<unknown, E, On>,
  next: Effect.Effect<ReadonlyArray<string>, unknown, On>,
  wanted?: object
) =>
  Effect.gen(function* () {
    const cuts = yield* Effect.provide(
      Effect.gen(function* () {
        yield* done
        yield* aSecond
        const disk = yield* VirtualDisk
        yield* disk.makeDurable
        return (yield* disk.cuts(undoLast, 1)).cuts
      }),
      on(drifted, wanted),
      { local: true }
    )
    yield* aSecond
    const undone = new Set<string>()
    const standing = new Set<string>()
    for (const { image } of cuts.filter(({ operation }) => operation.writes)) {
      const program = Effect.gen(function* () {
        const found = (yield* next).join(", ")
        const { runs } = yield* history()
        const isUndone = runs.some(({ command }) => command === "undo")
        if (isUndone) undone.add(found)
        else standing.add(found)
      })
      yield* Effect.provide(program, on({ image }, wanted), { local: true })
    }
    return { undone: [...undone].toSorted(), standing: [...standing].toSorted() }
  })

const found = Effect.map(reconcile(), lines)

describe("after a power cut at any point of an undo", () => {
  it.effect("of a repair, what was undone is left to a person", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* afterCuts(reconcile(), found), {
        undone: ["clock undone manual, fresh undone manual, gone undone manual"],
        standing: [""]
      })
    })
  )

  it.effect("of what was done for a desired state, it is not done again for the same document", () =>
    Effect.gen(function* () {
      const wanted = { plugins: { asked: { enabled: false }, clock: {} } }
      assert.deepStrictEqual(yield* afterCuts(reconcile(), found, wanted), {
        undone: ["asked undone manual, clock undone manual, fresh undone manual, gone undone manual"],
        standing: [""]
      })
    })
  )

  it.effect("of an operation, nothing is held back", () =>
    Effect.gen(function* () {
      const repairedThenSet = Effect.gen(function* () {
        yield* reconcile()
        yield* aSecond
        yield* setEnabled("clock", false)
      })
      const drift = Effect.andThen(
        MemoryFiles.use((files) => files.remove(place("plugin-repos/gone"))),
        found
      )
      assert.deepStrictEqual(yield* afterCuts(repairedThenSet, drift), {
        undone: ["gone not_installed fixed"],
        standing: ["gone not_installed fixed"]
      })
    })
  )

  it.effect("of a repair, what was undone is repaired again by force", () =>
    Effect.gen(function* () {
      const forced = Effect.map(reconcile({ force: true }), ({ reconciliation_successful }) => [
        String(reconciliation_successful)
      ])
      assert.deepStrictEqual(yield* afterCuts(reconcile(), forced), { undone: ["true"], standing: ["true"] })
    })
  )
})

describe("an undo that is taken back", () => {
  it.effect("has nothing held back", () =>
    Effect.gen(function* () {
      yield* reconcile()
      yield* aSecond
      const files = yield* MemoryFiles
      yield* files.failWhen(
        ({ name, path }) => name === "rename" && path === place("data/plugin_state.json"),
        "EIO"
      )
      assert.strictEqual((yield* refused(undoLast)).code, "EIO")
      yield* files.reset
      assert.isUndefined(yield* text("data/reconciler/undone.json"))
      assert.deepStrictEqual(yield* found, [])
    }).pipe(Effect.provide(on(drifted)))
  )
})
