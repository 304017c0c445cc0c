/** Names of runs: sortable by time, unique enough for one installation. */
import { Clock, Context, Effect, Random } from "effect"

/** The id of the run that is about to begin, where somebody had to know it before. It is for one run only. */
const GivenRunId = Context.Reference<string | undefined>("ledmatrix-reconciler/reconcile/GivenRunId", {
  defaultValue: () => undefined
})

/** Who asked for the run: a person by a command or a request, or the controller, which heeds what has changed. */
export const AskedBy = Context.Reference<"person" | "controller">("ledmatrix-reconciler/changes/AskedBy", {
  defaultValue: () => "person"
})

/** `20261124T013105482-4f9c2a`: UTC, to the millisecond, and six random hexadecimal digits. */
const freshRunId = Effect.gen(function* () {
  const now = yield* Clock.currentTimeMillis
  const random = yield* Random.nextIntBetween(0, 0x1000000)
  const time = new Date(now).toISOString().replaceAll(/[-:.Z]/gu, "")
  return `${time}-${random.toString(16).padStart(6, "0")}`
})

export const nextRunId = Effect.filterOrElse(
  GivenRunId,
  (given) => given !== undefined,
  () => freshRunId
)

/**
 * Does what holds one run, and what belongs to it before and after, all under the run's id: it stands in each
 * line of the log, and in the span.
 */
export const asOneRun = <A, E, R>(
  span: string,
  work: (runId: string) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.flatMap(freshRunId, (run) =>
    work(run).pipe(
      Effect.provideService(GivenRunId, run),
      Effect.annotateLogs({ run }),
      Effect.withSpan(span, { attributes: { run } })
    )
  )
