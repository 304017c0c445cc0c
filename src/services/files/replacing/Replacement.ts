/** What is asked of a file that is to be replaced. */
import type { Effect, Option } from "effect"
import type { TargetFile } from "./writeTemporary.ts"

/** What an edit makes of a file, beside what it has decided on the way. */
export interface NewContent {
  /** `None` leaves the file alone. */
  readonly content: Option.Option<Uint8Array>
}

/** Its path is absolute; a symlink is followed and stays one. */
export interface Replacement<D extends NewContent, E, R> extends TargetFile {
  readonly bytesMax: number
  /** One of our own: a link in its place is refused. */
  readonly own?: boolean
  /** Gets `None` where the file is not there. Run again on the content of a program that was faster. */
  readonly edit: (current: Option.Option<Uint8Array>) => Effect.Effect<D, E, R>
  /** Mode of the file where it has to be made; without it a missing file is a failure. */
  readonly createMode?: number
}
