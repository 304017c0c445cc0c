/** What the next command makes of one that a power cut has ended half-way. Each was found by the simulation. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { install } from "../../../src/operations/install/install.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update } from "../../../src/operations/update/update.ts"
import { Reconciler } from "../../../src/reconcile/Reconciler.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT, MemoryInstallation, memoryPaths } from "../../../src/testing/MemoryInstallation.ts"
import { VirtualClock } from "../../support/powerCut/VirtualClock.ts"
import { type CutPoint, type DiskImage, VirtualDisk } from "../../support/powerCut/VirtualDisk.ts"
import { check, type Described, installationFiles, lines, reconcile } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const MANIFEST = `${MEMORY_ROOT}/plugin-repos/clock/manifest.json`
const MARKS = `${MEMORY_ROOT}/config/uninstalled_plugins.json`
const offers = { clock: { manifestId: "clock", version: "2.0.0" } }

const on = (disk: ReturnType<typeof VirtualDisk.layer>) =>
  Reconciler.layer.pipe(
    Layer.provideMerge(MemoryInstallation.on(disk, { offers })),
    Layer.provideMerge(VirtualClock.layer())
  )

/** Runs `program`, and gives what a cut left before the first operation that `before` picks. */
const cutOf = <E>(
  described: Described,
  program: Effect.Effect<unknown, E, Layer.Success<ReturnType<typeof on>>>,
  before: (cut: CutPoint) => boolean
) =>
  Effect.gen(function* () {
    for (let seed = 1; seed <= 20; seed++) {
      const { cuts } = yield* VirtualDisk.use((disk) => disk.cuts(program, seed)).pipe(
        Effect.provide(on(VirtualDisk.layer({ files: memoryPaths(installationFiles(described)) })), {
          local: true
        })
      )
      const cut = cuts.find(before)
      if (cut !== undefined) return cut.image
    }
    return yield* Effect.die("no cut of it leaves that")
  })

const after = <A, E>(image: DiskImage, program: Effect.Effect<A, E, Layer.Success<ReturnType<typeof on>>>) =>
  Effect.provide(program, on(VirtualDisk.layer({ image })), { local: true })

const manifest = MemoryFiles.use((files) => files.text(MANIFEST))

