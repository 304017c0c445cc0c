/** A desired state beside what it is compared with: the part of a snapshot that is there only where one is given. */
import type { DesiredSign, SettingsPatch } from "./DesiredDocument.ts"

/** What one sign should be, and what of the sign it is compared with. */
export interface DesiredView {
  readonly state: DesiredSign
  /**
   * The settings of named plugins' entries, without `enabled` and `version`: no other part of a snapshot holds values
   * of settings. `undefined` where config could not be read.
   */
  readonly settings: ReadonlyMap<string, SettingsPatch> | undefined
  /** Of those installed plugins that the document wants away the bundled and `local_only` ones: no store has them. */
  readonly kept: ReadonlySet<string>
}

/** What a finding of the desired state rests on, once its repair was undone: it is held back until this changes. */
export const desiredEvidence = (revision: string): string => JSON.stringify(["desired", revision])

/** The reasons of findings against a desired state. */
export const DESIRED_REASONS = [
  "desired_missing",
  "desired_version",
  "desired_enabled",
  "desired_settings",
  "desired_absent",
  "not_desired",
  "version_not_offered"
] as const
export type DesiredReason = (typeof DESIRED_REASONS)[number]
