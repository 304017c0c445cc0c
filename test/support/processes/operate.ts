/**
 * One operation of the built library as a process of its own, which ends itself as `kill -9` would before its
 * n-th change of the file system; with 0, or past the last one, it lives and prints how many there were.
 *
 *   node operate.ts ROOT REGISTRY KILL_AT install|update|uninstall|disable|undo [ID]
 */
import { Duration, Effect, Layer } from "effect"
import { NodeHttp } from "../../../src/node/NodeHttp.ts"
import { realpathSync } from "node:fs"

const library: typeof import("../../../src/index.ts") = await import(
  new URL("../../../dist/index.js", import.meta.url).href
)

const [root = "", registry = "", killAt = "0", command = "", id = ""] = process.argv.slice(2)

let changes = 0

const step = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    changes++
    if (changes === Number(killAt)) process.kill(process.pid, "SIGKILL")
    return effect
  })

const counting = Layer.effect(
  library.FileWriter,
  Effect.map(library.FileWriter, (live) =>
    library.FileWriter.of({
      create: (path, options) =>
        step(
          Effect.map(live.create(path, options), (handle) => ({
            write: (bytes) => step(handle.write(bytes)),
            setMode: (mode) => step(handle.setMode(mode)),
            setOwner: (uid, gid) => step(handle.setOwner(uid, gid)),
            setModifiedAt: (ms) => step(handle.setModifiedAt(ms)),
            takeAccess: (from) => step(handle.takeAccess(from)),
            sync: step(handle.sync)
          }))
        ),
      makeDirectory: (path, options) => step(live.makeDirectory(path, options)),
      rename: (from, to, over) => step(live.rename(from, to, over)),
      removeFile: (path) => step(live.removeFile(path)),
      removeTree: (path) => step(live.removeTree(path)),
      setMode: (path, mode) => step(live.setMode(path, mode)),
      setOwner: (path, uid, gid) => step(live.setOwner(path, uid, gid)),
      hold: live.hold,
      syncTree: (path) => step(live.syncTree(path)),
      syncDirectory: (path) => step(live.syncDirectory(path))
    })
  )
).pipe(Layer.provide(library.NodeFileWriter.layer))

const foundation = library.NodeZipReader.layer.pipe(
  Layer.provideMerge(
    Layer.mergeAll(
      library.NodeFileReader.layer,
      counting,
      library.NodeProcessLock.layer,
      library.NodeGitProgram.layer,
      NodeHttp.layer,
      Layer.succeed(library.Installation, library.Installation.at(realpathSync(root))),
      Layer.succeed(library.StoreSettings, { ...library.StoreSettings.defaults, registry, offline: true })
    )
  )
)

const services = Layer.mergeAll(
  library.readingServices,
  library.writingServices,
  library.Checkouts.layer,
  library.RootLock.layer({ timeout: Duration.seconds(10) }),
  library.StoreLive,
  Layer.succeed(library.Policy, library.defaultPolicy)
).pipe(Layer.provideMerge(foundation))

const operation = Effect.gen(function* () {
  switch (command) {
    case "install":
      return yield* library.install(id)
    case "update":
      return yield* library.update(id)
    case "uninstall":
      return yield* library.uninstall(id, { preserveConfig: false })
    case "disable":
      return yield* library.setEnabled(id, false)
    default:
      return yield* library.undo(undefined)
  }
})

await Effect.runPromise(Effect.provide(operation, services))
process.stdout.write(`${changes}\n`)
