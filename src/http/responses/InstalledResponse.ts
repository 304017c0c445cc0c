/**
 * The list of installed plugins, encoded once for all who ask. It is made anew when something has happened,
 * and when it is old; making it costs a look at every manifest, which no request can ask for as often as it
 * likes.
 */
import { Context, Effect, Layer, Option, Result, Semaphore, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import { Controller } from "../../controller/Controller.ts"
import { monotonicMs } from "../../controller/passQueue.ts"
import { installedList } from "../../reconcile/look/installed.ts"
import { type Readers, snapshot } from "../../reconcile/look/snapshot.ts"
import { Disk } from "../../services/Disk.ts"
import { Manifests } from "../../services/Manifests.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import type { Unavailable } from "../api/envelope.ts"
import { unreadable } from "../failures.ts"
import { HttpSettings } from "../HttpSettings.ts"
import { installedPlugins } from "./installedPlugin.ts"

/** What a watcher missed is told late, but not later than this. */
const FRESH_MS = 250

/** On a slow card: no more of the time goes into looking than one part in so many, as far as that goes. */
const SHARE = 20
const FRESH_MAX_MS = 2000

const freshMs = (tookMs: number): number => Math.min(FRESH_MAX_MS, Math.max(FRESH_MS, SHARE * tookMs))

interface Encoded {
  readonly answer: HttpServerResponse.HttpServerResponse
  readonly untilMs: number
}

const encoder = new TextEncoder()

const make = Effect.gen(function* () {
  const { policy } = yield* HttpSettings
  const seen = yield* snapshot(new Set())
  if (Result.isFailure(seen.disk)) return yield* unreadable(seen.disk.failure)
  const view = seen.disk.success
  const store = yield* PluginStore
  const checkouts = yield* (yield* Disk).checkouts(view)
  const { plugins } = installedList(seen, policy, checkouts)
  const document = {
    status: "success",
    data: {
      plugins: installedPlugins(plugins, {
        details: yield* (yield* Manifests).details(view),
        managed: Result.isSuccess(seen.manager) ? seen.manager.success.plugins : new Map(),
        registry: Option.getOrUndefined(yield* store.copy)?.registry,
        status: yield* (yield* Controller).status
      })
    }
  }
  return HttpServerResponse.uint8Array(encoder.encode(JSON.stringify(document)), {
    contentType: "application/json"
  })
})

const live = Effect.gen(function* () {
  const services = yield* Effect.context<Readers | Manifests | Controller | HttpSettings>()
  const controller = yield* Controller
  const oneAtATime = yield* Semaphore.make(1)
  let known: Encoded | undefined
  let changes = 0

  const forget = Effect.sync(() => {
    changes += 1
    known = undefined
  })
  yield* Effect.forkScoped(Stream.runForEach(controller.events, () => forget))

  const fresh = Effect.map(monotonicMs, (nowMs) =>
    known !== undefined && nowMs < known.untilMs ? known.answer : undefined
  )
  const renew = Effect.gen(function* () {
    // Whoever waited may find it done.
    const already = yield* fresh
    if (already !== undefined) return already
    const begunMs = yield* monotonicMs
    const before = changes
    const answer = yield* Effect.provideContext(make, services)
    const nowMs = yield* monotonicMs
    // What happened meanwhile may not be in it.
    if (changes === before) known = { answer, untilMs: nowMs + freshMs(nowMs - begunMs) }
    return answer
  })

  return {
    answer: Effect.gen(function* () {
      const answer = yield* fresh
      return answer ?? (yield* Semaphore.withPermit(oneAtATime, renew))
    }),
    forget
  }
})

export class InstalledResponse extends Context.Service<
  InstalledResponse,
  {
    readonly answer: Effect.Effect<HttpServerResponse.HttpServerResponse, Unavailable>
    /** Whoever has just changed something wants to see it. */
    readonly forget: Effect.Effect<void>
  }
>()("ledmatrix-reconciler/http/InstalledResponse") {
  static readonly layer: Layer.Layer<
    InstalledResponse,
    never,
    Readers | Manifests | Controller | HttpSettings
  > = Layer.effect(InstalledResponse, live)
}
