/** Pure: what of a document means one sign, and whether the sign takes it now. */
import { isJsonObject } from "../../json/JsonValue.ts"
import type { JsonValue } from "../../json/JsonValue.ts"
import { mergePatch } from "../../json/editing/mergePatch.ts"
import type {
  DesiredDocument,
  DesiredFields,
  DesiredPlugins,
  DesiredLayer,
  SettingsPatch,
  DesiredValue,
  DesiredPlugin
} from "./DesiredDocument.ts"

const NOTHING: DesiredPlugin = { version: undefined, enabled: undefined, absent: undefined, settings: [] }

/** Later wins, so that of a name that stands twice only the last place counts. */
const lastPlaces = (names: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(names.toReversed())].toReversed()

/** One part of a document that says something of plugins, and the path to it. */
export interface LayerPart {
  readonly path: ReadonlyArray<string>
  readonly layer: DesiredLayer
  readonly plugins: DesiredPlugins
}

const ofAll = ({ plugins }: DesiredDocument): LayerPart => ({ path: ["plugins"], layer: "all", plugins })

const ofGroup = (name: string, plugins: DesiredPlugins): LayerPart => ({
  path: ["groups", name, "plugins"],
  layer: `group ${name}`,
  plugins
})

const ofSign = (name: string, plugins: DesiredPlugins): LayerPart => ({
  path: ["signs", name, "plugins"],
  layer: `sign ${name}`,
  plugins
})

/** All parts of a document. */
export const parts = (document: DesiredDocument): ReadonlyArray<LayerPart> => [
  ofAll(document),
  ...[...document.groups].map(([name, plugins]) => ofGroup(name, plugins)),
  ...[...document.signs].flatMap(([name, { plugins }]) => (plugins.size === 0 ? [] : ofSign(name, plugins)))
]

/** Those that are about one sign, in the order in which they count: of all, of its groups, its own. */
export const partsOf = (document: DesiredDocument, sign: string): ReadonlyArray<LayerPart> => {
  const own = document.signs.get(sign)
  if (own === undefined) return [ofAll(document)]
  return [
    ofAll(document),
    ...lastPlaces(own.groups).flatMap((name) => {
      const plugins = document.groups.get(name)
      return plugins === undefined ? [] : ofGroup(name, plugins)
    }),
    ofSign(sign, own.plugins)
  ]
}

/** What a document wants of the plugins of one sign. */
export const wantedOf = (document: DesiredDocument, sign: string): ReadonlyMap<string, DesiredPlugin> => {
  const wanted = new Map<string, DesiredPlugin>()
  for (const { layer, plugins } of partsOf(document, sign)) {
    for (const [id, fields] of plugins) wanted.set(id, over(wanted.get(id) ?? NOTHING, fields, layer))
  }
  return wanted
}

/** Later wins, field by field; patches of settings follow one another. */
const over = (before: DesiredPlugin, fields: DesiredFields, layer: DesiredLayer): DesiredPlugin => {
  const said = <A>(value: A | undefined): DesiredValue<A> | undefined =>
    value === undefined ? undefined : { value, layer }
  const patch = said(fields.settings)
  return {
    version: said(fields.version) ?? before.version,
    enabled: said(fields.enabled) ?? before.enabled,
    absent: said(fields.absent) ?? before.absent,
    settings: patch === undefined ? before.settings : [...before.settings, patch]
  }
}

/** What the patches make of a plugin's settings. */
export const patchedSettings = (
  settings: SettingsPatch,
  patches: ReadonlyArray<DesiredValue<SettingsPatch | null>>
): SettingsPatch => {
  const patched = patches.reduce<JsonValue>((before, { value }) => mergePatch(before, value), settings)
  return isJsonObject(patched) ? patched : {}
}

/**
 * The path of a setting that a secrets file holds too, and that a patch names; `undefined` where there is none. What
 * stands in the secrets file is laid over the settings: a document must neither replace nor remove it.
 */
export const secretNamed = (patch: JsonValue, secrets: unknown): ReadonlyArray<string> | undefined => {
  if (!isJsonObject(patch) || !isJsonObject(secrets)) return undefined
  for (const [key, value] of Object.entries(patch)) {
    if (!Object.hasOwn(secrets, key)) continue
    const secret = secrets[key]
    if (!isJsonObject(value) || !isJsonObject(secret)) return [key]
    const below = secretNamed(value, secret)
    if (below !== undefined) return [key, ...below]
  }
  return undefined
}

/**
 * What of a document decides which signs take it first: all but the share, which only widens it, and the serial, which
 * counts revisions. Spelled so that white space and the order of these fields make no difference.
 */
export const rolloutSubject = (parsed: unknown): string =>
  isJsonObject(parsed)
    ? JSON.stringify(
        Object.fromEntries(Object.entries(parsed).filter(([key]) => key !== "rollout" && key !== "serial"))
      )
    : ""

/** Digits of a hash that place a sign: 48 bits, which a number holds exactly. */
const DIGITS = 12

/** Whether a sign is among those that take a revision; `hash` is hexadecimal, of the sign and what it would take. */
export const isInShare = (share: number, hash: string): boolean =>
  Number.parseInt(hash.slice(0, DIGITS), 16) / 16 ** DIGITS < share
