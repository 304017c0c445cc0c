/** Pure: what LEDMatrix's display says, in the words of LEDMatrix's API. */
import type { Display } from "../../../domain/sources/Display.ts"
import type { ManagedPlugin } from "../../../domain/sources/ManagerView.ts"
import type { ErrorInfo, Runtime } from "../../api/runtime.ts"

/** Where nothing says otherwise. */
const STALE_AFTER = 180

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10

/** The display, at that moment. */
export const runtimeOf = (display: Display | undefined, nowMs: number): Runtime => ({
  status: display?.status ?? "unknown",
  published_at: display?.publishedAtMs === undefined ? null : display.publishedAtMs / 1000,
  age_seconds:
    display?.publishedAtMs === undefined ? null : Math.max(0, tenths((nowMs - display.publishedAtMs) / 1000)),
  stale_after: display?.staleAfter ?? STALE_AFTER,
  heartbeat_age_seconds: display?.heartbeatAge === undefined ? null : tenths(display.heartbeatAge),
  source: display?.from?.startsWith("http") === true ? "web" : "cache"
})

/** LEDMatrix's words for how a plugin runs; null where LEDMatrix does not run the plugin, or cannot be asked. */
const runState = (managed: ManagedPlugin | undefined): string | null => {
  if (managed?.state !== undefined) return managed.state
  if (managed?.error !== undefined) return "error"
  return managed?.loaded === true ? "loaded" : null
}

const errorInfo = (managed: ManagedPlugin | undefined): ErrorInfo | null => {
  if (managed?.error === undefined) return null
  const { error, failure } = managed
  return {
    type: failure?.type ?? null,
    message: error,
    at: failure?.at ?? null,
    recoverable: failure?.recoverable === true,
    error
  }
}

/** What the display says of one plugin; all of it null where nothing is known. */
export const pluginRuntime = (managed: ManagedPlugin | undefined) => ({
  loaded: managed?.loaded ?? null,
  state: runState(managed),
  error_info: errorInfo(managed),
  loaded_version: managed?.version ?? null,
  loaded_at: managed?.loadedAt ?? null
})
