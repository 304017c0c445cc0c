/** What a person can have resolved right now, and how. Changes nothing. */
import { Effect, Result } from "effect"
import { FILE } from "../../domain/changes/Change.ts"
import type { DiffLine } from "../../domain/findings/FileDiff.ts"
import type { Choice } from "../../domain/findings/Finding.ts"
import type { Report } from "../../domain/findings/Report.ts"
import type { PolicyValues } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { Policy } from "../../services/Policy.ts"
import { detect } from "../../reconcile/judge/detect.ts"
import { type Readers, snapshot } from "../../reconcile/look/snapshot.ts"
import { reportedSourceError, sourceErrors } from "../../reconcile/tell/report.ts"
import type { Backups } from "../../services/config/Backups.ts"
import { configBackup } from "./restoreConfig.ts"

/** A finding, or a file that cannot be read, for which `resolve` has a way or several. */
export interface OpenChoice {
  /** What is given to `resolve`: a plugin's id, or `config/config.json`. */
  readonly target: string
  /** The finding's reason, or the code why the file cannot be read. */
  readonly reason: string
  readonly description: string
  readonly choices: ReadonlyArray<Choice>
  /** Of a file: the lines that its backup takes out and brings. Values are `‹set›`. */
  readonly lines?: ReadonlyArray<DiffLine>
}

/** All that waits, as far as the sources could be read. */
export interface OpenChoices {
  readonly open: ReadonlyArray<OpenChoice>
  readonly source_errors: Report["source_errors"]
}

const ofConfig = configBackup.pipe(
  Effect.map(({ change, error, lines }): ReadonlyArray<OpenChoice> => [
    {
      target: FILE.config,
      reason: error.code,
      description: error.message,
      choices: [
        { choice: change.by, does: `is put in its place, and the present file is kept as ${change.kept}` }
      ],
      lines
    }
  ]),
  Effect.orElseSucceed((): ReadonlyArray<OpenChoice> => [])
)

/** Without the config it is not known where plugins lie, and nothing is found that has a choice. */
export const openChoices = Effect.fn("openChoices")(function* (): Effect.fn.Return<
  OpenChoices,
  never,
  Readers | Backups
> {
  const seen = yield* snapshot(new Set())
  return {
    open: Result.isFailure(seen.config) ? yield* ofConfig : ofPlugins(seen, yield* Policy),
    source_errors: sourceErrors(seen).map(reportedSourceError)
  }
})

const ofPlugins = (seen: Snapshot, policy: PolicyValues): ReadonlyArray<OpenChoice> =>
  detect(seen, policy).flatMap(({ choices, description, id, reason }) =>
    choices === undefined ? [] : [{ target: id, reason, description, choices }]
  )
