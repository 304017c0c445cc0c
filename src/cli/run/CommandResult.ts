/** What a command found out: one document for programs, lines for people, and the exit code. */
import type { Style } from "../view/text/Style.ts"

export interface CommandResult {
  readonly exitCode: number
  readonly document: unknown
  readonly lines: (style: Style) => ReadonlyArray<string>
}
