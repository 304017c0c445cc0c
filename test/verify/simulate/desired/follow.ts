/** The programs that keep to a document: `apply`, and the controller from its start until it has nothing left to do. */
import { Data, Duration, Effect, Layer, Ref } from "effect"
import { HttpClient } from "effect/http"
import { Desired } from "../../../../src/controller/desired/Desired.ts"
import { liveDesired } from "../../../../src/controller/desired/liveDesired.ts"
import type { DesiredSign } from "../../../../src/domain/desired/DesiredDocument.ts"
import type { Report } from "../../../../src/domain/findings/Report.ts"
import { SYSTEM_KEYS } from "../../../../src/domain/host/systemKeys.ts"
import { FileWatcher } from "../../../../src/ports/FileWatcher.ts"
import { Reconciler } from "../../../../src/reconcile/Reconciler.ts"
import { DesiredState } from "../../../../src/services/desired/DesiredState.ts"
import { secretsHere } from "../../../../src/services/desired/secretsHere.ts"
import { DOCUMENT, SIGN, wantedIn } from "./document.ts"

/** What a run has come to, and what it was to come to. */
export interface Towards {
  readonly report: Report
  readonly wanted: DesiredSign | undefined
  readonly state: string
  readonly isFollowed: boolean
}

class Refused extends Data.TaggedError("DesiredRefused")<{ readonly message: string }> {
  readonly code = "desired_refused"
}

const OPTIONS = { force: false, replaceBroken: false }

const pass = Reconciler.use((reconciler) => reconciler.reconcile(OPTIONS))

/** `apply`, of a document with this text. */
export const apply = Effect.fnUntraced(function* (text: string) {
  const secrets = yield* Effect.mapError(secretsHere, (message) => new Refused({ message }))
  const wanted = wantedIn(text, secrets)
  if (wanted === undefined) return yield* new Refused({ message: "the document is refused" })
  const report = yield* pass.pipe(
    Effect.provide(Reconciler.layer),
    Effect.provideService(DesiredState, { current: Effect.succeed(wanted) })
  )
  return { report, wanted, state: "applied", isFollowed: false } satisfies Towards
})

/** The document is a file: no network is asked for it. */
const noNetwork = Layer.succeed(
  HttpClient.HttpClient,
  HttpClient.make(() => Effect.die("the document is a file"))
)

const deaf = Layer.succeed(FileWatcher, {
  watch: () => Effect.succeed({ set: () => Effect.succeed({ begun: new Set(), unwatched: new Set() }) })
})

/** Longer than it takes to settle, with some passes for what is taken back. */
const PASSES_MAX = 16
const LOOKS_MAX = 100

const followed = Effect.gen(function* () {
  const keeper = yield* Desired
  if (keeper === undefined) return yield* Effect.die("there is no keeper of the desired state")
  const isOther = yield* Ref.make(false)
  yield* Effect.forkScoped(keeper.work({ nudge: Ref.set(isOther, true), changed: Effect.void }))
  const hasLooked = Effect.map(
    keeper.standing,
    ({ read_at, rejections }) => read_at !== null || Object.values(rejections).some((count) => count > 0)
  )
  for (let look = 0; look < LOOKS_MAX && !(yield* hasLooked); look++) yield* Effect.sleep("1 second")
  yield* Ref.set(isOther, false)
  for (let left = PASSES_MAX; ; left--) {
    const report = yield* pass
    yield* keeper.passEnded(report)
    const { state } = yield* keeper.standing
    if (left === 1 || (!(yield* Ref.getAndSet(isOther, false)) && state !== "settling")) {
      const wanted = yield* (yield* DesiredState).current
      return { report, wanted, state, isFollowed: true } satisfies Towards
    }
    if (state === "settling") yield* Effect.sleep("2 minutes")
  }
}).pipe(Effect.scoped)

/** The controller, from its start until it has nothing to do but wait. */
export const follow = Effect.fnUntraced(function* () {
  const desired = liveDesired({
    document: DOCUMENT,
    key: undefined,
    sign: SIGN,
    poll: Duration.minutes(5),
    settle: Duration.minutes(10),
    offline: false,
    systemKeys: SYSTEM_KEYS
  }).pipe(Layer.provide(Layer.merge(deaf, noNetwork)))
  return yield* Effect.provide(followed, Layer.provideMerge(Reconciler.layer, desired))
})
