/** LEDMatrix's plugin manager as a source: one request serves all that read it within five seconds. */
import { Cache, Clock, Effect, Exit, Result } from "effect"
import type { HttpClient } from "effect/http"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import type { LedmatrixFailed } from "../../domain/errors/LedmatrixError.ts"
import type { ManagerView } from "../../domain/sources/ManagerView.ts"
import { type Reading, SourceError } from "../../domain/sources/Source.ts"
import { FileReader } from "../../ports/Files.ts"
import { Installation } from "../installation/Installation.ts"
import { readSecretNames } from "../ownFiles/formats/redact.ts"
import { foreignText } from "./foreignText.ts"
import type { InstalledEntry } from "./installedList.ts"
import type { LedmatrixApi } from "./ledmatrixApi.ts"
import { DOWN_FOR, VIEW_TTL } from "./limits.ts"
import { remembered } from "../files/remembered.ts"

const KEY = "installed"

type Plugins = ReadonlyArray<InstalledEntry>

/** Makes the source `manager`, and the question whether LEDMatrix knows a plugin, on one list of plugins. */
export const managerView = Effect.fnUntraced(function* (api: LedmatrixApi) {
  const services = yield* Effect.context<HttpClient.HttpClient | FileReader>()
  const { secretsFile } = yield* Installation
  let last: { readonly text: string; readonly plugins: Plugins } | undefined

  /** What a plugin says of its failure may hold what its owner keeps secret. */
  const shown = Effect.fnUntraced(function* (plugins: Plugins) {
    if (plugins.every(({ error }) => error === undefined)) return plugins
    const secrets = yield* readSecretNames(secretsFile)
    return plugins.map((plugin) =>
      plugin.error === undefined ? plugin : { ...plugin, error: foreignText(plugin.error, secrets) }
    )
  })

  const lookUp = Effect.gen(function* () {
    const answer = yield* Effect.result(api.installed)
    const askedAtMs = yield* Clock.currentTimeMillis
    if (Result.isFailure(answer)) {
      const reading: Result.Result<Plugins, LedmatrixFailed> = Result.fail(answer.failure)
      return { reading, askedAtMs }
    }
    const { plugins, text } = answer.success
    // The same answer is the same view, so that what was concluded from it stands.
    if (last?.text !== text) last = { text, plugins }
    const reading: Result.Result<Plugins, LedmatrixFailed> = Result.succeed(yield* shown(last.plugins))
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

  const known = (reading: Result.Result<Plugins, LedmatrixFailed>, id: string) =>
    Effect.map(Effect.fromResult(reading), (all) => all.some((plugin) => plugin.id === id))

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

/** LEDMatrix does not say where a plugin lies. */
const asView = (plugins: Plugins, disk: DiskView | undefined): ManagerView => {
  const places = new Map(disk?.plugins.map(({ directory, id }) => [id, directory]))
  return {
    plugins: new Map(
      plugins.map(({ error, id, loaded }) => [id, { id, directory: places.get(id), loaded, error }])
    )
  }
}

const asSourceError = ({ address, code, problem, transient }: LedmatrixFailed): SourceError =>
  new SourceError({ source: "manager", path: address, code, error: problem, transient })
