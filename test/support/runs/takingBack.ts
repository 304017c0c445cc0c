/** Taking back what a run has made, on an installation in memory and a journal that writes nothing. */
import { Effect, Result } from "effect"
import { takeBack } from "../../../src/changes/takeBack.ts"
import type { Change } from "../../../src/domain/changes/Change.ts"
import { stages, withJournal } from "./journalInMemory.ts"
import { withLog } from "./warnings.ts"

export const RUN_ID = "20260301T120000000-00c10c"

/** Files that hold JSON, as an installation is given them. */
export const jsonFiles = (given: { readonly [path: string]: unknown }) => ({
  files: Object.fromEntries(Object.entries(given).map(([path, value]) => [path, JSON.stringify(value)]))
})

/** What stands afterwards as the run left it, what the journal was asked for, and what the log says. */
export const takingBack = (made: ReadonlyArray<Change>, underWay: ReadonlyArray<Change> = []) =>
  Effect.map(
    withLog(withJournal(takeBack({ id: RUN_ID, enabledOnly: false }, made, underWay))),
    ({ log, result: { asked, result } }) => ({
      standing: Result.getOrUndefined(result),
      told: stages(asked),
      log: log.map(([level, said]) => [level, ...(Array.isArray(said) ? said : [said])])
    })
  )
