/** What this sign keeps to, and what differs, for people. */
import type { DesiredPhase, RejectedRevision } from "../../../domain/desired/DesiredStatus.ts"
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"

/** The JSON document of `desired`. */
export interface DesiredSummary {
  readonly sign: string
  /** Null where no document was ever given. */
  readonly document: string | null
  readonly state: DesiredPhase
  readonly message: string
  readonly in_force: {
    readonly revision: string
    readonly serial: number | null
    readonly accepted_at: string
  } | null
  readonly rejected: ReadonlyArray<RejectedRevision>
  readonly paused: { readonly until: string | null } | null
  readonly findings: ReadonlyArray<ReportedFinding>
}

export const desiredView = (shown: DesiredSummary, style: Style): ReadonlyArray<string> => {
  const { document, findings, in_force, message, rejected, sign, state } = shown
  const from = document === null ? "" : ` of ${safeText(document)}`
  const serial = in_force?.serial === null || in_force === null ? "" : `, serial ${in_force.serial}`
  return [
    in_force === null
      ? `${safeText(sign)} keeps to no document${from}.`
      : `${safeText(sign)} keeps to revision ${safeText(in_force.revision)}${from}${serial}, since ${safeText(in_force.accepted_at)}.`,
    ...(state === "applied" || state === "none" ? [] : [style.warn(`${state}: ${safeText(message)}`)]),
    ...rejected.map(
      ({ reasons, rejected_at, revision }) =>
        `Rejected ${safeText(rejected_at)}: revision ${safeText(revision)}: ${safeText(reasons.join("; "))}`
    ),
    // Not wrapped: what is copied has to be one line.
    ...(document === null
      ? [`To give it one: \`${style.command("apply FILE")}\`, or start the controller with --desired.`]
      : []),
    ...findings.map(({ description, plugin_id }) => `${safeText(plugin_id)}: ${safeText(description)}`),
    ...(in_force === null || state !== "applied" || findings.length > 0
      ? []
      : [style.good("Nothing differs from it.")])
  ]
}
