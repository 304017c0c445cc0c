/** Pure: what is not known because a source could not be read. An unreadable source is not an empty one. */
import type { ControllerStatus } from "../../../domain/Controller.ts"
import type { Report, ReportedSourceError } from "../../../domain/findings/Report.ts"
import type { Source } from "../../../domain/sources/Source.ts"

export type SourceErrors = Report["source_errors"]

const NONE: SourceErrors = []

export const reportedErrors = (status: Pick<ControllerStatus, "last_report"> | undefined): SourceErrors =>
  status?.last_report?.source_errors ?? NONE

/** Why nothing is known of a source: what stands behind it, since without config its place is not known either. */
export const whyUnknown = (errors: SourceErrors, source: Source): ReportedSourceError | undefined => {
  const own = errors.find((error) => error.source === source)
  return own && (errors.find((error) => error.path === own.path) ?? own)
}

/** The page names a file once, however many sources go without it. */
export const byFile = (
  errors: SourceErrors
): ReadonlyArray<{
  readonly path: string
  readonly errors: readonly [ReportedSourceError, ...Array<ReportedSourceError>]
}> =>
  [...Map.groupBy(errors, ({ path }) => path)].flatMap(([path, [first, ...others]]) =>
    first === undefined ? [] : [{ path, errors: [first, ...others] as const }]
  )
