/** What wakes the controller, beside requests: files that changed, the clock, and a registry that is back. */
import { Duration, Effect, Queue, Random, Stream } from "effect"
import { FileWatcher } from "../../ports/FileWatcher.ts"
import { PluginRegistry } from "../../services/PluginStore.ts"
import type { EventLog } from "../status/eventLog.ts"
import type { PassLoop } from "./passLoop.ts"
import { isRelevant, type WatchTargets, watchTargets } from "./watchTargets.ts"

/** Where the system watches no more directories, they are looked at this often. */
const POLL = Duration.seconds(10)

/** As often as a registry that did not answer is asked again. */
const REGISTRY_PAUSE = Duration.seconds(60)

const jittered = (duration: Duration.Duration) =>
  Effect.map(Random.next, (random) => Duration.times(duration, 0.9 + 0.2 * random))

/** Watches what the last pass has seen. */
export const listenToFiles = Effect.fnUntraced(function* (loop: PassLoop, log: EventLog) {
  const watcher = yield* FileWatcher
  const heard = yield* Queue.sliding<void>(1)
  let targets: WatchTargets = new Map()
  const watching = yield* watcher.watch((directory, name) => {
    if (isRelevant(targets, directory, name)) Queue.offerUnsafe(heard, undefined)
  })
  let polling = false
  const rearm = Effect.gen(function* () {
    targets = yield* watchTargets()
    const { begun, unwatched } = yield* watching.set(new Set(targets.keys()))
    if (unwatched.size > 0 && !polling)
      yield* Effect.logWarning("some directories cannot be watched; they are looked at from time to time", {
        directories: unwatched.size,
        every: Duration.format(POLL)
      })
    polling = unwatched.size > 0
    return begun.size > 0
  })
  const passed = yield* log.subscribe
  yield* rearm
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Queue.take(heard), loop.nudge("files"))))
  yield* Effect.forkScoped(
    Effect.forever(
      Effect.andThen(
        Effect.sleep(POLL),
        Effect.suspend(() => (polling ? loop.nudge("files") : Effect.void))
      )
    )
  )
  yield* passed.pipe(
    Stream.filter(({ _tag }) => _tag === "pass"),
    // What changed in a directory before it was watched was not heard.
    Stream.runForEach(() => Effect.flatMap(rearm, (begun) => (begun ? loop.nudge("files") : Effect.void)))
  )
}, Effect.scoped)

export const resyncNowAndThen = (loop: PassLoop, every: Duration.Duration) =>
  Effect.flatMap(jittered(every), Effect.sleep).pipe(Effect.andThen(loop.nudge("resync")), Effect.forever)

/** Asks only where a plugin waits for the answer: it is held for want of the registry, or unrecoverable by it. */
export const listenToRegistry = (loop: PassLoop) =>
  Effect.gen(function* () {
    yield* Effect.flatMap(jittered(REGISTRY_PAUSE), Effect.sleep)
    if (!(yield* loop.wantsRegistry)) return
    const copy = yield* Effect.option((yield* PluginRegistry).get)
    if (copy._tag === "Some" && !copy.value.stale) yield* loop.registryAnswered
  }).pipe(Effect.forever)
