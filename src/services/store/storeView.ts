/** `PluginStore`'s live view: marks, tombstones and remembered failures, from files alone. */
import { Clock, Duration, Effect, Result } from "effect"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { holdsAt, type InstallFailure } from "../../domain/store/InstallFailure.ts"
import type { RegistryCopy } from "../../domain/store/RegistryCopy.ts"
import type { StoreView } from "../../domain/sources/StoreView.ts"
import { FileReader } from "../../ports/Files.ts"
import { ledgerFileReader } from "../ownFiles/formats/readLedgerFile.ts"
import { remembered } from "../files/reading/remembered.ts"
import { Installation } from "../installation/Installation.ts"
import { type Failures, FAILURES, failuresOf, installFailures, NO_FAILURES } from "./install/failuresFile.ts"
import { foundOnDisk, registryOnDiskReader } from "./registry/registryOnDisk.ts"
import { freshFor } from "./registry/registryAge.ts"
import { isRemote, StoreSettings } from "./StoreSettings.ts"
import { uninstalledReader } from "./uninstalled/uninstalledReader.ts"

const NONE = { failures: new Map<string, InstallFailure>(), unrecoverable: new Set<string>() } as const

/** Where only one version cannot be had, the plugin can. */
const unrecoverableBy = (held: ReadonlyArray<readonly [string, InstallFailure]>): ReadonlySet<string> =>
  new Set(held.flatMap(([id, { version }]) => (version === undefined ? [id] : [])))

/** A view that is the same object while nothing changes. */
export const storeViewer = Effect.gen(function* () {
  const files = yield* FileReader
  const installation = yield* Installation
  const settings = yield* StoreSettings
  const readUninstalled = uninstalledReader(files, installation)
  const readKnown = registryOnDiskReader(files, installation, settings)
  const readFailures = ledgerFileReader(files, installation, {
    name: FAILURES,
    wrongShape: "its top level is no object",
    view: failuresOf,
    whenMissing: NO_FAILURES
  })
  const remote = isRemote(settings)
  const isFresh = ({ fetchedAtMs }: RegistryCopy, nowMs: number): boolean =>
    !remote || !Duration.isZero(freshFor(fetchedAtMs, nowMs))
  const judge = remembered((failures: Failures, copy: RegistryCopy | undefined) => {
    const judged = installFailures(failures, copy?.registry)
    return { failures: judged, unrecoverable: unrecoverableBy([...judged]) }
  })

  const failedBy = Effect.fnUntraced(function* (copy: RegistryCopy | undefined) {
    const reading = yield* readFailures
    const failures = Result.isSuccess(reading) ? reading.success : NO_FAILURES
    if (failures.size === 0) return NONE
    const judged = judge(failures, copy)
    const nowMs = yield* Clock.currentTimeMillis
    const held = [...judged.failures].filter(([, failure]) => holdsAt(failure, nowMs))
    if (held.length === judged.failures.size) return judged
    return { ...judged, unrecoverable: unrecoverableBy(held) }
  })

  return Effect.fnUntraced(function* (disk: DiskView | undefined) {
    const uninstalled = yield* readUninstalled(disk)
    const copy = foundOnDisk(yield* readKnown)?.copy
    const nowMs = yield* Clock.currentTimeMillis
    const registryIsFresh = copy !== undefined && isFresh(copy, nowMs)
    return {
      uninstalled,
      ...(yield* failedBy(copy)),
      registry: copy?.registry,
      registryIsFresh,
      registryProvesAbsence: registryIsFresh
    } satisfies StoreView
  })
})
