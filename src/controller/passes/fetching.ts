/** What is being fetched for passes right now, so that a person sees what a long pass waits for. */
import { Effect, Ref } from "effect"
import type { Fetching } from "../../domain/Controller.ts"
import { byCodePoint } from "../../domain/plugin/PluginId.ts"
import { Progress, type ProgressEvent } from "../../ports/Progress.ts"
import { monotonicMs } from "../monotonicMs.ts"

/** A download has thousands of pieces; listeners hear of it this often, and of each new step. */
const TOLD_EVERY_MS = 1000

const BEGUN = { step: "looking up", bytes: undefined, bytesTotal: undefined } as const

const progressOf = ({ bytes, bytesTotal }: Pick<ProgressEvent, "bytes" | "bytesTotal">): number | null =>
  bytes === undefined || bytesTotal === undefined || bytesTotal <= 0
    ? null
    : Math.min(1, Math.round((bytes / bytesTotal) * 100) / 100)

/** `changed` is run when there is something new to tell. */
export const makeFetching = Effect.fnUntraced(function* (changed: Effect.Effect<void>) {
  const now = yield* Ref.make<ReadonlyMap<string, Fetching>>(new Map())
  const toldMs = yield* Ref.make(0)

  const note = Effect.fnUntraced(function* (plugin: string, event: Omit<ProgressEvent, "plugin">) {
    const before = (yield* Ref.get(now)).get(plugin)
    const next: Fetching = { plugin_id: plugin, step: event.step, progress: progressOf(event) }
    yield* Ref.update(now, (all) => new Map(all).set(plugin, next))
    const nowMs = yield* monotonicMs
    if (before?.step === next.step && nowMs - (yield* Ref.get(toldMs)) < TOLD_EVERY_MS) return
    yield* Ref.set(toldMs, nowMs)
    yield* changed
  })

  const forget = (plugin: string) =>
    Ref.update(now, (all) => new Map([...all].filter(([id]) => id !== plugin))).pipe(Effect.andThen(changed))

  return {
    /** Lists what this work fetches for as long as it runs. */
    listed: <A, E, R>(plugin: string, work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
      note(plugin, BEGUN).pipe(
        Effect.andThen(Effect.provideService(work, Progress, (event) => note(plugin, event))),
        Effect.ensuring(forget(plugin))
      ),
    all: Effect.map(Ref.get(now), (all) =>
      [...all.values()].toSorted((a, b) => byCodePoint(a.plugin_id, b.plugin_id))
    )
  }
})
