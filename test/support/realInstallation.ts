/** An installation in a temporary directory, the live services on it, and a store that is served locally. */
import { NodeServices } from "@effect/platform-node"
import { Duration, Effect, FileSystem, Layer } from "effect"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { defaultPolicy, type PolicyValues } from "../../src/domain/Policy.ts"
import { NodeFileReader } from "../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../src/node/NodeFileWriter.ts"
import { NodeHttp } from "../../src/node/NodeHttp.ts"
import { NodeGitProgram } from "../../src/node/NodeGitProgram.ts"
import { NodeProcessLock } from "../../src/node/NodeProcessLock.ts"
import { NodeZipReader } from "../../src/node/NodeZipReader.ts"
import { Reconciler } from "../../src/reconcile/Reconciler.ts"
import { EnabledSwitch } from "../../src/services/writing/EnabledSwitch.ts"
import { Installation } from "../../src/services/installation/Installation.ts"
import { Checkouts } from "../../src/services/disk/checkouts/Checkouts.ts"
import { PluginManager } from "../../src/services/PluginManager.ts"
import { Policy } from "../../src/services/Policy.ts"
import { RootLock } from "../../src/services/installation/RootLock.ts"
import { LedmatrixLive } from "../../src/services/ledmatrix/LedmatrixLive.ts"
import { StoreLive } from "../../src/services/store/StoreLive.ts"
import { fileServices } from "../../src/services/readingServices.ts"
import { fileWritingServices } from "../../src/services/writing/writingServices.ts"
import { StoreSettings } from "../../src/services/store/StoreSettings.ts"
import { policyOf } from "./snapshots.ts"

/** A directory with these files, removed with the scope. Paths are relative; a text each. */
export const directoryWith = Effect.fnUntraced(
  function* (files: { readonly [path: string]: string | Uint8Array }) {
    const fs = yield* FileSystem.FileSystem
    const made = yield* fs.makeTempDirectoryScoped({ prefix: "ledmatrix-spec-" })
    const root = yield* fs.realPath(made)
    for (const [path, content] of Object.entries(files)) {
      yield* fs.makeDirectory(`${root}/${path}`.replace(/\/[^/]*$/u, ""), { recursive: true })
      yield* typeof content === "string"
        ? fs.writeFileString(`${root}/${path}`, content)
        : fs.writeFile(`${root}/${path}`, content)
    }
    return root
  },
  (self) => Effect.provide(self, NodeServices.layer)
)

export type Answering = (request: IncomingMessage, response: ServerResponse) => void

/** A server on a free local port; its address. */
export const serving = (answer: Answering) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly address: string; readonly close: () => void }>((resume) => {
      const server = createServer(answer)
      server.listen(0, "127.0.0.1", () => {
        const bound = server.address()
        const port = typeof bound === "object" && bound !== null ? bound.port : 0
        resume(
          Effect.succeed({
            address: `http://127.0.0.1:${port}`,
            close: () => {
              server.closeAllConnections()
              server.close()
            }
          })
        )
      })
    }),
    ({ close }) => Effect.sync(close)
  ).pipe(Effect.map(({ address }) => address))

/** No LEDMatrix runs beside this program. */
const alone = Layer.merge(PluginManager.layer, EnabledSwitch.layer)

const platform = Layer.mergeAll(NodeFileReader.layer, NodeFileWriter.layer, NodeGitProgram.layer)

/**
 * Every live service on the installation at `root`, beside the LEDMatrix whose address is given; `on` may count
 * what is done, or fail it.
 */
export const liveServices = (
  root: string,
  settings: Partial<typeof StoreSettings.Service> = {},
  ledmatrix?: string,
  on: typeof platform = platform
) => {
  const foundation = NodeZipReader.layer.pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        on,
        NodeProcessLock.layer,
        NodeHttp.layer,
        Layer.succeed(Installation, Installation.at(root)),
        Layer.succeed(StoreSettings, {
          ...StoreSettings.defaults,
          registry: `${root}/store/plugins.json`,
          ...settings
        })
      )
    )
  )
  const manager = ledmatrix === undefined ? alone : LedmatrixLive({ url: ledmatrix })
  return Layer.mergeAll(
    manager.pipe(Layer.provideMerge(fileServices)),
    Layer.succeed(Policy, defaultPolicy),
    fileWritingServices,
    Checkouts.layer,
    RootLock.layer({ timeout: Duration.seconds(10) }),
    StoreLive
  ).pipe(Layer.provideMerge(foundation))
}

export const liveReconciler = (
  root: string,
  options: {
    readonly policy?: Partial<PolicyValues>
    readonly settings?: Partial<typeof StoreSettings.Service>
    readonly ledmatrix?: string
  } = {}
) =>
  Reconciler.layer.pipe(
    Layer.provideMerge(Layer.succeed(Policy, policyOf(options.policy))),
    Layer.provideMerge(liveServices(root, options.settings, options.ledmatrix))
  )
