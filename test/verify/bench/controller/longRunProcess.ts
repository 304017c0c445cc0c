/**
 * A controller that passes and passes, in a process that does nothing else; prints its memory, in KiB, now and
 * then, each time after it was given back what it does not need.
 *
 *   node longRunProcess.ts ROOT PASSES SAMPLES
 */
import { Duration, Effect, Layer } from "effect"
import { readFileSync } from "node:fs"
import { giveBackMemory } from "../../../../src/cli/service/stayLean.ts"
import { Controller } from "../../../../src/controller/Controller.ts"
import { plainRequest } from "../../../../src/controller/passes/passQueue.ts"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { NodeFileWatcher } from "../../../../src/node/NodeFileWatcher.ts"
import { NodeFileWriter } from "../../../../src/node/NodeFileWriter.ts"
import { Reconciler } from "../../../../src/reconcile/Reconciler.ts"
import { Installation } from "../../../../src/services/installation/Installation.ts"
import { Suspensions } from "../../../../src/services/ownFiles/Suspensions.ts"
import { liveServices } from "../../../support/realInstallation.ts"

const [root = "", passes = "0", samples = "1"] = process.argv.slice(2)

const residentKiB = () => Number(/VmRSS:\s+(\d+)/u.exec(readFileSync("/proc/self/status", "utf8"))?.[1])

const live = Controller.layer({
  ...Controller.defaults,
  version: "0.0.0",
  debounce: Duration.millis(1)
}).pipe(
  Layer.provide(Reconciler.layer),
  Layer.provide(Suspensions.layer),
  Layer.provide(Layer.succeed(Installation, Installation.at(root))),
  Layer.provide(Layer.mergeAll(NodeFileReader.layer, NodeFileWriter.layer, NodeFileWatcher.layer)),
  Layer.provide(liveServices(root, { offline: true }))
)

await Effect.runPromise(
  Effect.gen(function* () {
    const controller = yield* Controller
    const some = Effect.repeat(controller.reconcile(plainRequest), {
      times: Number(passes) / Number(samples) - 1
    })
    for (let sample = 0; sample <= Number(samples); sample++) {
      yield* some
      yield* giveBackMemory
      yield* Effect.sync(() => process.stdout.write(`${residentKiB()}\n`))
    }
  }).pipe(Effect.provide(live))
)
