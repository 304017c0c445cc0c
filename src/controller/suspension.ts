/** What is suspended now, as every part of the controller takes it. */
import { Effect, Result } from "effect"
import type { Suspension } from "../domain/Controller.ts"
import { Suspensions } from "../services/ownFiles/Suspensions.ts"

/** If the file of suspensions cannot be read, everything is suspended. */
export const suspension = Suspensions.use(({ read }) => read).pipe(
  Effect.map(Result.getOrElse((): Suspension => ({ everything: true, plugins: [] })))
)

/** Said once a pass, not at every look. */
export const warnIfUnreadable = Suspensions.use(({ read }) => read).pipe(
  Effect.flatMap((reading) =>
    Result.isSuccess(reading)
      ? Effect.void
      : Effect.logWarning("nothing is repaired while it cannot be read what is suspended").pipe(
          Effect.annotateLogs({ problem: reading.failure.message })
        )
  )
)
