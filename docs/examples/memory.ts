import { NodeRuntime } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { MemoryInstallation } from "ledmatrix-reconciler/testing"
import { Reconciler } from "ledmatrix-reconciler"

const installation = MemoryInstallation.layer({
  files: {
    "config/config.json": "{}",
    "plugin-repos/clock/manifest.json": `{"id": "clock", "name": "Clock", "version": "1.0.0"}`
  }
})

const program = Effect.gen(function* () {
  const report = yield* Reconciler.use((reconciler) =>
    reconciler.reconcile({ force: false, replaceBroken: false })
  )
  yield* Effect.log(report.message)
})

NodeRuntime.runMain(
  program.pipe(Effect.provide(Reconciler.layer.pipe(Layer.provideMerge(installation))))
)
