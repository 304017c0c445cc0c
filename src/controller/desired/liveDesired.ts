/** The keeper of the desired state, live. It is loaded only where a document is given. */
import { Context, Effect, Layer, Option, Ref } from "effect"
import type { FileWriter } from "../../ports/Files.ts"
import { DesiredState } from "../../services/desired/DesiredState.ts"
import type { KeptRevision } from "../../services/desired/desiredFile.ts"
import { pauseFor, writePause } from "../../services/desired/desiredPause.ts"
import { wantedBy } from "../../services/desired/judgeDocument.ts"
import { remembered } from "../../services/files/reading/remembered.ts"
import type { Installation } from "../../services/installation/Installation.ts"
import { Desired, type DesiredKeeper, type DesiredListener, type DesiredOptions } from "./Desired.ts"
import { inForce } from "./desiredMemory.ts"
import { makePolling, type PollingServices } from "./polling.ts"
import { makeProgress } from "./progress.ts"
import { passEnded } from "./watchRevision.ts"
import { orWarn } from "../../changes/orWarn.ts"

const QUIET: DesiredListener = { nudge: Effect.void, changed: Effect.void }

const keeper = Effect.fnUntraced(function* (options: DesiredOptions) {
  const services = yield* Effect.context<PollingServices | FileWriter | Installation>()
  const progress = yield* makeProgress(options)
  const polling = yield* makePolling(progress, options)
  const listening = yield* Ref.make(QUIET)
  const tell = Effect.gen(function* () {
    const { changed, nudge } = yield* Ref.get(listening)
    yield* polling.ring
    yield* changed
    yield* nudge
  })
  const live: DesiredKeeper = {
    standing: progress.standing,
    work: (listener) =>
      Effect.andThen(Ref.set(listening, listener), polling.work(listener)).pipe(
        Effect.provideContext(services)
      ),
    passEnded: (report) =>
      Effect.gen(function* () {
        const then = yield* progress.standing
        const other = yield* passEnded(progress, report, options.settle)
        const now = yield* progress.standing
        if (other) return yield* tell
        yield* polling.ring
        if (now.state !== then.state) yield* (yield* Ref.get(listening)).changed
      }).pipe(orWarn("whether the desired state settles is not known; the next pass tries again")),
    pause: (lasting) =>
      pauseFor(lasting).pipe(
        Effect.flatMap(writePause),
        Effect.andThen(tell),
        Effect.provideContext(services)
      ),
    resume: Effect.andThen(writePause(undefined), tell).pipe(Effect.provideContext(services)),
    retry: Effect.gen(function* () {
      const { etag: _, last_modified: __, ...memory } = (yield* progress.get).memory
      yield* progress.persist({ ...memory, rejected: [] })
      yield* polling.ask
    })
  }
  // The very same object while it is the same: what is concluded from it is remembered.
  const wanted = remembered((kept: KeptRevision) => Option.getOrUndefined(wantedBy(kept, progress.reading)))
  const current = Effect.gen(function* () {
    const { memory } = yield* progress.get
    const kept = inForce(memory, yield* progress.pause)
    return kept === undefined ? undefined : wanted(kept)
  })
  return Context.make(Desired, live).pipe(Context.add(DesiredState, { current }))
})

/** `Desired` and `DesiredState` by the document that the options name. */
export const liveDesired = (
  options: DesiredOptions
): Layer.Layer<never, never, PollingServices | FileWriter | Installation> =>
  Layer.effectContext(keeper(options))
