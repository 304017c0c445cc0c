// Repairs the installation in a directory: `node docs/examples/reconcile.ts ~/LEDMatrix`.
import { Duration, Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { realpathSync } from "node:fs"
import {
  defaultPolicy,
  exitCode,
  Installation,
  NodeFileReader,
  NodeFileWriter,
  NodeGitProgram,
  NodeProcessLock,
  NodeZipReader,
  readingServices,
  Reconciler,
  RootLock,
  StoreLive,
  StoreSettings,
  writingServices
} from "ledmatrix-reconciler"

const root = realpathSync(process.argv[2] ?? ".")

const ground = Layer.mergeAll(
  NodeFileReader.layer,
  NodeFileWriter.layer,
  NodeProcessLock.layer,
  NodeGitProgram.layer,
  Layer.provide(NodeZipReader.layer, NodeFileReader.layer),
  FetchHttpClient.layer,
  Layer.succeed(Installation, Installation.at(root)),
  Layer.succeed(StoreSettings, StoreSettings.defaults)
)

const services = Layer.mergeAll(
  readingServices,
  writingServices,
  StoreLive,
  RootLock.layer({ timeout: Duration.seconds(10) })
).pipe(Layer.provideMerge(ground))

const program = Effect.gen(function* () {
  const reconciler = yield* Reconciler
  return yield* reconciler.reconcile({ force: false, replaceBroken: false })
}).pipe(
  Effect.provide(Reconciler.layer(defaultPolicy).pipe(Layer.provide(services))),
  Effect.catchTag("LockTimeout", (timeout) => Effect.die(timeout.message))
)

const report = await Effect.runPromise(program)
console.log(report.message)
process.exitCode = exitCode(report)
