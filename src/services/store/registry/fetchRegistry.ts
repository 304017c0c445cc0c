/** One request for the registry. An answer that is no registry is a failure, and never replaces the good copy. */
import { Clock, Effect, Option, Result } from "effect"
import type { HttpClient } from "effect/http"
import { readRegistry, type Registry } from "../../../domain/store/Registry.ts"
import { RegistryUnreachable } from "../../../domain/errors/RegistryReason.ts"
import { withoutCredentials } from "../../../domain/text/withoutCredentials.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson, withoutByteOrderMark } from "../../../json/parsing/parseJson.ts"
import { waitingFor } from "../../../ports/Waits.ts"
import { decodeUtf8 } from "../../files/reading/jsonFileReader.ts"
import { readBody } from "../../network/readBody.ts"
import { unlessUnchanged, validatorsOf } from "../../network/validators.ts"
import { httpGet } from "../fetch/httpGet.ts"
import { REGISTRY_BYTES_MAX, REGISTRY_TIME_MAX } from "../limits.ts"
import { type RegistryOnDisk, storedAddress, storedCopy, type StoredRegistry } from "./registryOnDisk.ts"

/**
 * Fetches the registry at `address`, within 10 seconds and 32 MiB. Where there is a copy from `before`, the server is
 * asked only whether it changed; its 304 makes the copy as young as a new one.
 */
export const fetchRegistry = Effect.fn("fetchRegistry")(function* (
  address: string,
  before: RegistryOnDisk | undefined
): Effect.fn.Return<RegistryOnDisk<StoredRegistry>, RegistryUnreachable, HttpClient.HttpClient> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined)
    return yield* new RegistryUnreachable({
      address: withoutCredentials(address),
      problem: "the address is malformed"
    })
  const unreachable = (problem: string) =>
    new RegistryUnreachable({ address: withoutCredentials(url.href), problem })
  return yield* request(address, url, before, unreachable).pipe(
    Effect.timeoutOrElse({
      duration: REGISTRY_TIME_MAX,
      orElse: () => Effect.fail(unreachable("no complete answer in time"))
    }),
    waitingFor(`the registry at ${withoutCredentials(url.href)}`)
  )
})

const request = Effect.fnUntraced(function* (
  address: string,
  url: URL,
  before: RegistryOnDisk | undefined,
  unreachable: (problem: string) => RegistryUnreachable
) {
  const stored = before?.stored
  const answer = yield* httpGet(url, {
    headers: { accept: "application/json", ...unlessUnchanged(stored) },
    read: (response) =>
      Effect.map(readBody(response, REGISTRY_BYTES_MAX), (bytes) => ({ bytes, headers: response.headers }))
  }).pipe(
    Effect.mapError((error) =>
      unreachable(error._tag === "BodyTooLarge" ? `it is larger than ${error.bytesMax} bytes` : error.problem)
    )
  )
  const fetchedAtMs = yield* Clock.currentTimeMillis
  if (answer._tag === "NotModified" && before !== undefined && stored !== undefined) {
    return storedCopy({ ...stored, fetched_at: fetchedAtMs }, before.copy.registry)
  }
  if (answer._tag !== "Found")
    return yield* unreachable("problem" in answer ? answer.problem : "there is nothing there")
  const { bytes, headers } = answer.value
  const text = decodeUtf8(bytes)
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(withoutByteOrderMark(text)))
  const registry = Option.getOrUndefined(readRegistry(parsed))
  if (registry === undefined || !isJsonObject(parsed)) return yield* unreachable("its answer is no registry")
  const listed = before?.copy.registry.entries.length ?? 0
  if (isEmpty(registry) && listed > 0)
    return yield* unreachable(`its list of plugins is empty, and the last one had ${listed}`)
  const fetched: StoredRegistry = {
    address: storedAddress(address),
    ...validatorsOf(headers),
    fetched_at: fetchedAtMs,
    body: parsed
  }
  return storedCopy(fetched, registry)
})

/** A broken deployment serves such a list; a store that has lost all its plugins at once is none that there was. */
const isEmpty = ({ entries, skipped }: Registry): boolean => entries.length + skipped.length === 0
