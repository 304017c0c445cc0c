/** A registry at an http(s) address: the last good copy of it, and when it is asked for another. */
import { Clock, Duration, Effect, Ref } from "effect"
import { RegistryUnreachable } from "../../../domain/errors/RegistryReason.ts"
import { FileReader } from "../../../ports/Files.ts"
import { Installation } from "../../installation/Installation.ts"
import { replaceLedgerFile } from "../../ownFiles/formats/ledgerFiles.ts"
import { REGISTRY_BYTES_MAX } from "../limits.ts"
import { shownRegistry, StoreSettings } from "../StoreSettings.ts"
import { REGISTRY_TTL } from "../limits.ts"
import { fetchRegistry } from "./fetchRegistry.ts"
import { forgetFailure, noteFailure } from "./noteFailure.ts"
import { freshFor } from "./registryAge.ts"
import {
  foundOnDisk,
  type RegistryOnDisk,
  registryOnDiskReader,
  STORED,
  type StoredRegistry
} from "./registryOnDisk.ts"

interface LastGood {
  readonly found: RegistryOnDisk | undefined
  /** Whether a young copy spares the request: not from `askAgain` on, until a request has succeeded. */
  readonly ageCounts: boolean
}

/** The effects of a registry on the web. All read the same last good copy, which a failed request leaves as it is. */
export const remoteRegistry = Effect.gen(function* () {
  const settings = yield* StoreSettings
  const installation = yield* Installation
  const readOnDisk = registryOnDiskReader(yield* FileReader, installation, settings)
  const lastGood = yield* Ref.make<LastGood>({ found: undefined, ageCounts: true })

  /** The last good copy, of this process or an earlier one. */
  const atHand = Effect.gen(function* () {
    const { found } = yield* Ref.get(lastGood)
    if (found !== undefined) return found
    const read = foundOnDisk(yield* readOnDisk)
    yield* Ref.update(lastGood, (last) => ({ ...last, found: last.found ?? read }))
    return read
  })

  const keep = (stored: StoredRegistry) =>
    replaceLedgerFile(
      STORED,
      () => Effect.succeedSome(`${JSON.stringify(stored)}\n`),
      REGISTRY_BYTES_MAX
    ).pipe(
      Effect.catch(({ message }) => Effect.logDebug("the registry could not be kept", { problem: message }))
    )

  /** The copy while it is fresh, else what the address answers; and for how long that is good. */
  const lookUp = Effect.gen(function* () {
    const before = yield* atHand
    const nowMs = yield* Clock.currentTimeMillis
    const { ageCounts } = yield* Ref.get(lastGood)
    const goodFor =
      before === undefined || !ageCounts ? Duration.zero : freshFor(before.copy.fetchedAtMs, nowMs)
    if (before !== undefined && !Duration.isZero(goodFor)) return { copy: before.copy, goodFor }
    if (settings.offline)
      return yield* new RegistryUnreachable({ address: shownRegistry(settings), problem: "offline" })
    const found = yield* fetchRegistry(settings.registry, before).pipe(
      Effect.tapError((error) => noteFailure(error, nowMs))
    )
    yield* Ref.set(lastGood, { found, ageCounts: true })
    yield* keep(found.stored)
    yield* forgetFailure(installation)
    return { copy: found.copy, goodFor: REGISTRY_TTL }
  })

  return {
    lookUp,
    atHand,
    /** From now on the next `lookUp` makes a request, however young the copy is. */
    askAgain: Ref.update(lastGood, (last) => ({ ...last, ageCounts: false }))
  }
})
