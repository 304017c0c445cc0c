/** What is known of the registry's copy, from files alone: its age, and how the last attempt ended. */
import { Clock, Duration, Effect, Option, Result } from "effect"
import { join } from "node:path/posix"
import type { RegistryState } from "../../../domain/store/RegistryCopy.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { FileReader } from "../../../ports/Files.ts"
import { documentReader } from "../../files/readDocument.ts"
import { Installation } from "../../Installation.ts"
import { foundOnDisk, registryOnDiskReader } from "./registryOnDisk.ts"
import { REGISTRY_BACK_OFF, REGISTRY_TTL } from "../limits.ts"
import { isRemote, shownRegistry, StoreSettings } from "../StoreSettings.ts"

/** `data/reconciler/registry-failure.json`: there only while the last attempt is one that failed. */
export interface RegistryFailure {
  readonly address: string
  readonly failed_at: number
  readonly problem: string
}

export const failureFile = (installation: typeof Installation.Service): string =>
  join(installation.ledgerDirectory, "registry-failure.json")

const isFailure = (value: unknown): value is RegistryFailure =>
  isJsonObject(value) &&
  typeof value["address"] === "string" &&
  typeof value["failed_at"] === "number" &&
  typeof value["problem"] === "string"

export const registryStateReader = Effect.gen(function* () {
  const files = yield* FileReader
  const installation = yield* Installation
  const settings = yield* StoreSettings
  const remote = isRemote(settings)
  const readKnown = registryOnDiskReader(files, installation, settings)
  const readFailure = documentReader<RegistryFailure | "none">(files, {
    source: "config",
    path: failureFile(installation),
    shown: "data/reconciler/registry-failure.json",
    wrongShape: "it is none of ours",
    view: (parsed) => (isFailure(parsed) ? parsed : undefined),
    whenMissing: "none"
  })
  const address = shownRegistry(settings)

  const state = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const reading = yield* readKnown
    const copy = foundOnDisk(reading)?.copy
    const kept = yield* readFailure
    const failed =
      Result.isSuccess(kept) && kept.success !== "none" && kept.success.address === address
        ? { atMs: kept.success.failed_at, problem: kept.success.problem }
        : undefined
    const unreadable =
      !remote && Result.isFailure(reading) ? { atMs: now, problem: reading.failure.error } : undefined
    const failure = failed ?? unreadable
    const last_failure =
      failure === undefined ? null : { at: isoTime(failure.atMs), problem: failure.problem }
    if (copy === undefined && last_failure === null) return null
    const age = copy === undefined ? Number.POSITIVE_INFINITY : now - copy.fetchedAtMs
    const until = failed === undefined ? 0 : failed.atMs + Duration.toMillis(REGISTRY_BACK_OFF)
    const old = remote && (age < 0 || age >= Duration.toMillis(REGISTRY_TTL))
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
