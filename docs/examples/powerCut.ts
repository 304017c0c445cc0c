import { Console, Effect, Layer, Logger } from "effect"
import {
  MEMORY_ROOT,
  MemoryInstallation,
  memoryPaths,
  VirtualClock,
  VirtualDisk
} from "ledmatrix-reconciler/testing"
import { defaultPolicy, Reconciler } from "ledmatrix-reconciler"

const files = memoryPaths({
  "config/config.json": `{"timezone": "UTC", "clock": {"enabled": true, "city": "Tampa"}}`,
  "plugin-repos/clock/manifest.json": `{"id": "clock", "name": "Clock", "version": "1.0.0"}`,
  "plugin-repos/news/manifest.json": `{"id": "news", "name": "News", "version": "1.0.0"}`
})

const on = (disk: ReturnType<typeof VirtualDisk.layer>) =>
  Reconciler.layer(defaultPolicy).pipe(
    Layer.provideMerge(MemoryInstallation.on(disk)),
    Layer.provideMerge(VirtualClock.layer())
  )

const reconcile = Reconciler.use((reconciler) =>
  reconciler.reconcile({ force: false, replaceBroken: false })
)

// One run, and what a cut right before each of its file operations may have left.
const { cuts } = await Effect.runPromise(
  VirtualDisk.use((disk) => disk.cuts(reconcile, 1)).pipe(Effect.provide(on(VirtualDisk.layer({ files }))))
)

const config = `${MEMORY_ROOT}/config/config.json`
const versions = new Set(cuts.map(({ image }) => image.files.get(config)))
await Effect.runPromise(Console.log(`${cuts.length} cuts leave ${versions.size} versions of config.json`))

// From each of them the next run gets to the same end.
for (const { image } of cuts) {
  const report = await Effect.runPromise(
    Effect.andThen(reconcile, reconcile).pipe(
      Effect.provide(on(VirtualDisk.layer({ image }))),
      Effect.provide(Logger.layer([]))
    )
  )
  if (report.inconsistencies_found.length > 0) throw new Error(report.message)
}
await Effect.runPromise(Console.log("after each of them a run finds nothing left to do"))
