/** A finding in one line: its cause, and what is done about it. */
import type { Finding } from "../../../../../src/domain/findings/Finding.ts"
import { wordOf } from "../../../../support/judge/edits.ts"

export const said = ({ fix, reason }: Finding): string =>
  `${reason} ${fix._tag === "Auto" ? `${fix.waits === undefined ? "" : "later "}${wordOf(fix.repair)}` : fix._tag}`
