/** Whether a disk is as a document wants it. */
import { createHash } from "node:crypto"
import { isDeepStrictEqual } from "node:util"
import { patchedSettings } from "../../../../src/domain/desired/desiredSign.ts"
import type {
  DesiredSign,
  SettingsPatch,
  DesiredPlugin
} from "../../../../src/domain/desired/DesiredDocument.ts"
import type { Report } from "../../../../src/domain/findings/Report.ts"
import { isJsonValue } from "../../../../src/json/JsonValue.ts"
import { parsedObject } from "../world/documents.ts"
import { DOCUMENT } from "./document.ts"
import type { Known } from "../promises/inspect.ts"
import type { Ended } from "../program/program.ts"
import { type Traces, tracesOf } from "../promises/traces.ts"
import { pluginTrees, type Snapshot } from "../promises/trees.ts"
import type { World } from "../world/world.ts"

/** What was told as done: all that a document wants but of plugins of which the run said that it has not. */
export interface Held {
  readonly wanted: DesiredSign
  readonly but: ReadonlySet<string>
}

export const heldBy = (wanted: DesiredSign, { inconsistencies_found }: Report): Held => ({
  wanted,
  but: new Set(
    inconsistencies_found.flatMap(({ outcome, plugin_id }) => (outcome.status === "fixed" ? [] : [plugin_id]))
  )
})

const isSettings = (entry: { readonly [name: string]: unknown }): entry is SettingsPatch => isJsonValue(entry)

const versionIn = (directory: string, files: Snapshot): unknown =>
  parsedObject(pluginTrees(files).get(directory)?.get("manifest.json"))?.["version"]

const named = (
  { absent, enabled, settings, version }: DesiredPlugin,
  { directory, entry }: Traces,
  files: Snapshot
): ReadonlyArray<string> => {
  if (absent?.value === true)
    return [
      ...(directory === undefined ? [] : [`it is there, in ${directory}`]),
      ...(settings.at(-1)?.value === null && entry !== undefined ? ["its settings are there"] : [])
    ]
  if (directory === undefined) return ["it is not there"]
  const { enabled: stands, version: _, ...own } = entry ?? {}
  const isPatched =
    !isSettings(own) || isDeepStrictEqual(JSON.parse(JSON.stringify(patchedSettings(own, settings))), own)
  const to = version?.value
  return [
    ...(enabled === undefined || stands === enabled.value ? [] : [`enabled is ${JSON.stringify(stands)}`]),
    ...(isPatched ? [] : [`its settings are ${JSON.stringify(own)}`]),
    ...(to === undefined || to === "latest" || versionIn(directory, files) === to
      ? []
      : [`its version is ${JSON.stringify(versionIn(directory, files))}`])
  ]
}

const others = ({ others: word }: DesiredSign, { directory, entry }: Traces): ReadonlyArray<string> => {
  if (directory === undefined || word === "keep") return []
  if (word === "remove") return ["it is not named, and there"]
  return entry === undefined || entry["enabled"] === false ? [] : ["it is not named, and not disabled"]
}

/** Every plugin that is not as it was told to be. */
export const notHeld = (files: Snapshot, { but, wanted }: Held, world: World): ReadonlyArray<string> =>
  [...world.ids, world.spare].flatMap((id) => {
    if (but.has(id)) return []
    const plugin = wanted.plugins.get(id)
    const traces = tracesOf(id, files, world)
    const wrong = plugin === undefined ? others(wanted, traces) : named(plugin, traces, files)
    return wrong.map((line) => `${id} should be ${JSON.stringify(plugin ?? wanted.others)}, and ${line}`)
  })

const AT_REST: ReadonlySet<string> = new Set(["applied", "rejected", "paused", "unreadable", "waiting"])

/** Where the program keeps to a document, it has come to its end: to the document that is there, but for what it said. */
export const towardsDocument = (
  files: Snapshot,
  { report, towards }: Extract<Ended, { readonly _tag: "Reported" }>,
  { world }: Known
): ReadonlyArray<string> => {
  if (towards === undefined) return []
  const { state, wanted } = towards
  const text = files.get(DOCUMENT)
  const isOther =
    state === "applied" &&
    text !== undefined &&
    wanted?.revision !== createHash("sha256").update(text).digest("hex")
  return [
    ...(AT_REST.has(state) ? [] : [`of the desired state it says ${state}`]),
    ...(isOther && towards.isFollowed ? ["another revision than that of the document is in force"] : []),
    ...(wanted === undefined ? [] : notHeld(files, heldBy(wanted, report), world))
  ]
}
