/** All that a person can do. The views know only this. */
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import type { Question } from "../Model.ts"
import type { RemedyButton } from "../../model/findings/remedies.ts"
import type { View } from "../Route.ts"

export interface Controls {
  /** Repairs what is safe, also unrecoverable plugins; resumes first where repairs are paused. */
  readonly repairAll: () => void
  /** Has everything looked at. */
  readonly look: () => void
  readonly replaceBroken: () => void
  readonly remedy: (remedy: RemedyButton, id: string, name: string) => void
  readonly toggle: (id: string, enabled: boolean) => void
  readonly install: (id: string) => void
  readonly update: (id: string) => void
  /** One after the other. */
  readonly updateAll: (ids: ReadonlyArray<string>) => void
  readonly uninstall: (id: string, preserveConfig: boolean) => void
  /** One plugin, or without an id everything. */
  readonly suspend: (id?: string) => void
  readonly resume: (id?: string) => void
  readonly undo: (run: string) => void
  /** Does what was chosen about a finding of a plugin, or a file. */
  readonly resolve: (target: string, choice: string) => void
  /** Asks what waits for a choice, with the comparison of files. */
  readonly compare: () => void
  /** Asks what the next repair would change. */
  readonly showDiff: () => void
  /** Has LEDMatrix restart its display. */
  readonly restartDisplay: () => void
  readonly refreshStore: () => void
  /** For so many milliseconds, or until it changes. */
  readonly snooze: (finding: ReportedFinding, forMs: number | undefined) => void
  readonly wake: (finding: ReportedFinding) => void
  readonly ask: (question: Question) => void
  readonly putQuestionAway: () => void
  readonly putNoticeAway: (id: number) => void
  readonly show: (view: View, plugin?: string) => void
  readonly hideDetails: () => void
  /** Asks what the sources say of a plugin. */
  readonly explain: (id: string) => void
  readonly giveToken: (token: string) => void
  /** Tries to reach the controller at once. */
  readonly reconnect: () => void
  /** Loads the store's list where it is not there. */
  readonly openStore: () => void
  /** Asks how the sign stands to its desired state. */
  readonly openDesired: () => void
  /** Asks how the signs of the list stand. */
  readonly openSigns: () => void
  /** For so many seconds, or until it is resumed. */
  readonly pauseDesired: (seconds?: number) => void
  readonly resumeDesired: () => void
}
