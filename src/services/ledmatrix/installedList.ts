/** Pure: `GET plugins/installed` of every version of LEDMatrix, as far as it says what its process has loaded. */
import { Option, Schema } from "effect"
import { isJsonObject } from "../../json/JsonValue.ts"

/** A plugin as LEDMatrix lists it. */
export interface InstalledEntry {
  readonly id: string
  /** `undefined` where LEDMatrix cannot tell: its display has not said so lately. */
  readonly loaded: boolean | undefined
  /** Why it could not be loaded, in LEDMatrix's words. */
  readonly error: string | undefined
}

const Entry = Schema.Struct({
  id: Schema.NonEmptyString.check(Schema.isMaxLength(256)),
  /** From 3.8.0 on null where the display is not running. */
  loaded: Schema.NullOr(Schema.Boolean),
  /** Apps that one plugin shows: listed among the plugins, and none. */
  is_starlark_app: Schema.optionalKey(Schema.Unknown),
  /** These two since May 2026. */
  state: Schema.optionalKey(Schema.Unknown),
  error_info: Schema.optionalKey(Schema.Unknown)
})

/** How the ids of such apps begin; from 3.8.0 on nothing else tells them. */
const APP = "starlark:"

const decode = Schema.decodeUnknownOption(Entry)

/** `undefined` where it is no list at all; an entry that cannot be used costs only itself. */
export const installedList = (document: {
  readonly [field: string]: unknown
}): ReadonlyArray<InstalledEntry> | undefined => {
  const { data } = document
  const plugins = isJsonObject(data) ? data["plugins"] : undefined
  if (!Array.isArray(plugins)) return undefined
  return plugins.flatMap((plugin: unknown) => {
    const entry = Option.getOrUndefined(decode(plugin))
    if (entry === undefined || entry.is_starlark_app === true || entry.id.startsWith(APP)) return []
    return [{ id: entry.id, loaded: entry.loaded ?? undefined, error: errorOf(entry) }]
  })
}

const errorOf = ({ error_info, state }: typeof Entry.Type): string | undefined =>
  textOf(error_info) ?? (state === "error" ? "LEDMatrix does not say why" : undefined)

const textOf = (info: unknown): string | undefined => {
  if (typeof info === "string") return info.trim() === "" ? undefined : info
  if (!isJsonObject(info)) return undefined
  for (const name of ["message", "error", "error_message"]) {
    const text = info[name]
    if (typeof text === "string" && text.trim() !== "") return text
  }
  return undefined
}
