/** A journal that writes nothing: what it is asked for, beside what came of a program. */
import { Cause, Effect, Result } from "effect"
import type { JournalRecord } from "../../../src/domain/changes/Journal.ts"
import type { LedgerError } from "../../../src/domain/errors/ServiceError.ts"
import { JournalWriter } from "../../../src/services/writing/JournalWriter.ts"

/** A record to be written, or the run whose intention is taken back. */
export type Asked = JournalRecord | { readonly withdrawn: string }

/** `answers` is what writing and taking back come to: without it, both work. A failure is the error, or the fault. */
export const withJournal = <A, E, R>(
  program: Effect.Effect<A, E, R>,
  answers: (asked: Asked) => Effect.Effect<void, LedgerError> = () => Effect.void
): Effect.Effect<
  { readonly asked: ReadonlyArray<Asked>; readonly result: Result.Result<A, unknown> },
  never,
  Exclude<R, JournalWriter>
> =>
  Effect.suspend(() => {
    const asked: Array<Asked> = []
    const heed = (one: Asked) =>
      Effect.suspend(() => {
        asked.push(one)
        return answers(one)
      })
    return program.pipe(
      Effect.provideService(JournalWriter, {
        write: heed,
        withdraw: (runId) => heed({ withdrawn: runId })
      }),
      Effect.map(Result.succeed),
      Effect.catchCause((cause) => Effect.succeed(Result.fail(Cause.squash(cause)))),
      Effect.map((result) => ({ asked, result }))
    )
  })

/** What the journal was asked for, with the last name of the key of each change. */
export const stages = (asked: ReadonlyArray<Asked>): ReadonlyArray<string> =>
  asked.map((one) =>
    "status" in one
      ? [one.status, ...one.changes.map(({ file, key = [file] }) => key.at(-1))].join(" ")
      : "withdrawn"
  )
