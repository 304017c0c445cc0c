/** A fault of the program itself goes to the log with its cause and its stack: what broke may not break again. */
import { Cause, Effect, Option } from "effect"
import { cliFailure, type CliFailure } from "./CliFailure.ts"

const asFailure = (cause: Cause.Cause<unknown>): CliFailure => {
  const defect = Cause.squash(cause)
  const why = defect instanceof Error ? defect.message : String(defect)
  return cliFailure("internal_error", `this is a fault of the program: ${why}`, {
    hint: "please report it with the lines above"
  })
}

/** Logs it once, and fails with a sentence about it. */
export const faultsLogged = <A>(command: Effect.Effect<A, CliFailure>): Effect.Effect<A, CliFailure> =>
  Effect.catchCause(command, (cause) =>
    Option.match(Cause.findErrorOption(cause), {
      onSome: Effect.fail,
      onNone: () =>
        Cause.hasInterruptsOnly(cause)
          ? Effect.interrupt
          : Effect.andThen(Effect.logError("the command came to no end", cause), asFailure(cause))
    })
  )
