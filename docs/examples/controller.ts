// The controller as one layer of an application: a plugin is copied into place, and the controller gives it its entry
// in config. On an installation in memory: `node docs/examples/controller.ts`
import { NodeRuntime } from "@effect/platform-node"
import { Effect, Layer, Stream } from "effect"
import { Controller, Reconciler, Suspensions } from "ledmatrix-reconciler"
import { MEMORY_ROOT, MemoryFiles, MemoryInstallation, MemoryWatcher } from "ledmatrix-reconciler/testing"

const installation = MemoryInstallation.layer({
  files: {
    "config/config.json": `{"clock": {"enabled": true}}`,
    "plugin-repos/clock/manifest.json": `{"id": "clock", "name": "Clock", "version": "1.0.0"}`
  }
})

const controller = Controller.layer({
  ...Controller.defaults,
  version: "of my application"
}).pipe(
  Layer.provideMerge(Reconciler.layer),
  Layer.provideMerge(Suspensions.layer),
  Layer.provideMerge(installation),
  Layer.provideMerge(MemoryWatcher.layer)
)

const application = Effect.gen(function* () {
  const { events } = yield* Controller
  const passes = events.pipe(Stream.filter((event) => event._tag === "pass"))
  const started = yield* Stream.runHead(passes)
  if (started._tag === "Some") yield* Effect.log(started.value.pass.result)

  const plugins = `${MEMORY_ROOT}/plugin-repos`
  const manifest = `{"id": "text", "name": "Text", "version": "1.0.0"}`
  yield* MemoryFiles.use((files) => files.put(`${plugins}/text/manifest.json`, manifest))
  yield* MemoryWatcher.use((watcher) => watcher.touch(plugins, "text"))
  const mended = yield* Stream.runHead(passes)
  if (mended._tag === "Some") yield* Effect.log(mended.value.pass.result)
})

NodeRuntime.runMain(Effect.provide(application, controller))
