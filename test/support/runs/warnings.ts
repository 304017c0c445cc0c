/** What a program warns of on its way. */
import { Effect, Logger } from "effect"

/** Its result, and each warning as it was given: a sentence, and what belongs to it. */
export const withWarnings = <A, E, R>(
  program: Effect.Effect<A, E, R>
): Effect.Effect<{ readonly result: A; readonly warnings: ReadonlyArray<unknown> }, E, R> =>
  Effect.suspend(() => {
    const warnings: Array<unknown> = []
    const logger = Logger.make(({ logLevel, message }) => {
      if (logLevel === "Warn") warnings.push(message)
    })
    return Effect.map(program, (result) => ({ result, warnings })).pipe(
      Effect.provideService(Logger.CurrentLoggers, new Set([logger]))
    )
  })

/** Its result, and each line of its log: how grave it is, what is said, and what stands beside it. */
export const withLog = <A, E, R>(program: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const log: Array<
      readonly [level: string, message: unknown, beside: { readonly [name: string]: unknown }]
    > = []
    const logger = Logger.map(
      Logger.formatStructured,
      ({ annotations, level, message }) => void log.push([level, message, annotations])
    )
    return Effect.map(program, (result) => ({ log, result })).pipe(
      Effect.provideService(Logger.CurrentLoggers, new Set([logger]))
    )
  })