describe("after a power cut", () => {
  it.effect("in the middle of its uninstall, an install brings the plugin back whole", () =>
    Effect.gen(function* () {
      const described = {
        config: { clock: { enabled: true, city: "Tampa" } },
        plugins: { clock: { version: "1.0.0" } },
        state: { clock: record("clock", true) }
      }
      const image = yield* cutOf(
        described,
        uninstall("clock", { preserveConfig: false }),
        ({ operation }) => operation.name === "rename" && operation.path.includes("standalone-backup-kept")
      )
      assert.isTrue(image.files.has(MANIFEST))
      yield* after(
        image,
        Effect.gen(function* () {
          assert.strictEqual((yield* install("clock")).status, "installed")
          assert.include((yield* manifest) ?? "", "2.0.0")
          assert.deepStrictEqual(lines(yield* check), [])
        })
      )
    })
  )

  it.effect("before its record was completed, undoing a replacement puts the broken plugin back", () =>
    Effect.gen(function* () {
      const broken = `{"id": `
      const image = yield* cutOf(
        { config: { clock: { enabled: true } }, files: { "plugin-repos/clock/manifest.json": broken } },
        reconcile({ replaceBroken: true }),
        ({ image: { files }, operation }) =>
          operation.name === "rename" &&
          /journal\/[^/]*(?<!intended)\.json$/u.test(operation.path) &&
          files.get(MANIFEST)?.includes("2.0.0") === true
      )
      yield* after(
        image,
        Effect.gen(function* () {
          yield* reconcile()
          yield* undo(undefined)
          assert.strictEqual(yield* manifest, broken)
        })
      )
    })
  )

  it.effect("in a later round of a run, what that round was at is put back as in the first", () =>
    Effect.gen(function* () {
      const broken = `{"id": `
      const image = yield* cutOf(
        {
          config: { clock: { enabled: true } },
          plugins: { news: {} },
          files: { "plugin-repos/clock/manifest.json": broken }
        },
        reconcile({ replaceBroken: true }),
        ({ image: { files }, operation }) =>
          operation.name === "rename" && operation.path.endsWith("plugin-repos/clock") && !files.has(MANIFEST)
      )
      yield* after(
        image,
        Effect.gen(function* () {
          yield* reconcile()
          assert.strictEqual(yield* manifest, broken)
        })
      )
    })
  )

  it.effect(
    "in the middle of undoing an uninstall, no plugin is back that LEDMatrix would still delete",
    () =>
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        const { cuts } = yield* VirtualDisk.use((disk) =>
          Effect.andThen(disk.makeDurable, disk.cuts(undo(undefined), 1))
        )
        const back = cuts.filter(({ image }) => image.files.has(MANIFEST))
        assert.isAbove(back.length, 5)
        for (const { image } of back) assert.notInclude(image.files.get(MARKS) ?? "", "clock")
      }).pipe(
        Effect.provide(
          on(
            VirtualDisk.layer({
              files: memoryPaths(installationFiles({ config: { clock: {} }, plugins: { clock: {} } }))
            })
          )
        )
      )
  )

  it.effect(
    "in the middle of an uninstall, what LEDMatrix deleted meanwhile is made durable before it is journalled as done",
    () =>
      Effect.gen(function* () {
        const image = yield* cutOf(
          {
            config: { clock: { enabled: true } },
            plugins: { clock: {} },
            state: { clock: record("clock", true) }
          },
          uninstall("clock", { preserveConfig: false }),
          ({ operation }) => operation.name === "rename" && operation.path.includes("standalone-backup-kept")
        )
        const { cuts } = yield* after(
          image,
          Effect.gen(function* () {
            yield* MemoryFiles.use((files) => files.remove(`${MEMORY_ROOT}/plugin-repos/clock`))
            return yield* VirtualDisk.use((disk) => disk.cuts(reconcile(), 3))
          })
        )
        const told = cuts.filter(({ image: { files } }) =>
          [...files.keys()].some((path) => /journal\/[^/.]*\.json$/u.test(path))
        )
        assert.isAbove(told.length, 3)
        for (const cut of told) assert.isFalse(cut.image.files.has(MANIFEST))
      })
  )

  it.effect("in the middle of sweeping copies up, what can still be put back is whole", () => {
    const KEPT = `${MEMORY_ROOT}/plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.`
    const copies = [1, 2, 3, 4, 5].map((day) => `${KEPT}1970010${day}T000000000-aaaaaa.clock`)
    const files = copies.flatMap((copy) => [
      [`${copy}/manifest.json`, `{"id": "clock"}`],
      [`${copy}/manager.py`, "class"]
    ])
    return Effect.gen(function* () {
      yield* VirtualClock.use((clock) => clock.set(Date.UTC(1970, 0, 6)))
      const disk = yield* VirtualDisk
      const { cuts } = yield* disk.cuts(setEnabled("news", true), 1)
      for (const { image } of cuts) {
        for (const copy of copies) {
          const left = [...image.files.keys()].filter((path) => path.startsWith(copy))
          assert.include([0, 3], left.length, left.join())
        }
      }
      const kept = new Set((yield* MemoryFiles.use(({ snapshot }) => snapshot)).keys())
      assert.deepStrictEqual(
        copies.map((copy) => kept.has(copy)),
        [false, false, false, true, true]
      )
    }).pipe(
      Effect.provide(
        on(
          VirtualDisk.layer({
            files: {
              ...memoryPaths(installationFiles({ config: { news: {} }, plugins: { news: {} } })),
              ...Object.fromEntries(files)
            }
          })
        )
      )
    )
  })

  it.effect("of an update that has failed, the old plugin is in its place", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      let renames = 0
      yield* files.before(({ name, path }) =>
        Effect.sync(() => {
          const places = name === "rename" && path.endsWith("plugin-repos/clock")
          return places && renames++ === 0 ? "EIO" : undefined
        })
      )
      yield* Effect.flip(update("clock"))
      const disk = yield* VirtualDisk
      for (let seed = 0; seed < 200; seed++) {
        const { files: left } = yield* disk.afterCut(seed)
        assert.include(left.get(MANIFEST) ?? "", "1.0.0")
      }
    }).pipe(
      Effect.provide(
        on(
          VirtualDisk.layer({
            files: memoryPaths(
              installationFiles({ config: { clock: {} }, plugins: { clock: { version: "1.0.0" } } })
            )
          })
        )
      )
    )
  )
})
