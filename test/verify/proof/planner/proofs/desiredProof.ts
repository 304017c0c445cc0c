/** Runs towards a desired state. */
import { type Finding, findingKey } from "../../../../../src/domain/findings/Finding.ts"
import { LATEST } from "../../../../../src/domain/store/atVersion.ts"
import type { DesiredCells } from "../model/desiredState.ts"
import { settingsJson } from "../model/json.ts"
import { ANY_DESIRED, type Narrow, onePlugin } from "../spaces/onePlugin.ts"
import type { Proof } from "../proof.ts"
import type { Ran } from "../model/run.ts"
import { runProof } from "./runProof.ts"
import { type Property, runProperties } from "./runProperties.ts"
import { said } from "./said.ts"
import { directoryOf, isBroken, pluginOf, type World } from "../model/World.ts"

/** Whether everything that a finding against the desired state rests on could be read. */
const isSeen = ({ readable }: World): boolean => readable.config() && readable.disk() && readable.marks()

/** What of the plugin is left to a person, to another time, or to nobody. */
const isLeft = ({ outcomes }: Ran, id: string): boolean =>
  [...outcomes.values()].some(
    ({ finding, outcome }) =>
      finding.id === id &&
      outcome?._tag !== "Fixed" &&
      outcome?._tag !== "Replaced" &&
      outcome?._tag !== "Informational"
  )

const notBrought: Property = ({ first }) => {
  for (const { before, plan } of first.rounds) {
    const desired = before.desired()
    if (desired === undefined) continue
    const { plugin } = desired
    const brings =
      plan.putBacks.some(({ repair }) => repair.plugin === plugin) ||
      plan.obtained.some(({ repair }) => repair.plugin === plugin) ||
      [...plan.reinstalls, ...plan.replacements].some(({ repair }) => repair === plugin)
    if (brings && isSeen(before) && desired.isNamed() && desired.absent())
      return `${plugin} is brought, and should not be there`
  }
  return undefined
}

/** The directories that hold the plugin. */
const holding = (world: World, id: string): ReadonlyArray<string> =>
  world.names.filter((name) => {
    const content = directoryOf(world, name).content()
    return typeof content !== "string" && content.plugin === id
  })

/** Of two directories it may be chance which one runs, and then neither is brought to a version. */
const otherVersion = (
  { version: wanted }: DesiredCells,
  ended: World,
  directories: ReadonlyArray<string>
): string | undefined => {
  const [directory, ...more] = directories
  if (directory === undefined || more.length > 0) return undefined
  const to = wanted()
  if (to === undefined || to === LATEST) return undefined
  const stands = directoryOf(ended, directory).version()
  return stands === to ? undefined : `its version is ${stands}, and ${to} is wanted`
}

const otherSettings = ({ plugin, settings: wanted }: DesiredCells, ended: World): string | undefined => {
  const patch = wanted()
  if (patch === undefined || pluginOf(ended, plugin).key() !== "entry") return undefined
  const to = patch?.["city"] ?? undefined
  const { city } = settingsJson(pluginOf(ended, plugin))
  return city === to ? undefined : `its settings say ${city}, and ${JSON.stringify(to ?? null)} is wanted`
}

const otherEnabled = ({ enabled: wanted, plugin }: DesiredCells, ended: World): string | undefined => {
  const to = wanted()
  if (to === undefined) return undefined
  const { enabled, record, recorded } = pluginOf(ended, plugin)
  const inEntry = enabled() === "absent" ? ended.readable.state() !== "retired" : enabled()
  if (inEntry !== to) return `its entry says ${String(inEntry)}, and ${to} is wanted`
  const isRecorded = ended.readable.state() === "read" && record() === "object"
  return isRecorded && recorded() !== to ? `its record says otherwise than ${to}` : undefined
}

const stands: Property = ({ first }) => {
  const { begun, ended } = first
  const desired = begun.desired()
  if (desired === undefined || !isSeen(begun)) return undefined
  const { plugin } = desired
  if (isLeft(first, plugin) || isBroken(directoryOf(begun, plugin).content())) return undefined
  if (!desired.isNamed() || begun.isSystemKey(plugin)) return undefined
  const directories = holding(ended, plugin)
  if (desired.absent()) return directories.length > 0 ? `${plugin} is there` : undefined
  if (pluginOf(ended, plugin).key() === "scalar") return undefined
  if (directories.length === 0) return `${plugin} is not there`
  return (
    otherVersion(desired, ended, directories) ?? otherSettings(desired, ended) ?? otherEnabled(desired, ended)
  )
}

const isOfOthers = ({ reason }: Finding): boolean => reason === "not_desired"

const leftAlone: Property = ({ first }) => {
  const { begun, rounds } = first
  const desired = begun.desired()
  const acted = rounds
    .flatMap(({ repaired }) => repaired?.settled ?? [])
    .flatMap(({ findings }) => findings)
    .find((finding) => isOfOthers(finding) && finding.id === desired?.plugin)
  if (acted === undefined || desired === undefined) return undefined
  if (desired.isNamed()) return `${said(acted)} of a plugin that is named`
  if (desired.others() === "keep") return `${said(acted)} where others are kept`
  return desired.isKept() ? `${said(acted)} of a plugin that is bundled or local_only` : undefined
}

/** A document that says nothing of the plugin leaves its findings to the other rules. */
const silent: Property = ({ first }) => {
  const desired = first.begun.desired()
  if (desired === undefined || desired.isNamed()) return undefined
  const found = [...first.outcomes.values()].find(
    ({ finding }) => finding.type === "plugin_not_as_desired" && !isOfOthers(finding)
  )
  return found === undefined ? undefined : `${findingKey(found.finding)} of a plugin that is not named`
}

export const ABSENT = "brings nothing that should not be there"
export const STANDS = "has what is wanted under every authority, or says that it has not"
export const KEPT = "does nothing to others but what is said of them"
const SILENT = "finds nothing of a plugin that the document does not name"

export const desiredProof = (title: string, narrow: Narrow): Proof =>
  runProof(title, onePlugin("clock", { ...ANY_DESIRED, ...narrow }), {
    ...runProperties,
    [ABSENT]: notBrought,
    [STANDS]: stands,
    [KEPT]: leftAlone,
    [SILENT]: silent
  })
