/** Where long work says how far it is. Silent unless a shell listens. */
import { Context, Effect } from "effect"

/**
 * One step of fetching a plugin. `bytes` is what has been loaded, `bytesTotal` what there is, as far as it is
 * known.
 */
export interface ProgressEvent {
  readonly plugin: string
  readonly step: "looking up" | "downloading" | "unpacking" | "checking"
  readonly bytes: number | undefined
  readonly bytesTotal: number | undefined
}

/** Called with each step of a download. Does nothing unless you provide a function of your own. */
export const Progress = Context.Reference<(event: ProgressEvent) => Effect.Effect<void>>(
  "ledmatrix-reconciler/ports/Progress",
  { defaultValue: () => () => Effect.void }
)

/** Tells of all that is about to be fetched before the first of it is, so that a listener knows how much there is. */
export const aboutToFetch = (plugins: ReadonlyArray<string>): Effect.Effect<void> =>
  Effect.flatMap(Progress, (tell) =>
    Effect.forEach(
      plugins,
      (plugin) => tell({ plugin, step: "looking up", bytes: undefined, bytesTotal: undefined }),
      { discard: true }
    )
  )
