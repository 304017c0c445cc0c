/** The registry's answer, headers and all; its entries, and the addresses and methods that they name. */
import { Effect, Option, Result } from "effect"
import { HttpClient } from "effect/http"
import { candidatesFor, mayBeSkipped, readRegistry } from "../../../../../src/domain/store/Registry.ts"
import { nearestKey } from "../../../../../src/domain/store/nearestKey.ts"
import { parseJson } from "../../../../../src/json/parsing/parseJson.ts"
import {
  readAddress,
  redirectTarget,
  whereGitHubIs
} from "../../../../../src/services/store/fetch/addresses.ts"
import { candidatesDigest } from "../../../../../src/services/store/install/failuresFile.ts"
import { fetchRegistry } from "../../../../../src/services/store/registry/fetchRegistry.ts"
import { StoreSettings } from "../../../../../src/services/store/StoreSettings.ts"
import { type FetchMethod, fetchMethodsOf } from "../../../../../src/services/store/fetch/fetchMethods.ts"
import { registry as grammar } from "../../grammars/documents.ts"
import { headers, status } from "../../grammars/http.ts"
import { knownId } from "../../grammars/words.ts"
import { corpus } from "../../harness/inputs/corpus.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces, textIn } from "../../harness/inputs/Pieces.ts"
import { headersIn, serverOf } from "../../harness/surroundings/server.ts"
import { answered, promise, returned, type Target } from "../../harness/Target.ts"

const ADDRESS = "https://example.org/plugins.json"

const addressesOf = (method: FetchMethod): ReadonlyArray<string> =>
  "address" in method ? [method.address] : []

export const registry: Target = {
  name: "registry",
  promises: "a bad entry costs only itself; an address is followed only as the registry's own place allows",
  budget: 250,
  make: (random) =>
    pieces({
      body: given(random, grammar, corpus.registry),
      status: status(random),
      headers: headers(random),
      id: knownId(random)
    }),
  check: (input) =>
    Effect.gen(function* () {
      const server = Effect.provideService(HttpClient.HttpClient, serverOf(input))
      yield* answered(server(fetchRegistry(ADDRESS, undefined)))
      const target = yield* returned(() =>
        redirectTarget(new URL(ADDRESS), headersIn(input).get("location") ?? "")
      )
      yield* promise(
        target === undefined ||
          (target.protocol === "https:" && target.username === "" && target.password === ""),
        "an unsafe redirect is followed",
        target?.href.slice(0, 200)
      )
      const parsed = Result.getOrUndefined(parseJson(textIn(input, "body")))
      const read = yield* returned(() => readRegistry(parsed))
      if (Option.isNone(read)) return
      const id = textIn(input, "id")
      const candidates = yield* returned(() => candidatesFor(read.value, id))
      yield* returned(() => mayBeSkipped(read.value, id))
      yield* returned(() => candidatesDigest(read.value, id))
      const near = yield* returned(() => nearestKey(id, [], read.value))
      yield* promise(near !== id, "a key is sent to itself")
      yield* promise(
        new Set(candidates).size === candidates.length && candidates.length <= 4,
        "an entry is tried twice"
      )
      const remote = { ...StoreSettings.defaults, githubArchive: "https://mirror.example/gh/" }
      for (const entry of read.value.entries) {
        const methods = yield* returned(() => fetchMethodsOf(entry))
        for (const method of methods) {
          yield* promise(
            !method.subdirectory.split("/").includes(".."),
            "a path leads out of its repository",
            method.subdirectory.slice(0, 200)
          )
          for (const place of addressesOf(method)) {
            const found = yield* returned(() => readAddress(remote, id, place))
            if (Result.isFailure(found)) continue
            const url = found.success._tag === "Remote" ? whereGitHubIs(remote, found.success.url) : undefined
            yield* promise(
              url !== undefined && url.protocol === "https:" && url.username === "" && url.password === "",
              "an unsafe address is followed",
              place.slice(0, 200)
            )
          }
        }
      }
    })
}
