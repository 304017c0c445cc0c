import { NodeRuntime } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { MEMORY_ROOT, MemoryFiles, MemoryInstallation, MemoryStore } from "ledmatrix-reconciler/testing"
import { DownloadFailed, Reconciler } from "ledmatrix-reconciler"

const installation = MemoryInstallation.layer({
  files: { "config/config.json": `{"clock": {"enabled": true}}` },
  // The store has it, and the download breaks off.
  offers: { clock: { fails: new DownloadFailed({ address: "memory:", problem: "it broke off" }) } }
})

const program = Effect.gen(function* () {
  const reconciler = yield* Reconciler
  const run = reconciler.reconcile({ force: false, replaceBroken: false })

  const first = yield* run
  yield* Effect.log(first.inconsistencies_manual[0]?.outcome.error?.code ?? "no failure")

  // Now the download works, and the card does not: config cannot be read.
  yield* (yield* MemoryStore).offer("clock", { manifestId: "clock", version: "1.0.0" })
  const files = yield* MemoryFiles
  yield* files.failWhen(({ path }) => path === `${MEMORY_ROOT}/config/config.json`, "EIO")
  const second = yield* run
  yield* Effect.log(second.source_errors[0]?.error ?? "all is read")

  // All works again: what failed transiently is tried again.
  yield* files.reset
  const third = yield* run
  yield* Effect.log(third.message)
})

NodeRuntime.runMain(
  program.pipe(Effect.provide(Reconciler.layer.pipe(Layer.provideMerge(installation))))
)
