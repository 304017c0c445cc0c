/** Pure: what a document says of one plugin, value by value, with the layer that says each. */
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import type { DesiredSign, DesiredLayer, DesiredValue, DesiredPlugin } from "./DesiredDocument.ts"
import { MASK } from "../../json/masking/mask.ts"

/** One value of a document. Values of settings are not shown. */
export interface LayeredValue {
  /** `version`, `enabled`, `absent`, `others`, or the path of a setting: `settings.colours.text`. */
  readonly field: string
  readonly value: string | boolean
  readonly layer: DesiredLayer
}

/** What the patches of settings have come to at one place. */
interface PatchedSetting {
  readonly layer: DesiredLayer
  readonly removed: boolean
  /** Those of an object's members, which a later layer may say one by one. */
  readonly members: ReadonlyMap<string, PatchedSetting> | undefined
}

const patched = (
  before: PatchedSetting | undefined,
  patch: JsonValue,
  layer: DesiredLayer
): PatchedSetting => {
  if (!isJsonObject(patch)) return { layer, removed: patch === null, members: undefined }
  const members = new Map(before?.members)
  for (const [name, value] of Object.entries(patch))
    members.set(name, patched(members.get(name), value, layer))
  return { layer, removed: false, members }
}

const listed = (field: string, { layer, members, removed }: PatchedSetting): ReadonlyArray<LayeredValue> =>
  members === undefined || members.size === 0
    ? [{ field, value: removed ? "‹removed›" : MASK, layer }]
    : [...members].flatMap(([name, place]) => listed(`${field}.${name}`, place))

const settingsOf = ({ settings }: DesiredPlugin): ReadonlyArray<LayeredValue> => {
  const place = settings.reduce<PatchedSetting | undefined>(
    (before, { layer, value }) => patched(before, value, layer),
    undefined
  )
  return place === undefined || place.members?.size === 0 ? [] : listed("settings", place)
}

const said = (
  field: string,
  wanted: DesiredValue<string | boolean> | undefined
): ReadonlyArray<LayeredValue> => (wanted === undefined ? [] : [{ field, ...wanted }])

/** Of a plugin that the document does not name, what it says of all others. */
export const valuesByLayer = ({ others, plugins }: DesiredSign, id: string): ReadonlyArray<LayeredValue> => {
  const wanted = plugins.get(id)
  if (wanted === undefined) return [{ field: "others", value: others, layer: "all" }]
  return [
    ...said("absent", wanted.absent),
    ...said("version", wanted.version),
    ...said("enabled", wanted.enabled),
    ...settingsOf(wanted)
  ]
}
