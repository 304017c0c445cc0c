/** A fault of the program itself goes to the log with its cause and its stack: what broke may not break again. */
import { Cause, Effect, Option } from "effect"
import { cliFailure, type CliFailure } from "./CliFailure.ts"
import { nodeNeeded } from "./version.ts"

/** What to do about a fault: an older Node.js may only lack what the program uses. */
export const afterFault = (nodeVersion: string): string =>
  Number.parseInt(nodeVersion, 10) < nodeNeeded
    ? `this program needs Node.js ${nodeNeeded} or newer, and runs on ${nodeVersion}; npx and the archive bring one`
    : "please report it with the lines above"

const asFailure = (cause: Cause.Cause<unknown>): CliFailure => {
  const defect = Cause.squash(cause)
  const why = defect instanceof Error ? defect.message : String(defect)
  return cliFailure("internal_error", `this is a fault of the program: ${why}`, {
    hint: afterFault(process.versions.node)
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
