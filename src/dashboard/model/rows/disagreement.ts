/** Pure: which of the four sources a finding points at. */
import type { InconsistencyType, Reason } from "../../../domain/findings/Finding.ts"
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import type { Source } from "../../../domain/sources/Source.ts"

const BY_TYPE: { readonly [type in InconsistencyType]: ReadonlyArray<Source> } = {
  plugin_not_as_desired: ["config", "disk"],
  plugin_missing_in_config: ["config"],
  plugin_missing_on_disk: ["disk"],
  plugin_enabled_mismatch: ["config", "state"],
  plugin_version_mismatch: ["state"],
  plugin_state_corrupted: ["state"]
}

/** Where the cause is elsewhere than the rule looks. */
const BY_REASON: { readonly [reason in Reason]?: ReadonlyArray<Source> } = {
  settings_kept: ["config"],
  directory_name: ["config"],
  recently_uninstalled: ["config"],
  invalid_id: ["config"],
  entry_not_writable: ["config"],
  entry_version: ["config"],
  broken_manifest: ["disk"],
  duplicate_id: ["disk"],
  marked_on_disk: ["config"],
  enabled_not_boolean: ["config"]
}

export const pointsAt = ({ inconsistency_type, reason }: ReportedFinding): ReadonlyArray<Source> =>
  BY_REASON[reason] ?? BY_TYPE[inconsistency_type]

export const disagreeing = (findings: ReadonlyArray<ReportedFinding>): ReadonlySet<Source> =>
  new Set(findings.flatMap(pointsAt))
