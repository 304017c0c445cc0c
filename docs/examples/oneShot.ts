// Repairs the installation in a directory, once: `node docs/examples/oneShot.ts ~/LEDMatrix`.
// Exit code: 0 all is well, 1 could not tell, 2 something is left over, 130 and 143 a signal.
import { NodeRuntime } from "@effect/platform-node"
import { Console, Duration, Effect, Exit, Layer } from "effect"
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
  const report = yield* reconciler.reconcile({ force: false, replaceBroken: false })
  yield* Console.log(report.message)
  return exitCode(report)
}).pipe(Effect.provide(Reconciler.layer(defaultPolicy).pipe(Layer.provide(services))))

/** The first signal interrupts the run, which finishes or takes back what it has begun. A second one ends it at once. */
let signalled: number | undefined
const onSignal = (code: number) => () => {
  if (signalled !== undefined) process.exit(code)
  signalled = code
}
process.on("SIGINT", onSignal(130))
process.on("SIGTERM", onSignal(143))

NodeRuntime.runMain(program, {
  teardown: (exit, onExit) => {
    const code = Exit.isSuccess(exit) && typeof exit.value === "number" ? exit.value : 1
    onExit(signalled ?? code)
  }
})
