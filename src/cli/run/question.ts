/** A question to the person at the terminal, where there is one. */
import { Effect } from "effect"
import { createInterface } from "node:readline"
import { safeText } from "../view/text/safeText.ts"
import { errIsTerminal, inIsTerminal, printErr, withLineHeld } from "./streams.ts"

/** Whether somebody is there who can read a question and answer it. */
export const canAsk = (): boolean => inIsTerminal() && errIsTerminal()

/** Everything but a clear yes is a no, the end of the input too. */
export const isYes = (answer: string): boolean => /^\s*y(?:es)?\s*$/iu.test(answer)

const answerLine: Effect.Effect<string> = Effect.callback((resume) => {
  const lines = createInterface({ input: process.stdin, terminal: false })
  lines.once("line", (line) => {
    resume(Effect.succeed(line))
    lines.close()
  })
  lines.once("close", () => {
    resume(Effect.succeed(""))
  })
  return Effect.sync(() => {
    lines.close()
  })
})

/** Asks on standard error, since standard output is for the result. */
export const confirmed = (question: string): Effect.Effect<boolean> =>
  Effect.suspend(() => {
    printErr(`${safeText(question)} [y/N] `)
    return withLineHeld(Effect.map(answerLine, isYes))
  })
