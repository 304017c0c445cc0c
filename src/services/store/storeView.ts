/** `PluginStore`'s live view: marks, tombstones and remembered failures, from files alone. */
import { Effect, Result } from "effect"
import { join } from "node:path/posix"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import type { RegistryCopy } from "../../domain/store/RegistryCopy.ts"
import type { StoreView } from "../../domain/sources/StoreView.ts"
import { FileReader } from "../../ports/Files.ts"
import { LEDGER_BYTES_MAX } from "../ownFiles/formats/ledgerLimits.ts"
import { documentReader } from "../files/readDocument.ts"
import { remembered } from "../files/remembered.ts"
import { Installation } from "../installation/Installation.ts"
import { type Failures, failuresOf, unrecoverableIds, NO_FAILURES } from "./install/failuresFile.ts"
import { foundOnDisk, registryOnDiskReader } from "./registry/registryOnDisk.ts"
import { StoreSettings } from "./StoreSettings.ts"
import { uninstalledReader } from "./uninstalled/uninstalledReader.ts"

const NO_IDS: ReadonlySet<string> = new Set()

/** A view that is the same object while nothing changes. */
export const storeViewer = Effect.gen(function* () {
  const files = yield* FileReader
  const installation = yield* Installation
  const settings = yield* StoreSettings
  const readUninstalled = uninstalledReader(files, installation)
  const readKnown = registryOnDiskReader(files, installation, settings)
  const readFailures = documentReader(files, {
    path: join(installation.ledgerDirectory, "failures.json"),
    shown: "data/reconciler/failures.json",
    wrongShape: "its top level is no object",
    view: failuresOf,
    bytesMax: LEDGER_BYTES_MAX,
    whenMissing: NO_FAILURES
  })
  const judge = remembered((failures: Failures, copy: RegistryCopy | undefined) =>
    unrecoverableIds(failures, copy?.registry)
  )

  const unrecoverableBy = Effect.fnUntraced(function* (copy: RegistryCopy | undefined) {
    const reading = yield* readFailures
    const failures = Result.isSuccess(reading) ? reading.success : NO_FAILURES
    return failures.size === 0 ? NO_IDS : judge(failures, copy)
  })

  return Effect.fnUntraced(function* (disk: DiskView | undefined) {
    const uninstalled = yield* readUninstalled(disk)
    const copy = foundOnDisk(yield* readKnown)?.copy
    const unrecoverable = yield* unrecoverableBy(copy)
    return { uninstalled, unrecoverable, registry: copy?.registry } satisfies StoreView
  })
})
