/** Pure: what LEDMatrix's display published of its plugins, judged by LEDMatrix's own rules. */
import type { Display } from "../../../domain/sources/Display.ts"
import type { LoadFailure, UnplacedPlugin } from "../../../domain/sources/ManagerView.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"

/** Plugins that are looked at: a sign has some twenty. */
const PLUGINS_MAX = 2000
const ID_LENGTH_MAX = 128
export const DISPLAY_WORD_LENGTH_MAX = 100

/** Seconds. LEDMatrix holds what the display says of itself to these. */
const STALE_AFTER_MIN = 30
const STALE_AFTER_MAX = 3600
const STALE_AFTER_DEFAULT = 180
const HEARTBEAT_AGE_MAX = 60

const SCHEMA = 1

/** What the machine says of the process that published. */
export interface SignsOfLife {
  readonly nowMs: number
  /** True where the process with that number is certainly gone. */
  readonly isGone: (pid: number) => boolean
  /** Seconds since that process last drew; `undefined` where it cannot be told. */
  readonly heartbeatAge: (pid: number) => number | undefined
}

/** The display, and what it says of its plugins: nothing where it is not live. */
export interface PublishedDisplay {
  readonly display: Display
  readonly plugins: ReadonlyMap<string, UnplacedPlugin>
}

const NOTHING: ReadonlyMap<string, UnplacedPlugin> = new Map()

const finite = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined

const inMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : Math.round(seconds * 1000)

const word = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && value.length <= DISPLAY_WORD_LENGTH_MAX ? value : undefined

/** Nothing that counts was published. */
export const unknownDisplay = (from: string | undefined, problem?: string): PublishedDisplay => ({
  display: {
    status: "unknown",
    sinceMs: undefined,
    publishedAtMs: undefined,
    staleAfter: undefined,
    heartbeatAge: undefined,
    from,
    ...(problem !== undefined && { problem })
  },
  plugins: NOTHING
})

/** What is said of a plugin's failure; the words for it may stand under other names in LEDMatrix's API. */
export const loadFailureOf = (error: { readonly [field: string]: unknown }): LoadFailure => ({
  type: word(error["type"]),
  at: finite(error["at"]),
  recoverable: error["recoverable"] === true
})

/** Whether it is loaded is not known where nothing usable says so; the rest of what is said of it stands. */
const loadedPlugin = (id: string, said: { readonly [field: string]: unknown }): UnplacedPlugin => {
  const { error } = said
  const state = word(said["state"])
  const version = word(said["version"])
  const loadedAt = finite(said["loaded_at"])
  const message = isJsonObject(error) && typeof error["message"] === "string" ? error["message"] : ""
  return {
    id,
    loaded: typeof said["loaded"] === "boolean" ? said["loaded"] : undefined,
    error: message !== "" ? message : state === "error" ? "LEDMatrix does not say why" : undefined,
    ...(isJsonObject(error) && { failure: loadFailureOf(error) }),
    ...(state !== undefined && { state }),
    ...(version !== undefined && { version }),
    ...(loadedAt !== undefined && { loadedAt })
  }
}

const loadedPlugins = (plugins: unknown): ReadonlyMap<string, UnplacedPlugin> =>
  isJsonObject(plugins)
    ? new Map(
        Object.entries(plugins)
          .slice(0, PLUGINS_MAX)
          .flatMap(([id, said]) =>
            id !== "" && id.length <= ID_LENGTH_MAX && isJsonObject(said)
              ? [[id, loadedPlugin(id, said)]]
              : []
          )
      )
    : NOTHING

/** The file's document may wrap what was published, as records of LEDMatrix's cache do. */
const unwrapped = (document: { readonly [field: string]: unknown }) =>
  isJsonObject(document["data"]) && document["published_at"] === undefined ? document["data"] : document

/** What the document says, at that moment. */
export const judgePublished = (
  document: { readonly [field: string]: unknown },
  from: string,
  { heartbeatAge, isGone, nowMs }: SignsOfLife
): PublishedDisplay => {
  const said = unwrapped(document)
  const published = finite(said["published_at"])
  if (said["schema"] !== SCHEMA)
    return unknownDisplay(from, `${from} has another form than LEDMatrix 3.8 writes`)
  if (published === undefined) return unknownDisplay(from, `${from} does not say when it was published`)
  const staleAfter = Math.min(
    Math.max(finite(said["stale_after"]) ?? STALE_AFTER_DEFAULT, STALE_AFTER_MIN),
    STALE_AFTER_MAX
  )
  const publishedAtMs = inMs(published)
  const pid = Number.isSafeInteger(said["pid"]) ? Number(said["pid"]) : undefined
  const is = (status: Display["status"], sinceMs = publishedAtMs, age?: number): Display => ({
    status,
    sinceMs,
    publishedAtMs,
    staleAfter,
    heartbeatAge: age,
    from
  })
  if (said["running"] !== true) return { display: is("stopped"), plugins: NOTHING }
  const age = nowMs / 1000 - published
  // A clock that was just set may put it into the future: as far as it may lie in the past, it counts.
  if (Math.abs(age) > staleAfter || (pid !== undefined && pid > 0 && isGone(pid)))
    return { display: is("stale"), plugins: NOTHING }
  const drewBefore = pid === undefined ? undefined : heartbeatAge(pid)
  if (drewBefore !== undefined && drewBefore >= HEARTBEAT_AGE_MAX)
    return {
      display: is("stalled", Math.round(nowMs - drewBefore * 1000), drewBefore),
      plugins: NOTHING
    }
  const startedMs = inMs(finite(said["started_at"])) ?? publishedAtMs
  return { display: is("live", startedMs, drewBefore), plugins: loadedPlugins(said["plugins"]) }
}
