/** What files tell of the registry: the copy of it, its age, and how the last request ended. */
import { Clock, Duration, Effect, Option, Result } from "effect"
import type { RegistryState } from "../../../domain/store/RegistryCopy.ts"
import { FileReader } from "../../../ports/Files.ts"
import { Installation } from "../../installation/Installation.ts"
import { REGISTRY_BACK_OFF } from "../limits.ts"
import { isRemote, shownRegistry, StoreSettings } from "../StoreSettings.ts"
import { registryFailureReader } from "./registryFailure.ts"
import { freshFor } from "./registryAge.ts"
import { foundOnDisk, registryOnDiskReader } from "./registryOnDisk.ts"

/** Makes what `PluginStore` says of the registry: its state, and the copy itself. No request is made. */
export const registryStateReader = Effect.gen(function* () {
  const files = yield* FileReader
  const installation = yield* Installation
  const settings = yield* StoreSettings
  const remote = isRemote(settings)
  const readKnown = registryOnDiskReader(files, installation, settings)
  const address = shownRegistry(settings)
  const readFailure = registryFailureReader(files, installation, address)

  const state = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const reading = yield* readKnown
    const copy = foundOnDisk(reading)?.copy
    const failed = yield* readFailure
    const failure =
      failed ??
      (!remote && Result.isFailure(reading) ? { failed_at: now, problem: reading.failure.error } : undefined)
    const last_failure =
      failure === undefined ? null : { at: isoTime(failure.failed_at), problem: failure.problem }
    if (copy === undefined && last_failure === null) return null
    const until = failed === undefined ? 0 : failed.failed_at + Duration.toMillis(REGISTRY_BACK_OFF)
    const old = remote && (copy === undefined || Duration.isZero(freshFor(copy.fetchedAtMs, now)))
    return {
      address,
      fetched_at: copy === undefined ? null : isoTime(copy.fetchedAtMs),
      stale: old || last_failure !== null,
      entries: copy?.registry.entries.length ?? 0,
      skipped: copy?.registry.skipped.map(({ id, problem }) => `${id ?? "an entry"}: ${problem}`) ?? [],
      last_failure,
      backing_off_until: until > now ? isoTime(until) : null
    } satisfies RegistryState
  })
  const copy = Effect.map(readKnown, (reading) => Option.fromUndefinedOr(foundOnDisk(reading)?.copy))
  return { state, copy }
})

const isoTime = (ms: number): string => {
  const at = new Date(ms)
  return Number.isNaN(at.getTime()) ? "an unknown time" : at.toISOString()
}
