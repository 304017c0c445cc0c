/**
 * `PluginRegistry`, live: Effect's `Cache` for age, back-off and one fetch for all callers; outside of it the
 * last good copy, because a failed refresh must not take it away.
 */
import { Cache, Clock, Duration, Effect, Exit, Option, Result } from "effect"
import { HttpClient } from "effect/http"
import type { RegistryCopy } from "../../../domain/store/RegistryCopy.ts"
import { RegistryUnreachable, StoreError } from "../../../domain/errors/StoreError.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { Installation } from "../../Installation.ts"
import { replaceLedgerFile } from "../../ledger/ledgerFiles.ts"
import { fetchRegistry } from "./fetchRegistry.ts"
import {
  foundOnDisk,
  type RegistryOnDisk,
  registryOnDiskReader,
  storedFile,
  type StoredRegistry
} from "./registryOnDisk.ts"
import { failureFile, type RegistryFailure } from "./registryState.ts"
import { REGISTRY_BACK_OFF, REGISTRY_TTL } from "../limits.ts"
import { isRemote, shownRegistry, StoreSettings } from "../StoreSettings.ts"

const KEY = "registry"

export const liveRegistry = Effect.gen(function* () {
  const settings = yield* StoreSettings
  const installation = yield* Installation
  const files = yield* Effect.context<FileReader | FileWriter>()
  const client = yield* Effect.context<HttpClient.HttpClient>()
  const readKnown = registryOnDiskReader(yield* FileReader, installation, settings)
  let latest: RegistryOnDisk | undefined
  let asked = false
  let freshFor = REGISTRY_TTL
  /** By a clock that does not jump: when the cache's answer was made, and how long it may be given. */
  let askedAt = yield* Clock.monotonicTimeNanos
  let pause = REGISTRY_TTL

  const remote = isRemote(settings)
  const shown = shownRegistry(settings)

  const atHand = Effect.gen(function* () {
    // A local file is its own copy: it is looked at again, which costs one stat.
    if (!remote) return foundOnDisk(yield* readKnown)
    latest ??= foundOnDisk(yield* readKnown)
    return latest
  })

  const persist = (stored: StoredRegistry) =>
    replaceLedgerFile(storedFile(installation), "data/reconciler/registry.json", () =>
      Effect.succeedSome(`${JSON.stringify({ ...stored, address: settings.registry })}\n`)
    ).pipe(
      Effect.provideContext(files),
      Effect.catch((error) => Effect.logDebug("the registry could not be kept", { problem: error.message }))
    )

  /** For whoever looks from another process; in vain, nobody is the worse for it. */
  const noteFailure = Effect.fnUntraced(function* ({ problem }: RegistryUnreachable, failedAtMs: number) {
    const failure: RegistryFailure = { address: shown, failed_at: failedAtMs, problem }
    yield* Effect.logWarning("the registry could not be asked", { address: shown, problem })
    yield* replaceLedgerFile(failureFile(installation), "data/reconciler/registry-failure.json", () =>
      Effect.succeedSome(`${JSON.stringify(failure)}\n`)
    ).pipe(Effect.provideContext(files), Effect.ignore)
  })

  const forgetFailure = Effect.flatMap(FileWriter, (writer) =>
    writer.removeFile(failureFile(installation))
  ).pipe(Effect.provideContext(files), Effect.ignore)

  const fresh = (known: RegistryOnDisk): RegistryCopy => ({ ...known.copy, stale: false })

  const readLocal = Effect.gen(function* () {
    const reading = yield* readKnown
    const known = foundOnDisk(reading)
    if (known !== undefined) return fresh(known)
    const problem = Result.isFailure(reading) ? reading.failure.error : "it is no registry"
    return yield* new RegistryUnreachable({ address: shown, problem })
  })

  const readRemote = Effect.gen(function* () {
    const before = yield* atHand
    const now = yield* Clock.currentTimeMillis
    const age = before === undefined ? undefined : now - before.copy.fetchedAtMs
    // A copy from the future was made by a clock that has since gone back: its age is unknown.
    const young = age !== undefined && age >= 0 && age < Duration.toMillis(REGISTRY_TTL)
    if (before !== undefined && young && !asked) {
      freshFor = Duration.millis(Duration.toMillis(REGISTRY_TTL) - age)
      return fresh(before)
    }
    if (settings.offline) return yield* new RegistryUnreachable({ address: shown, problem: "offline" })
    const { fetchedAtMs, registry, stored } = yield* fetchRegistry(settings.registry, before).pipe(
      Effect.tapError((error) => noteFailure(error, now))
    )
    latest = { stored, copy: { registry, stale: true, fetchedAtMs } }
    asked = false
    freshFor = REGISTRY_TTL
    yield* persist(stored)
    yield* forgetFailure
    return fresh(latest)
  })

  const lookup = Effect.onExit(remote ? readRemote : readLocal, (exit) =>
    Effect.map(Clock.monotonicTimeNanos, (now) => {
      askedAt = now
      // A local file is looked at each time; that costs one stat.
      pause = !Exit.isSuccess(exit) ? REGISTRY_BACK_OFF : remote ? freshFor : Duration.zero
    })
  )
  const cache = yield* Cache.makeWith((_key: string) => lookup, { capacity: 1, timeToLive: () => pause })

  /**
   * The cache judges age by the clock of the wall. Where that has gone back nobody knows how old a copy is;
   * and a pause after a failure must not last until the clock has caught up.
   */
  const dropIfClockWentBack = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const monotonic = yield* Clock.monotonicTimeNanos
    yield* Cache.invalidateWhen(cache, KEY, ({ fetchedAtMs }) => remote && fetchedAtMs > now)
    if (Number(monotonic - askedAt) / 1_000_000 < Duration.toMillis(pause)) return
    // From now on somebody asks: whoever comes meanwhile waits for that answer.
    askedAt = monotonic
    pause = REGISTRY_TTL
    yield* Cache.invalidate(cache, KEY)
  })

  const get = Effect.andThen(dropIfClockWentBack, Cache.get(cache, KEY)).pipe(
    Effect.catch((error) =>
      Effect.flatMap(remote ? atHand : Effect.undefined, (known) =>
        known === undefined ? Effect.fail(error) : Effect.succeed({ ...known.copy, stale: true })
      )
    ),
    Effect.provideContext(client),
    Effect.mapError((reason) => new StoreError({ plugin: "", reason })),
    Effect.withSpan("PluginRegistry.get")
  )
  const invalidate = Effect.andThen(
    Effect.sync(() => {
      asked = true
    }),
    Cache.invalidate(cache, KEY)
  )
  return {
    get,
    invalidate,
    known: Effect.map(atHand, (known) => Option.fromUndefinedOr(known?.copy))
  }
})
