/** `--watch`: the answer of a command again and again, shown when it is another one, until it is interrupted. */
import { Effect, Ref } from "effect"
import { plainStyle } from "../view/text/Style.ts"
import type { CliFailure } from "./CliFailure.ts"
import type { CommandResult } from "./CommandResult.ts"

/** Each look starts anew, and takes less than a tenth of this. */
const PAUSE = "2 seconds"

/** What a person would read; documents differ in the time that a look took. */
const linesOf = (answer: CommandResult): string => answer.lines(plainStyle(Infinity)).join("\n")

/** Where a look fails, it ends with that failure. */
export const watching = <R>(
  look: Effect.Effect<CommandResult, CliFailure, R>,
  show: (answer: CommandResult) => Effect.Effect<void, CliFailure>
): Effect.Effect<never, CliFailure, R> =>
  Effect.gen(function* () {
    const shown = yield* Ref.make<string | undefined>(undefined)
    return yield* look.pipe(
      Effect.flatMap((answer) =>
        Effect.flatMap(Ref.getAndSet(shown, linesOf(answer)), (before) =>
          before === linesOf(answer) ? Effect.void : show(answer)
        )
      ),
      Effect.andThen(Effect.sleep(PAUSE)),
      Effect.forever
    )
  })
