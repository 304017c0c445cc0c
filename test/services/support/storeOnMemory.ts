/** The live store on files in memory, with a network that is a function: for what needs a clock of its own. */
import { Effect, Layer } from "effect"
import { GitMissing, GitProgram } from "../../../src/ports/GitProgram.ts"
import { HttpClient, HttpClientError, type HttpClientRequest, HttpClientResponse } from "effect/http"
import { NodeZipReader } from "../../../src/node/NodeZipReader.ts"
import { Installation } from "../../../src/services/installation/Installation.ts"
import { PluginStore } from "../../../src/services/PluginStore.ts"
import { StoreLive } from "../../../src/services/store/StoreLive.ts"
import { StoreSettings } from "../../../src/services/store/StoreSettings.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryLock } from "../../../src/testing/MemoryLock.ts"

/** What a request is answered with; `"broken"` where no answer comes back. */
export type Network = (
  url: URL,
  headers: HttpClientRequest.HttpClientRequest["headers"]
) => Effect.Effect<Response | "broken">

export const NO_NETWORK: Network = () => Effect.succeed("broken")

const networkLayer = (network: Network) =>
  Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request, url) =>
      Effect.flatMap(network(url, request.headers), (answer) =>
        answer === "broken"
          ? Effect.fail(
              new HttpClientError.HttpClientError({
                reason: new HttpClientError.TransportError({ request, cause: new Error("no route to host") })
              })
            )
          : Effect.succeed(HttpClientResponse.fromWeb(request, answer))
      )
    )
  )

/** Counts what is asked, and answers in turn, the last answer for ever. */
export const inTurn = (...answers: ReadonlyArray<() => Response | "broken">) => {
  const asked: Array<string> = []
  const network: Network = (url) =>
    Effect.sync(() => {
      asked.push(url.href)
      return answers[Math.min(asked.length, answers.length) - 1]?.() ?? "broken"
    })
  return { asked, network }
}

/** A live store of its own, as another process would have, on the files that are provided. */
export const storeWith = (network: Network, settings: Partial<typeof StoreSettings.Service> = {}) =>
  Layer.merge(PluginStore.layer, StoreLive).pipe(
    Layer.provide(
      Layer.mergeAll(
        NodeZipReader.layer,
        networkLayer(network),
        Layer.succeed(GitProgram, { run: () => Effect.fail(new GitMissing()) }),
        Layer.succeed(Installation, Installation.at(MEMORY_ROOT)),
        Layer.succeed(StoreSettings, {
          ...StoreSettings.defaults,
          registry: `${MEMORY_ROOT}/store/plugins.json`,
          ...settings
        })
      )
    )
  )

/** Files and locks in memory: texts by path relative to the root. */
export const memory = (files: { readonly [path: string]: string } = {}) =>
  Layer.merge(
    MemoryFiles.layer(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`${MEMORY_ROOT}/${path}`, text]))
    ),
    MemoryLock.layer
  )

/** A view of a disk on which nothing is installed. */
export const emptyDisk = (path = `${MEMORY_ROOT}/plugin-repos`) => ({
  path,
  shownPath: "plugin-repos",
  plugins: [],
  broken: [],
  taken: new Set<string>(),
  empty: false,
  setAside: new Map()
})
