/**
 * `enabled` set by LEDMatrix itself, which keeps it in memory and writes config and, where it keeps one, the saved
 * state. Its answer alone does not count: the files are read again.
 */
import { Clock, Duration, Effect, Option, Result } from "effect"
import type { HttpClient } from "effect/http"
import { LedmatrixFailed, SwitchError } from "../../domain/errors/LedmatrixError.ts"
import { Config } from "../Config.ts"
import type { EnabledSwitch } from "../writing/EnabledSwitch.ts"
import { StateStore } from "../StateStore.ts"
import type { LedmatrixApi } from "./ledmatrixApi.ts"
import { DOWN_FOR, SWITCH_TIME_MAX } from "./limits.ts"
import type { LedmatrixManager } from "./managerView.ts"

/** Makes `EnabledSwitch` on a running LEDMatrix. Nothing is set under `systemKeys`. */
export const ledmatrixSwitch = Effect.fnUntraced(function* (
  api: LedmatrixApi,
  manager: LedmatrixManager,
  systemKeys: ReadonlySet<string>
) {
  const client = yield* Effect.context<HttpClient.HttpClient>()
  const config = yield* Config
  const state = yield* StateStore
  let down: { readonly sinceMs: number; readonly error: LedmatrixFailed } | undefined

  /** Whether the key is a plugin's: LEDMatrix writes into any key, also one that holds something else. */
  const mayWrite = Effect.fnUntraced(function* (plugin: string) {
    if (systemKeys.has(plugin)) return false
    const reading = yield* config.read
    return Result.isSuccess(reading) && reading.success.values.get(plugin)?._tag !== "NotAnEntry"
  })

  const filesSay = Effect.fnUntraced(function* (plugin: string, enabled: boolean) {
    const entries = yield* config.read
    const records = yield* state.read
    if (Result.isFailure(entries)) return false
    const entry = entries.success.values.get(plugin)
    return (
      entry?._tag === "Entry" &&
      entry.enabled._tag === "Boolean" &&
      entry.enabled.value === enabled &&
      Option.match(records, {
        onNone: () => true,
        onSome: (reading) =>
          Result.isSuccess(reading) && reading.success.records.get(plugin)?.salvage.enabled === enabled
      })
    )
  })

  const toggle = Effect.fnUntraced(
    function* (plugin: string, enabled: boolean) {
      if (yield* api.toggle(plugin, enabled)) return true
      return (yield* manager.discovers(plugin)) && (yield* api.toggle(plugin, enabled))
    },
    Effect.provideContext(client),
    Effect.timeoutOrElse({
      duration: SWITCH_TIME_MAX,
      orElse: () =>
        Effect.fail(
          new LedmatrixFailed({
            code: "ledmatrix_unreachable",
            address: api.toggleAddress,
            problem: "LEDMatrix took too long"
          })
        )
    })
  )

  /** A service that is down costs a run one wait, not one for each plugin. */
  const unlessDown = Effect.fnUntraced(function* <A>(asking: Effect.Effect<A, LedmatrixFailed>) {
    const nowMs = yield* Clock.currentTimeMillis
    const forMs = down === undefined ? -1 : nowMs - down.sinceMs
    if (down !== undefined && forMs >= 0 && forMs < Duration.toMillis(DOWN_FOR)) return yield* down.error
    down = undefined
    return yield* Effect.tapError(asking, (error) =>
      Effect.map(Clock.currentTimeMillis, (sinceMs) => {
        if (error.code === "ledmatrix_unreachable") down = { sinceMs, error }
      })
    )
  })

  const set: (typeof EnabledSwitch.Service)["set"] = Effect.fn("EnabledSwitch.set")(
    function* (plugin, enabled, stands) {
      if (!(yield* mayWrite(plugin)) || !(yield* stands)) return false
      const asked = yield* Effect.result(unlessDown(toggle(plugin, enabled)))
      if (Result.isSuccess(asked) && !asked.success) return false
      // Also after a failure: an answer that was lost does not undo what was done.
      if (yield* filesSay(plugin, enabled)) {
        yield* Effect.logInfo("enabled was set through LEDMatrix").pipe(
          Effect.annotateLogs({ plugin, enabled: String(enabled) })
        )
        return true
      }
      const reason = Result.match(asked, {
        onFailure: (error) => error,
        onSuccess: () =>
          new LedmatrixFailed({
            code: "ledmatrix_not_switched",
            address: api.toggleAddress,
            problem: `LEDMatrix says that ${plugin} is ${enabled ? "enabled" : "disabled"}, and the files here do not`
          })
      })
      return yield* new SwitchError({ plugin, reason })
    }
  )

  return { set }
})
