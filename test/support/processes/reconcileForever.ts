/**
 * Reconciles an installation with the built library until it is killed, and writes a dot for each pass.
 *
 *   node reconcileForever.ts ROOT REGISTRY
 */
import { Duration, Effect, Layer } from "effect"
import { NodeHttp } from "../../../src/node/NodeHttp.ts"
import { realpathSync, writeSync } from "node:fs"

const library: typeof import("../../../src/index.ts") = await import(
  new URL("../../../dist/index.js", import.meta.url).href
)

const [root = "", registry = ""] = process.argv.slice(2)

const foundation = library.NodeZipReader.layer.pipe(
  Layer.provideMerge(
    Layer.mergeAll(
      library.NodeFileReader.layer,
      library.NodeFileWriter.layer,
      library.NodeProcessLock.layer,
      library.NodeGitProgram.layer,
      NodeHttp.layer,
      Layer.succeed(library.Installation, library.Installation.at(realpathSync(root))),
      Layer.succeed(library.StoreSettings, { ...library.StoreSettings.defaults, registry, offline: true })
    )
  )
)

const services = library.Reconciler.layer.pipe(
  Layer.provide(
    Layer.mergeAll(
      library.readingServices,
      library.writingServices,
      library.RootLock.layer({ timeout: Duration.seconds(30) }),
      library.StoreLive,
      Layer.succeed(library.Policy, library.defaultPolicy)
    ).pipe(Layer.provideMerge(foundation))
  )
)

const pass = library.Reconciler.use((reconciler) =>
  reconciler.reconcile({ force: false, replaceBroken: false })
).pipe(Effect.tap(() => Effect.sync(() => writeSync(1, "."))))

await Effect.runPromise(Effect.provide(Effect.forever(pass), services))
