/** Where long work says how far it is. Silent unless a shell listens. */
import { Context, Effect } from "effect"

export interface ProgressEvent {
  readonly plugin: string
  readonly step: "looking up" | "downloading" | "unpacking" | "checking"
  readonly bytes: number | undefined
  readonly bytesTotal: number | undefined
}

export const Progress = Context.Reference<(event: ProgressEvent) => Effect.Effect<void>>(
  "ledmatrix-reconciler/ports/Progress",
  { defaultValue: () => () => Effect.void }
)
