/** What the API answers where `src/domain` has no document for it. Only what the page reads. */
import type { Explanation } from "../../domain/findings/Explanation.ts"
import type { GitInfo } from "../../domain/GitInfo.ts"
import type { JournalRecord } from "../../domain/changes/Journal.ts"
import type { RegistryState } from "../../domain/store/RegistryCopy.ts"
import type { Report } from "../../domain/findings/Report.ts"

/** `null` is for what is not known. */
export interface InstalledPlugin {
  readonly id: string
  readonly name: string | null
  readonly version: string | null
  readonly latest_version: string | null
  readonly update_available: boolean
  readonly author: string | null
  readonly category: string | null
  readonly description: string | null
  readonly enabled: boolean | null
  readonly loaded: boolean | null
  /** Why LEDMatrix could not load it. */
  readonly error_info: { readonly error?: string } | null
  /** When LEDMatrix's record of it last changed, or its files did. */
  readonly last_updated: string | null
  readonly directory: string
  readonly in_config: boolean | null
  readonly saved_state: {
    readonly status: string | null
    readonly enabled: boolean | null
    readonly version: string | null
  } | null
  readonly set_aside: string | null
  readonly uninstalled: boolean | null
  readonly git: GitInfo | null
}

export interface PastRun extends JournalRecord {
  readonly undone_by: string | null
}

export interface PastRuns {
  readonly runs: ReadonlyArray<PastRun>
  /** Files in the journal that are no record that can be read. */
  readonly unreadable: ReadonlyArray<string>
}

export interface Undone {
  readonly message: string
  readonly restored: ReadonlyArray<string>
  readonly left_alone: ReadonlyArray<string>
  readonly notes: ReadonlyArray<string>
  readonly run_id: string
}

export interface StoreEntry {
  readonly id: string
  readonly name: string | null
  readonly author: string | null
  readonly category: string | null
  readonly description: string | null
  readonly tags: ReadonlyArray<string> | null
  readonly verified: boolean | null
  readonly version: string | null
  readonly last_updated: string | null
  /** The id under which it is installed. */
  readonly installed_id: string | null
}

export interface StoreList {
  readonly plugins: ReadonlyArray<StoreEntry>
  readonly registry: RegistryState | null
}

export type PluginExplanation = Explanation

export interface Begun {
  readonly operation_id: string
}

export interface Reconciled {
  readonly report: Report
}
