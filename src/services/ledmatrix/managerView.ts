/** LEDMatrix's plugin manager as a source: one request serves all that read it within five seconds. */
import { Cache, Clock, Effect, Exit, Result } from "effect"
import type { HttpClient } from "effect/http"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import type { LedmatrixFailed } from "../../domain/errors/LedmatrixError.ts"
import type { ManagedPlugin, ManagerView } from "../../domain/sources/ManagerView.ts"
import { type Reading, SourceError } from "../../domain/sources/Source.ts"
import { FileReader } from "../../ports/Files.ts"
import { Installation } from "../installation/Installation.ts"
import { readSecretNames } from "../ownFiles/formats/redact.ts"
import { foreignText } from "./foreignText.ts"
import type { ManagerAnswer, LedmatrixApi } from "./ledmatrixApi.ts"
import type { ManagerList } from "./managerList.ts"
import { DOWN_FOR, VIEW_TTL } from "./limits.ts"
import { remembered } from "../files/reading/remembered.ts"

const KEY = "installed"

/** Makes the source `manager`, and the question whether LEDMatrix knows a plugin, on one list of plugins. */
export const managerView = Effect.fnUntraced(function* (api: LedmatrixApi) {
  const services = yield* Effect.context<HttpClient.HttpClient | FileReader>()
  const { secretsFile } = yield* Installation
  let last: ManagerAnswer | undefined

  /** What a plugin says of its failure may hold what its owner keeps secret. */
  const shown = Effect.fnUntraced(function* (list: ManagerList) {
    if (list.plugins.every(({ error }) => error === undefined)) return list
    const secrets = yield* readSecretNames(secretsFile)
    const plugins = list.plugins.map((plugin) =>
      plugin.error === undefined ? plugin : { ...plugin, error: foreignText(plugin.error, secrets) }
    )
    return { ...list, plugins }
  })

  const lookUp = Effect.gen(function* () {
    const answer = yield* Effect.result(api.installed)
    const askedAtMs = yield* Clock.currentTimeMillis
    if (Result.isFailure(answer)) {
      const reading: Result.Result<ManagerList, LedmatrixFailed> = Result.fail(answer.failure)
      return { reading, askedAtMs }
    }
    // The same answer is the same view, so that what was concluded from it stands.
    if (last?.text !== answer.success.text) last = answer.success
    const reading: Result.Result<ManagerList, LedmatrixFailed> = Result.succeed(yield* shown(last))
    return { reading, askedAtMs }
  }).pipe(Effect.provideContext(services))

  const cache = yield* Cache.makeWith((_key: string) => lookUp, {
    capacity: 1,
    timeToLive: (exit) => (Exit.isSuccess(exit) && Result.isSuccess(exit.value.reading) ? VIEW_TTL : DOWN_FOR)
  })

  const plugins = Effect.gen(function* () {
    // Where the clock has gone back, the age of the answer is unknown.
    const now = yield* Clock.currentTimeMillis
    yield* Cache.invalidateWhen(cache, KEY, ({ askedAtMs }) => askedAtMs > now)
    return (yield* Cache.get(cache, KEY)).reading
  })

  const known = (reading: Result.Result<ManagerList, LedmatrixFailed>, id: string) =>
    Effect.map(Effect.fromResult(reading), (list) => list.plugins.some((plugin) => plugin.id === id))

  const viewOf = remembered(asView)

  return {
    read: (disk: Reading<DiskView>): Effect.Effect<Reading<ManagerView>> =>
      Effect.map(
        plugins,
        Result.match({
          onFailure: (failed) => Result.fail(asSourceError(failed)),
          onSuccess: (all) => Result.succeed(viewOf(all, Result.getOrUndefined(disk)))
        })
      ),
    /**
     * Whether LEDMatrix, which has just said that it does not know the plugin, knows it now: it discovers only
     * when it is asked for its list, so after its restart it knows nothing.
     */
    discovers: Effect.fnUntraced(function* (id: string) {
      if (!(yield* known(yield* plugins, id))) return false
      yield* Cache.invalidate(cache, KEY)
      return yield* known(yield* plugins, id)
    })
  }
})

/** What `managerView` makes. */
export type LedmatrixManager = Effect.Success<ReturnType<typeof managerView>>

/** LEDMatrix does not say where a plugin lies. A display that is not live says nothing of what it has loaded. */
const asView = ({ display, plugins }: ManagerList, disk: DiskView | undefined): ManagerView => {
  const places = new Map(disk?.plugins.map(({ directory, id }) => [id, directory]))
  const silent = display !== undefined && display.status !== "live"
  const view = new Map(
    plugins.map((plugin): [string, ManagedPlugin] => {
      const { id } = plugin
      const directory = places.get(id)
      return [id, silent ? { id, directory, loaded: undefined, error: undefined } : { ...plugin, directory }]
    })
  )
  return display === undefined ? { plugins: view } : { plugins: view, display }
}

const asSourceError = ({ address, code, problem, transient }: LedmatrixFailed): SourceError =>
  new SourceError({ source: "manager", path: address, code, error: problem, transient })
