/** What the API answers: the types of its own documents, so that page and API cannot drift apart. */
import type {
  OpenChoices as OpenChoicesSchema,
  PendingDiff as PendingDiffSchema,
  Resolved as ResolvedSchema
} from "../../http/api/routes/choices.ts"
import type {
  PluginExplanation as PluginExplanationSchema,
  Reconciliation
} from "../../http/api/routes/plugins.ts"
import type { PastRuns as PastRunsSchema, UndoneRun } from "../../http/api/routes/runs.ts"
import type { StorePlugins } from "../../http/api/routes/store.ts"

export type { InstalledPluginDocument } from "../../http/api/InstalledPluginDocument.ts"
export type PastRuns = typeof PastRunsSchema.Type
export type PastRun = PastRuns["runs"][number]
export type Undone = typeof UndoneRun.Type
export type OpenChoices = typeof OpenChoicesSchema.Type
export type PendingDiff = typeof PendingDiffSchema.Type
export type Resolved = typeof ResolvedSchema.Type
export type StoreList = typeof StorePlugins.Type
export type StoreEntry = StoreList["plugins"][number]
export type PluginExplanation = typeof PluginExplanationSchema.Type
export type ReconcileReply = Pick<Reconciliation, "report">

export interface OperationStart {
  readonly operation_id: string
}
