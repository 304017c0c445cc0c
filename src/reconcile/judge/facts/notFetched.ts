/** Why the store is not asked for a plugin, until when, and under which key its settings belong. */
import type { Finding, Reason } from "../../../domain/findings/Finding.ts"
import { localIsoTime } from "../../../domain/text/isoTime.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import { holdsAt, type InstallFailure } from "../../../domain/store/InstallFailure.ts"
import { nearestKey } from "../../../domain/store/nearestKey.ts"
import { tooOldFor } from "../../../domain/store/compatibility.ts"
import { candidatesFor, isAbsent, mayBeSkipped } from "../../../domain/store/Registry.ts"
import { isUnrecoverable, type SnapshotFacts } from "./PluginFacts.ts"

/** The reason for which the store is not asked for the plugin; `undefined` where it is. */
export const reasonNotFetched = (id: string, around: SnapshotFacts): Reason | undefined => {
  const { registryProvesAbsence } = around.snapshot.store
  const unrecoverable = isUnrecoverable(around, id)
  const absent = registryProvesAbsence && isAbsentFrom(around, id)
  if ((unrecoverable || absent) && rightKey(id, around) !== undefined) return "wrong_key"
  if (unrecoverable) return "unrecoverable"
  if (absent) return "not_in_registry"
  return registryProvesAbsence && neededOf(around, id) !== undefined ? "newer_ledmatrix_needed" : undefined
}

/** What a finding of a plugin that cannot be had says beyond its reason; nothing where nothing more is known. */
export const causeOf = (id: string, around: SnapshotFacts): Pick<Finding, "cause" | "rightKey"> => {
  const { snapshot } = around
  const failure = failureOf(id, around)
  const right = rightKey(id, around)
  const known = [
    inWords(right),
    failure !== undefined && snapshot.store.unrecoverable.has(id) ? failure.message : undefined,
    failure === undefined && isAbsentFrom(around, id)
      ? "the registry at hand has no plugin of this name"
      : undefined,
    failure === undefined ? neededOf(around, id) : undefined,
    failure !== undefined && failure.heldUntilMs > snapshot.takenAtMs ? again(failure) : undefined
  ].filter((part) => part !== undefined)
  return {
    ...(known.length === 0 ? {} : { cause: known.join("; ") }),
    ...(right === undefined ? {} : { rightKey: right.key })
  }
}

/** A failure of the plugin in any version. */
const failureOf = (id: string, { snapshot }: SnapshotFacts): InstallFailure | undefined => {
  const failure = snapshot.store.failures.get(id)
  return failure?.version === undefined ? failure : undefined
}

/** Why this version is not asked for, though the registry at hand names it, and until when; `undefined` where it is. */
export const notDelivered = (
  id: string,
  version: string | undefined,
  { snapshot }: SnapshotFacts
): string | undefined => {
  const failure = snapshot.store.failures.get(id)
  if (failure?.version === undefined || failure.version !== version) return undefined
  return holdsAt(failure, snapshot.takenAtMs) ? `${failure.message}; ${again(failure)}` : undefined
}

const again = ({ heldUntilMs }: InstallFailure): string =>
  `it is tried again after ${localIsoTime(heldUntilMs).slice(0, 16).replace("T", " ")}`

const isAbsentFrom = ({ snapshot: { store } }: SnapshotFacts, id: string): boolean =>
  store.registry !== undefined && isAbsent(store.registry, id)

/** What every entry that could be the plugin needs of a newer LEDMatrix; `undefined` where one fits this one. */
const neededOf = ({ snapshot: { host, store } }: SnapshotFacts, id: string): string | undefined => {
  if (store.registry === undefined || mayBeSkipped(store.registry, id)) return undefined
  const needed = candidatesFor(store.registry, id).map((entry) =>
    tooOldFor(entry.ledmatrix_min_version, host.version)
  )
  return needed.includes(undefined) ? undefined : needed[0]
}

interface RightKey {
  readonly key: string
  /** Not only like the name, but told by the plugin itself. */
  readonly certain: boolean
}

const inWords = (right: RightKey | undefined): string | undefined =>
  right && `the right key ${right.certain ? "is" : "is probably"} ${right.key}`

const rightKey = (id: string, around: SnapshotFacts): RightKey | undefined => {
  const { registry } = around.snapshot.store
  const failure = failureOf(id, around)
  if (failure?.foundId !== undefined && failure.foundId !== id && isPluginId(failure.foundId))
    return { key: failure.foundId, certain: true }
  // What the registry has, or may have, under this very name is not meant otherwise.
  if (failure !== undefined || registry === undefined || !isAbsent(registry, id)) return undefined
  const key = nearestKey(id, around.byId.keys(), registry)
  return key === undefined ? undefined : { key, certain: false }
}
