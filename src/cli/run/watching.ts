/** `--watch`: the answer of a command again and again, shown when it is another one, until it is interrupted. */
import { Effect, Ref } from "effect"
import { plainStyle } from "../view/text/Style.ts"
import type { CliFailure } from "./CliFailure.ts"
import type { CommandResult } from "./CommandResult.ts"

/** Each look starts anew, and takes less than a tenth of this. */
const PAUSE = "2 seconds"

/** What a person would read; documents differ in the time that a look took. */
const linesOf = (answer: CommandResult): string => answer.lines(plainStyle(Infinity)).join("\n")

interface Watch {
  readonly look: Effect.Effect<CommandResult, CliFailure>
  readonly shown: string | undefined
}

/** Where a look fails, it ends with that failure. */
export const watching = (
  first: Effect.Effect<CommandResult, CliFailure>,
  show: (answer: CommandResult) => Effect.Effect<void, CliFailure>
): Effect.Effect<never, CliFailure> =>
  Effect.gen(function* () {
    const watched = yield* Ref.make<Watch>({ look: first, shown: undefined })
    return yield* Effect.forever(
      Effect.gen(function* () {
        const { look, shown } = yield* Ref.get(watched)
        const answer = yield* look
        const lines = linesOf(answer)
        if (lines !== shown) yield* show(answer)
        yield* Ref.set(watched, { look: answer.next?.look ?? look, shown: lines })
        yield* Effect.sleep(answer.next?.after ?? PAUSE)
      })
    )
  })
