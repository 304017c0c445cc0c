/**
 * `PluginRegistry`, live. Effect's `Cache` holds the policy: how long an answer is good, the pause after a failure,
 * one request for all callers. What a failed request must not take away, the last good copy, lies outside of it.
 */
import { Cache, Clock, Duration, Effect, Exit, Option, Result } from "effect"
import { StoreError } from "../../../domain/errors/StoreError.ts"
import { RegistryUnreachable } from "../../../domain/errors/RegistryReason.ts"
import type { RegistryCopy } from "../../../domain/store/RegistryCopy.ts"
import { FileReader } from "../../../ports/Files.ts"
import { Installation } from "../../installation/Installation.ts"
import { REGISTRY_BACK_OFF } from "../limits.ts"
import { isRemote, shownRegistry, StoreSettings } from "../StoreSettings.ts"
import { clockWentBack, type Lifetime } from "./registryAge.ts"
import { foundOnDisk, registryOnDiskReader } from "./registryOnDisk.ts"
import { remoteRegistry } from "./remoteRegistry.ts"

const KEY = "registry"

/** What one look at the registry came to; a failure is kept for its own time, as an answer is. */
interface Lookup extends Lifetime {
  readonly answer: Result.Result<RegistryCopy, RegistryUnreachable>
}

/** A registry in a local file. It is its own copy, and is looked at each time, which costs one stat. */
const localRegistry = Effect.gen(function* () {
  const settings = yield* StoreSettings
  const readOnDisk = registryOnDiskReader(yield* FileReader, yield* Installation, settings)
  const lookUp = Effect.gen(function* () {
    const reading = yield* readOnDisk
    const found = foundOnDisk(reading)
    if (found !== undefined) return { copy: found.copy, goodFor: Duration.zero }
    const problem = Result.isFailure(reading) ? reading.failure.error : "it is no registry"
    return yield* new RegistryUnreachable({ address: shownRegistry(settings), problem })
  })
  return { lookUp, atHand: Effect.map(readOnDisk, foundOnDisk), askAgain: Effect.void }
})

/** Makes `PluginRegistry`. */
export const liveRegistry = Effect.gen(function* () {
  const remote = isRemote(yield* StoreSettings)
  const { askAgain, atHand, lookUp } = yield* remote ? remoteRegistry : localRegistry

  const timedLookUp = Effect.gen(function* () {
    const result = yield* Effect.result(lookUp)
    const madeAtNanos = yield* Clock.monotonicTimeNanos
    return Result.match(result, {
      onSuccess: ({ copy, goodFor }): Lookup => ({
        answer: Result.succeed({ ...copy, stale: false }),
        goodFor,
        madeAtNanos,
        fetchedAtMs: copy.fetchedAtMs
      }),
      onFailure: (failure): Lookup => ({
        answer: Result.fail(failure),
        goodFor: REGISTRY_BACK_OFF,
        madeAtNanos,
        fetchedAtMs: undefined
      })
    })
  })
  const cache = yield* Cache.makeWith((_key: string) => timedLookUp, {
    capacity: 1,
    timeToLive: (exit) => (Exit.isSuccess(exit) ? exit.value.goodFor : REGISTRY_BACK_OFF)
  })

  const get = Effect.gen(function* () {
    const clock = yield* Clock.Clock
    yield* Cache.invalidateWhen(cache, KEY, (lookup) => clockWentBack(lookup, clock))
    const { answer } = yield* Cache.get(cache, KEY)
    if (Result.isSuccess(answer)) return answer.success
    const last = remote ? yield* atHand : undefined
    if (last !== undefined) return { ...last.copy, stale: true }
    return yield* new StoreError({ plugin: "", reason: answer.failure })
  })

  return {
    get: Effect.withSpan(get, "PluginRegistry.get"),
    invalidate: Effect.andThen(askAgain, Cache.invalidate(cache, KEY)),
    known: Effect.map(atHand, (found) => Option.fromUndefinedOr(found?.copy))
  }
})
