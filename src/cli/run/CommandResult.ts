/** What a command found out: one document for programs, lines for people, and the exit code. */
import type { Duration, Effect } from "effect"
import type { Style } from "../view/text/Style.ts"
import type { CliFailure } from "./CliFailure.ts"

export interface CommandResult {
  readonly exitCode: number
  readonly document: unknown
  readonly lines: (style: Style) => ReadonlyArray<string>
  /** With `--watch`: how the next look follows this one, where that is not the same look after two seconds. */
  readonly next?: {
    readonly after: Duration.Input
    readonly look: Effect.Effect<CommandResult, CliFailure>
  }
}
