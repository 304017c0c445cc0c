// Repairs the installation in a directory: `node docs/examples/reconcile.ts ~/LEDMatrix`.
import { Duration, Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { realpathSync } from "node:fs"
import {
  Config,
  ConfigWriter,
  defaultPolicy,
  Disk,
  DiskWriter,
  EnabledSwitch,
  exitCode,
  Installation,
  Journal,
  Ledger,
  LedgerWriter,
  NodeFileReader,
  NodeFileWriter,
  NodeGitProgram,
  NodeProcessLock,
  NodeZipReader,
  PluginManager,
  PluginStore,
  Reconciler,
  RootLock,
  StateStore,
  StateWriter,
  StoreLive,
  StoreSettings,
  UninstalledWriter
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
  Config.layer,
  ConfigWriter.layer,
  Disk.layer,
  DiskWriter.layer,
  EnabledSwitch.layer,
  PluginManager.layer,
  StateStore.layer,
  StateWriter.layer,
  PluginStore.layer,
  StoreLive,
  Ledger.layer,
  LedgerWriter.layer,
  UninstalledWriter.layer,
  Journal.layer,
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
