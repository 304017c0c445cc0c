/** What this sign keeps to, and what differs, for people. */
import type { RejectedRevision } from "../../domain/DesiredStatus.ts"
import type { ReportedFinding } from "../../domain/findings/Report.ts"
import { safeText } from "./text/safeText.ts"
import type { Style } from "./text/Style.ts"

/** The JSON document of `desired`. */
export interface DesiredShown {
  readonly sign: string
  /** Null where no document is named: the memory of the controller does not hold its address. */
  readonly document: string | null
  readonly in_force: {
    readonly revision: string
    readonly serial: number | null
    readonly accepted_at: string
  } | null
  readonly settling: boolean
  readonly taking_back: ReadonlyArray<string> | null
  readonly rejected: ReadonlyArray<RejectedRevision>
  readonly paused: { readonly until: string | null } | null
  readonly findings: ReadonlyArray<ReportedFinding>
}

export const desiredView = (shown: DesiredShown, style: Style): ReadonlyArray<string> => {
  const { document, findings, in_force, paused, rejected, settling, sign, taking_back } = shown
  const from = document === null ? "" : ` of ${safeText(document)}`
  const serial = in_force?.serial === null || in_force === null ? "" : `, serial ${in_force.serial}`
  return [
    in_force === null
      ? `${safeText(sign)} keeps to no document${from}.`
      : `${safeText(sign)} keeps to revision ${safeText(in_force.revision)}${from}${serial}, since ${safeText(in_force.accepted_at)}.`,
    ...(paused === null
      ? []
      : [
          style.warn(paused.until === null ? "Paused until it is resumed." : `Paused until ${paused.until}.`)
        ]),
    ...(settling ? ["It is watched, and taken back if it does harm."] : []),
    ...(taking_back === null
      ? []
      : [style.bad(`It is being taken back: ${safeText(taking_back.join("; "))}.`)]),
    ...rejected.map(
      ({ reasons, rejected_at, revision }) =>
        `Rejected ${safeText(rejected_at)}: revision ${safeText(revision)}: ${safeText(reasons.join("; "))}`
    ),
    ...findings.map(({ description, plugin_id }) => `${safeText(plugin_id)}: ${safeText(description)}`),
    ...(in_force === null || findings.length > 0 ? [] : [style.good("Nothing differs from it.")])
  ]
}
