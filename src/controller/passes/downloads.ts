/**
 * Downloads that outlive their pass. A pass waits a while for a plugin; then the download goes on beside the passes,
 * and a later one puts the plugin in place. So a slow server keeps no other repair waiting.
 */
import { Deferred, Duration, Effect, Exit, Scope } from "effect"
import { StoreError } from "../../domain/errors/StoreError.ts"
import { DownloadUnderWay } from "../../domain/errors/FetchReason.ts"
import type { StagedPlugin } from "../../domain/store/StagedPlugin.ts"
import type { Staging } from "../../services/store/install/WaitForStaging.ts"
import { makeFetching } from "./fetching.ts"

/** How long a pass waits for one plugin: most arrive within this time. */
const PATIENCE = Duration.seconds(10)

/** What arrived and is taken by no pass is removed again: the plugin may not be wanted any more. */
const KEPT_FOR = Duration.minutes(10)

/** Beside the passes, at once. */
const DOWNLOADS_MAX = 4

/** How failures are named whose plugin is still on its way. */
export const DOWNLOAD_UNDER_WAY = "download_under_way"

interface Download {
  readonly ended: Deferred.Deferred<StagedPlugin, StoreError>
  /** Holds what was staged. */
  readonly scope: Scope.Closeable
  /** No pass waits for it any more. */
  left: boolean
}

const later = (plugin: string, problem: string): StoreError =>
  new StoreError({ plugin, reason: new DownloadUnderWay({ plugin, problem }) })

const ON_ITS_WAY = "it is still being downloaded; it is put in place as soon as it is there"
const TOO_MANY = "other plugins are still being downloaded; it is fetched when they are there"

/** Downloads end with the scope that this is made in. `arrived` is for those that no pass waits for. */
export const makeDownloads = Effect.fnUntraced(function* (
  arrived: (plugin: string) => Effect.Effect<void>,
  changed: Effect.Effect<void>
) {
  const fetching = yield* makeFetching(changed)
  const own = yield* Effect.scope
  const underWay = new Map<string, Download>()

  const begin = Effect.fnUntraced(function* (plugin: string, staging: Staging) {
    const scope = yield* Scope.fork(own)
    const ended = yield* Deferred.make<StagedPlugin, StoreError>()
    const download: Download = { ended, scope, left: false }
    underWay.set(plugin, download)
    yield* fetching.listed(plugin, Scope.provide(staging, scope)).pipe(
      Effect.exit,
      Effect.tap((exit) => Deferred.done(ended, exit)),
      Effect.tap(() => (download.left ? arrived(plugin) : Effect.void)),
      Effect.andThen(Effect.sleep(KEPT_FOR)),
      Effect.andThen(
        Effect.suspend(() => {
          if (underWay.get(plugin) !== download) return Effect.void
          underWay.delete(plugin)
          return Scope.close(scope, Exit.void)
        })
      ),
      Effect.forkIn(own)
    )
    return download
  })

  /** What was staged, from now on in the hands of the caller's scope. */
  const take = (plugin: string, { ended, scope }: Download) =>
    Effect.gen(function* () {
      underWay.delete(plugin)
      yield* Effect.addFinalizer((exit) => Scope.close(scope, exit))
      return yield* Deferred.await(ended)
    })

  const waitFor = Effect.fnUntraced(function* (plugin: string, staging: Staging) {
    const known = underWay.get(plugin)
    if (known === undefined && underWay.size >= DOWNLOADS_MAX) return yield* later(plugin, TOO_MANY)
    const download = known ?? (yield* begin(plugin, staging))
    // What a pass has waited for once keeps no further one waiting.
    const patience = known === undefined ? PATIENCE : Duration.zero
    yield* Effect.timeoutOption(Effect.exit(Deferred.await(download.ended)), patience)
    download.left = true
    return yield* (yield* Deferred.isDone(download.ended))
      ? take(plugin, download)
      : later(plugin, ON_ITS_WAY)
  })

  return { waitFor, fetching: fetching.all }
})
