/**
 * The list of installed plugins, encoded once for all clients. It is made anew after each event of the controller, and
 * when it is old. Making it costs a look at every manifest; so requests do not decide how often it is made.
 */
import {
  Clock,
  Context,
  Duration,
  Effect,
  FiberHandle,
  Layer,
  Option,
  Result,
  Semaphore,
  Stream
} from "effect"
import { HttpServerResponse } from "effect/http"
import { Controller } from "../../../controller/Controller.ts"
import { monotonicMs } from "../../../controller/monotonicMs.ts"
import { installedList } from "../../../reconcile/look/installed.ts"
import { type Readers, snapshot } from "../../../reconcile/look/snapshot.ts"
import { Disk } from "../../../services/Disk.ts"
import { Manifests } from "../../../services/disk/scan/Manifests.ts"
import { Policy } from "../../../services/Policy.ts"
import { PluginRegistry, PluginStore } from "../../../services/PluginStore.ts"
import type { Unavailable } from "../../api/envelope.ts"
import { sourceUnreadable } from "../../failures.ts"
import { HttpSettings } from "../../HttpSettings.ts"
import { installedPlugins } from "./installedPlugin.ts"
import { runtimeOf } from "./runtime.ts"

/** A change that the watcher missed shows after this time at the latest. */
const FRESH_MS = 250

/** On a slow card the list lives longer: making it takes at most one part in `SHARE` of the time. */
const SHARE = 20
const FRESH_MAX_MS = 2000

const freshMs = (tookMs: number): number => Math.min(FRESH_MAX_MS, Math.max(FRESH_MS, SHARE * tookMs))

interface EncodedAnswer {
  readonly answer: HttpServerResponse.HttpServerResponse
  readonly untilMs: number
}

const encoder = new TextEncoder()

/** Without any copy of the registry the first answer would call no plugin outdated; it waits so long for one. */
const FIRST_COPY_WAIT = Duration.seconds(2)

/**
 * Asks the registry in the background, one request for any number of lists; `changed` follows where its copy is another
 * then. How often that makes a request is the registry's own affair.
 */
const askRegistry = Effect.fnUntraced(function* (changed: Effect.Effect<void>) {
  const registry = yield* PluginRegistry
  const { copy } = yield* PluginStore
  const asking = yield* FiberHandle.make<void, never>()
  const fetchedAt = Effect.map(copy, (known) => Option.getOrUndefined(known)?.fetchedAtMs)
  const ask = Effect.gen(function* () {
    const before = yield* fetchedAt
    yield* Effect.ignore(registry.get)
    if ((yield* fetchedAt) !== before) yield* changed
  })
  return Effect.gen(function* () {
    yield* FiberHandle.run(asking, ask, { onlyIfMissing: true })
    if ((yield* fetchedAt) === undefined)
      yield* Effect.timeoutOption(FiberHandle.awaitEmpty(asking), FIRST_COPY_WAIT)
  })
})

const make = Effect.gen(function* () {
  const seen = yield* snapshot(new Set())
  if (Result.isFailure(seen.disk)) return yield* sourceUnreadable(seen.disk.failure)
  const view = seen.disk.success
  const store = yield* PluginStore
  const checkouts = yield* (yield* Disk).checkouts(view)
  const { plugins } = installedList(seen, yield* Policy, checkouts)
  const document = {
    status: "success",
    data: {
      plugins: installedPlugins(plugins, {
        details: yield* (yield* Manifests).details(view),
        managed: Result.isSuccess(seen.manager) ? seen.manager.success.plugins : new Map(),
        registry: Option.getOrUndefined(yield* store.copy)?.registry,
        ledmatrix: seen.host.version,
        status: yield* (yield* Controller).status
      }),
      runtime: runtimeOf(
        Result.isSuccess(seen.manager) ? seen.manager.success.display : undefined,
        yield* Clock.currentTimeMillis
      )
    }
  }
  return HttpServerResponse.uint8Array(encoder.encode(JSON.stringify(document)), {
    contentType: "application/json"
  })
})

const live = Effect.gen(function* () {
  const services = yield* Effect.context<Readers | Manifests | Controller>()
  const { storeAvailable } = yield* Policy
  const controller = yield* Controller
  const oneAtATime = yield* Semaphore.make(1)
  let known: EncodedAnswer | undefined
  let changes = 0

  const forget = Effect.sync(() => {
    changes += 1
    known = undefined
  })
  yield* Effect.forkScoped(Stream.runForEach(controller.events, () => forget))
  const ask = storeAvailable ? yield* askRegistry(forget) : Effect.void

  const fresh = Effect.map(monotonicMs, (nowMs) =>
    known !== undefined && nowMs < known.untilMs ? known.answer : undefined
  )
  const renew = Effect.gen(function* () {
    // A request before this one may have made it while this one waited.
    const already = yield* fresh
    if (already !== undefined) return already
    yield* ask
    const begunMs = yield* monotonicMs
    const before = changes
    const answer = yield* Effect.provideContext(make, services)
    const nowMs = yield* monotonicMs
    // If an event came meanwhile, the list may lack what it was about.
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

/** The response to `GET /plugins/installed`, made once for all clients that ask while it is fresh. */
export class InstalledResponse extends Context.Service<
  InstalledResponse,
  {
    readonly answer: Effect.Effect<HttpServerResponse.HttpServerResponse, Unavailable>
    /** Drops the list, so that the next request sees what this one has changed. */
    readonly forget: Effect.Effect<void>
  }
>()("ledmatrix-reconciler/http/InstalledResponse") {
  static readonly layer: Layer.Layer<
    InstalledResponse,
    never,
    Readers | PluginRegistry | Manifests | Controller | HttpSettings
  > = Layer.effect(InstalledResponse, live)
}
