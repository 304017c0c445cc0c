/** Rule 6: the plugin is not as the desired state wants it. It comes first; what it decides the others do not. */
import { Repair } from "../../../domain/changes/Repair.ts"
import { type Finding, Fix, type SideState } from "../../../domain/findings/Finding.ts"
import { reasons } from "../../../domain/findings/reasons.ts"
import { candidatesFor } from "../../../domain/store/Registry.ts"
import { tooOldFor } from "../../../domain/store/compatibility.ts"
import { atVersion, isSameVersion, LATEST } from "../../../domain/store/atVersion.ts"
import { isNewer } from "../../../domain/store/versions.ts"
import type { DiskView } from "../../../domain/sources/DiskView.ts"
import type { Uninstalled } from "../../../domain/sources/StoreView.ts"
import { type Desire, desireFor } from "./desire.ts"
import { desiredEntry } from "./desiredEntry.ts"
import { causeOf, reasonNotFetched, notDelivered } from "../facts/notFetched.ts"
import { isFree, obstacleToInstall } from "../rules/missingOnDisk.ts"
import { isMarked, isUnrecoverable, type PluginFacts, type SnapshotFacts } from "../facts/PluginFacts.ts"
import { undesired } from "./undesired.ts"
import { clear, found, skipped, type Verdict } from "../rules/Verdict.ts"

const NOTHING: ReadonlyArray<Verdict> = []
const AS_DESIRED = clear("it is as the desired state wants it")
const UNREADABLE = skipped("config or the plugins directory could not be read")
const UNKNOWN_UNINSTALLED = skipped("it is not known which plugins were uninstalled")
const SYSTEM = clear("its key is LEDMatrix's own, which no desired state can mean")
const BROKEN = clear("a directory of this name has a broken manifest; rule 5 speaks for it")
const COPY = clear("a set-aside copy of it is put back first; rule 2 speaks for it")

/** A snapshot whose sources could be read, as far as it takes them to judge a plugin. */
type WithDisk = SnapshotFacts & { readonly disk: DiskView }
type WithUninstalled = WithDisk & { readonly uninstalled: Uninstalled }

const hasConfigAndDisk = (around: SnapshotFacts): around is WithDisk =>
  around.config !== undefined && around.disk !== undefined

const hasUninstalled = (around: WithDisk): around is WithUninstalled => around.uninstalled !== undefined

export const notAsDesired = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const desire = desireFor(plugin, around)
  if (desire === undefined) return NOTHING
  if (desire._tag === "Nothing") return clear(desire.because)
  if (!hasConfigAndDisk(around)) return UNREADABLE
  if (plugin.key === "system") return SYSTEM
  if (!hasUninstalled(around)) return UNKNOWN_UNINSTALLED
  if (around.broken.has(plugin.id)) return BROKEN
  const verdicts = desire._tag === "Absent" ? absent(plugin, desire, around) : present(plugin, desire, around)
  return verdicts.length === 0 ? AS_DESIRED : verdicts
}

const absent = (
  plugin: PluginFacts,
  { forget, reason }: Extract<Desire, { readonly _tag: "Absent" }>,
  around: WithUninstalled
): ReadonlyArray<Verdict> => {
  const { entry, id, installed } = plugin
  const forgets = forget && entry !== undefined
  const isOpen = entry !== undefined && !isMarked(around, id)
  if (installed.length === 0 && !isOpen && !forgets) return NOTHING
  const states = {
    current: { exists_on_disk: installed.length > 0 },
    expected: { exists_on_disk: false, ...(forgets && { exists_in_config: false }) }
  }
  const description =
    reason === "not_desired" ? "is not named by the desired state" : "should not be installed"
  const inTheWay = obstacleToRemove(plugin, around)
  if (inTheWay !== undefined) {
    return [found(undesired(id, reason, description, { ...states, cause: inTheWay }, Fix.Manual()))]
  }
  // Of two with one id LEDMatrix would run the other one as soon as the first is gone.
  const directories = installed.map(({ directory }) => directory)
  const remove = Repair.Remove({ plugin: id, cause: reason, directories, forget: forgets })
  return [found(undesired(id, reason, description, states, Fix.Auto({ repair: remove })))]
}

const OWN = "it comes with LEDMatrix or is local_only, and no store gives it back; uninstall it on the sign"

/** LEDMatrix deletes the directory that a marked id names, with all that lies in it. */
const obstacleToRemove = (
  { id, installed, runs }: PluginFacts,
  around: WithUninstalled
): string | undefined => {
  if (around.snapshot.desired?.kept.has(id) === true) return OWN
  const another = anotherInItsPlace(id, around)
  if (another !== undefined) return another
  if (around.disk.taken.has(id)) return `what lies under the name ${id} is no plugin`
  return installed.length > 1 && runs === undefined ? "two directories have this id" : undefined
}

