/** Pure: `GET plugins/installed` of every version of LEDMatrix, as far as it says what its process has loaded. */
import { Option, Schema } from "effect"
import { type Display, DISPLAY_STATUSES } from "../../domain/sources/Display.ts"
import type { UnplacedPlugin } from "../../domain/sources/ManagerView.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { loadFailureOf, DISPLAY_WORD_LENGTH_MAX } from "./display/published.ts"
import { plainText } from "./foreignText.ts"

/** What LEDMatrix lists. */
export interface ManagerList {
  readonly plugins: ReadonlyArray<UnplacedPlugin>
  /** Of its display, which alone loads plugins from 3.8.0 on. */
  readonly display: Display | undefined
}

const Entry = Schema.Struct({
  id: Schema.NonEmptyString.check(Schema.isMaxLength(256)),
  /** From 3.8.0 on null where the display is not running. */
  loaded: Schema.NullOr(Schema.Boolean),
  /** Apps that one plugin shows: listed among the plugins, and none. */
  is_starlark_app: Schema.optionalKey(Schema.Unknown),
  /** These two since May 2026. */
  state: Schema.optionalKey(Schema.Unknown),
  error_info: Schema.optionalKey(Schema.Unknown),
  /** These two from 3.8.0 on. */
  loaded_version: Schema.optionalKey(Schema.Unknown),
  loaded_at: Schema.optionalKey(Schema.Unknown)
})

const Runtime = Schema.Struct({
  status: Schema.Literals(DISPLAY_STATUSES),
  published_at: Schema.optionalKey(Schema.NullOr(Schema.Finite)),
  stale_after: Schema.optionalKey(Schema.NullOr(Schema.Finite)),
  heartbeat_age_seconds: Schema.optionalKey(Schema.NullOr(Schema.Finite))
})

/** How the ids of such apps begin; from 3.8.0 on nothing else tells them. */
const APP = "starlark:"

const decode = Schema.decodeUnknownOption(Entry)

const decodeRuntime = Schema.decodeUnknownOption(Runtime)

/** `undefined` where it is no list at all; an entry that cannot be used costs only itself. */
export const managerList = (
  document: { readonly [field: string]: unknown },
  from: string
): ManagerList | undefined => {
  const { data } = document
  if (!isJsonObject(data) || !Array.isArray(data["plugins"])) return undefined
  const display = data["runtime"] === undefined ? undefined : displayOf(data["runtime"], from)
  const plugins = data["plugins"].flatMap((plugin: unknown) => {
    const entry = Option.getOrUndefined(decode(plugin))
    if (entry === undefined || entry.is_starlark_app === true || entry.id.startsWith(APP)) return []
    const said = { id: entry.id, loaded: entry.loaded ?? undefined, error: errorOf(entry) }
    return [display === undefined ? said : { ...said, ...publishedOf(entry) }]
  })
  return { plugins, display }
}

/** What a display says beside: of an older LEDMatrix its web process answers, which runs nothing. */
const publishedOf = ({
  error_info,
  loaded_at,
  loaded_version,
  state
}: typeof Entry.Type): Omit<UnplacedPlugin, "id" | "loaded" | "error"> => ({
  ...(isJsonObject(error_info) && { failure: loadFailureOf(error_info) }),
  ...(typeof state === "string" && state.length <= DISPLAY_WORD_LENGTH_MAX && { state }),
  ...(typeof loaded_version === "string" && loaded_version !== "" && { version: plainText(loaded_version) }),
  ...(typeof loaded_at === "number" && Number.isFinite(loaded_at) && { loadedAt: loaded_at })
})

/** LEDMatrix does not say since when its display runs: what it published last is the newest that is known. */
const displayOf = (runtime: unknown, from: string): Display => {
  const said = Option.getOrUndefined(decodeRuntime(runtime))
  const publishedAtMs = typeof said?.published_at === "number" ? said.published_at * 1000 : undefined
  return {
    status: said?.status ?? "unknown",
    sinceMs: publishedAtMs,
    publishedAtMs,
    staleAfter: said?.stale_after ?? undefined,
    heartbeatAge: said?.heartbeat_age_seconds ?? undefined,
    from
  }
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
