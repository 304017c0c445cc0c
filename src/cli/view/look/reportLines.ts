/** A report for people. What draws more than that nothing disagrees is loaded where there is more to tell. */
import { Effect } from "effect"
import type { Report } from "../../../domain/findings/Report.ts"
import type { Style } from "../text/Style.ts"

export const IN_SYNC = "In sync: nothing disagrees."

/** Whether all that there is to tell is that nothing disagrees. */
export const isClean = (report: Report): boolean =>
  report.reconciliation_successful && report.inconsistencies_found.length === 0

/** The lines, without their line feeds. `repair` is the command that repairs what can be. */
export const reportLines = (
  report: Report,
  repair?: string
): Effect.Effect<(style: Style) => ReadonlyArray<string>> =>
  isClean(report) && report.changed_files.length === 0 && report.source_errors.length === 0
    ? Effect.succeed((style) => [style.good(IN_SYNC)])
    : Effect.map(
        Effect.promise(() => import("./reportView.ts")),
        ({ reportView }) =>
          (style) =>
            reportView(report, style, { repair })
      )