/** LEDMatrix names the directory of a plugin by its id, and finds it by its manifest, in a directory of any name. */
const anotherInItsPlace = (id: string, { byDirectory }: SnapshotFacts): string | undefined => {
  const namesake = byDirectory.get(id)
  return namesake === undefined || namesake.id === id
    ? undefined
    : `directory ${id} holds another plugin, ${namesake.id}`
}

const present = (
  plugin: PluginFacts,
  { enabledReason, wanted }: Extract<Desire, { readonly _tag: "Present" }>,
  around: WithUninstalled
): ReadonlyArray<Verdict> => {
  const version = wanted.version?.value
  const isThere = plugin.installed.length > 0
  const brought = isThere ? otherVersion(plugin, version, around) : desiredMissing(plugin, version, around)
  // Before it is there, only an entry that is there is changed.
  return isThere || plugin.entry !== undefined
    ? [...brought, ...desiredEntry(plugin, wanted, enabledReason, around).map(found)]
    : brought
}

const desiredMissing = (
  { entry, id }: PluginFacts,
  version: string | undefined,
  around: WithUninstalled
): ReadonlyArray<Verdict> => {
  const { disk, policy, uninstalled } = around
  const copy = disk.setAside.get(id)
  const isGone = isMarked(around, id) || uninstalled.tombstones.has(id)
  if (entry !== undefined && !isGone && copy !== undefined && isFree(copy.place, disk, around)) return COPY
  const states = { current: { exists_on_disk: false }, expected: { exists_on_disk: true } }
  const description = "should be installed"
  const noStore = policy.storeAvailable ? undefined : "no_store"
  const reason = obstacleToInstall(id, disk, around) ?? reasonNotFetched(id, around) ?? noStore
  const known = causeOf(id, around)
  const obstacle = reason && (known.cause ?? lowered(reasons[reason].meaning))
  const cause = anotherInItsPlace(id, around) ?? obstacle
  if (cause !== undefined) {
    return [
      found(undesired(id, "desired_missing", description, { ...states, ...known, cause }, Fix.Manual()))
    ]
  }
  const refused = version === undefined ? undefined : notOffered(id, version, version, states, around)
  if (refused !== undefined) return [found(refused)]
  const fetch = Repair.Obtain({ plugin: id, version, instead: undefined })
  return [found(undesired(id, "desired_missing", description, states, Fix.Auto({ repair: fetch })))]
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/** False only where a fresh registry says so: an old copy has to be asked for anew, for a version may be new. */
const mayOffer = (id: string, version: string, { snapshot }: SnapshotFacts): boolean => {
  const { registry, registryIsFresh } = snapshot.store
  return (
    !registryIsFresh ||
    registry === undefined ||
    candidatesFor(registry, id).some((entry) => atVersion(entry, version) !== undefined)
  )
}

/** `to` is the version that `version`, as the document says it, means now. */
const notOffered = (
  id: string,
  version: string,
  to: string,
  states: { readonly current: SideState; readonly expected: SideState },
  around: SnapshotFacts
): Finding | undefined => {
  const cause = notDelivered(id, version, around)
  if (cause === undefined && mayOffer(id, to, around)) return undefined
  const known = cause === undefined ? states : { ...states, cause }
  return undesired(id, "version_not_offered", `should have version ${to}`, known, Fix.Manual())
}

const otherVersion = (
  { id, runs }: PluginFacts,
  version: string | undefined,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  if (version === undefined || runs === undefined) return NOTHING
  const to = version === LATEST ? newestFor(id, around) : version
  const isThere = version === LATEST ? !isNewer(to, runs.version) : isSameVersion(to, runs.version)
  if (to === undefined || isThere) return NOTHING
  const states = { current: { version: runs.version ?? null }, expected: { version: to } }
  if (!around.policy.storeAvailable || isUnrecoverable(around, id)) {
    const known = causeOf(id, around)
    const cause = known.cause ?? "there is no store to get it from"
    return [
      found(undesired(id, "desired_version", `should have version ${to}`, { ...states, cause }, Fix.Manual()))
    ]
  }
  const refused = notOffered(id, version, to, states, around)
  if (refused !== undefined) return [found(refused)]
  const fetch = Repair.Obtain({ plugin: id, version, instead: runs.directory })
  return [
    found(undesired(id, "desired_version", `should have version ${to}`, states, Fix.Auto({ repair: fetch })))
  ]
}

/** The version that the store names and that this LEDMatrix can run. */
const newestFor = (id: string, { snapshot }: SnapshotFacts): string | undefined => {
  const { registry } = snapshot.store
  const [entry] = registry === undefined ? [] : candidatesFor(registry, id)
  const tooNew = tooOldFor(entry?.ledmatrix_min_version, snapshot.host.version) !== undefined
  return tooNew ? undefined : (entry?.latest_version ?? undefined)
}
