/** Asks for the registry. What is no registry is no answer: it never replaces the good copy. */
import { Clock, Effect, Option, Result } from "effect"
import type { HttpClient } from "effect/http"
import { type Registry, readRegistry } from "../../../domain/store/Registry.ts"
import { RegistryUnreachable } from "../../../domain/errors/StoreError.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parseJson.ts"
import { decodeUtf8 } from "../../files/readDocument.ts"
import { shownAddress } from "../../network/shownAddress.ts"
import { httpGet } from "../fetch/httpGet.ts"
import type { RegistryOnDisk, StoredRegistry } from "./registryOnDisk.ts"
import { readBody } from "../../network/readBody.ts"
import { REGISTRY_BYTES_MAX, REGISTRY_TIME_MAX } from "../limits.ts"

export interface FetchedRegistry {
  readonly registry: Registry
  readonly fetchedAtMs: number
  readonly stored: StoredRegistry
}

/** Revalidates `before` where there is one; a 304 makes it fresh again. */
export const fetchRegistry = Effect.fn("fetchRegistry")(function* (
  address: string,
  before: RegistryOnDisk | undefined
): Effect.fn.Return<FetchedRegistry, RegistryUnreachable, HttpClient.HttpClient> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined)
    return yield* new RegistryUnreachable({ address, problem: "the address is malformed" })
  const unreachable = (problem: string) => new RegistryUnreachable({ address: shownAddress(url), problem })
  return yield* ask(url, before, unreachable).pipe(
    Effect.timeoutOrElse({
      duration: REGISTRY_TIME_MAX,
      orElse: () => Effect.fail(unreachable("no complete answer in time"))
    })
  )
})

const ask = Effect.fnUntraced(function* (
  url: URL,
  before: RegistryOnDisk | undefined,
  unreachable: (problem: string) => RegistryUnreachable
) {
  const stored = before?.stored
  const answer = yield* httpGet(url, {
    headers: {
      accept: "application/json",
      ...(stored?.etag === undefined ? {} : { "if-none-match": stored.etag }),
      ...(stored?.last_modified === undefined ? {} : { "if-modified-since": stored.last_modified })
    },
    read: (response) =>
      Effect.map(readBody(response, REGISTRY_BYTES_MAX), (bytes) => ({ bytes, headers: response.headers }))
  }).pipe(
    Effect.mapError((error) =>
      unreachable(error._tag === "BodyTooLarge" ? `it is larger than ${error.bytesMax} bytes` : error.problem)
    )
  )
  const fetchedAtMs = yield* Clock.currentTimeMillis
  if (answer._tag === "NotModified" && before !== undefined && stored !== undefined) {
    return { registry: before.copy.registry, fetchedAtMs, stored: { ...stored, fetched_at: fetchedAtMs } }
  }
  if (answer._tag !== "Found")
    return yield* unreachable(answer._tag === "Refused" ? answer.problem : "there is nothing there")
  const { bytes, headers } = answer.value
  const text = decodeUtf8(bytes)
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(text))
  const registry = Option.getOrUndefined(readRegistry(parsed))
  if (registry === undefined || !isJsonObject(parsed)) return yield* unreachable("its answer is no registry")
  const { etag, "last-modified": lastModified } = headers
  return {
    registry,
    fetchedAtMs,
    stored: {
      address: url.href,
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { last_modified: lastModified }),
      fetched_at: fetchedAtMs,
      body: parsed
    }
  }
})
