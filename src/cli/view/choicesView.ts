/** What a person can have resolved, each way as the command that takes it. */
import type { OpenChoice } from "../../operations/resolve/openChoices.ts"
import { linesView } from "./diffView.ts"
import { resolveCommand } from "./advice.ts"
import { safeText } from "./text/safeText.ts"
import type { Style } from "./text/Style.ts"
import { paragraph } from "./text/wrapped.ts"

const section = (
  { choices, description, lines = [], target }: OpenChoice,
  style: Style
): ReadonlyArray<string> => [
  ...paragraph(`${safeText(description)}.`, style.columns).map(style.bold),
  ...(lines.length === 0 ? [] : linesView(lines, style)),
  ...choices.flatMap((choice) => [
    ...paragraph(`→ ${safeText(choice.choice)} ${safeText(choice.does)}:`, style.columns, "  "),
    // Not wrapped: what is copied has to be one line.
    `  ${style.command(resolveCommand(target, choices.length === 1 ? undefined : choice.choice))}`
  ])
]

/** The lines, without their line feeds. */
export const choicesView = (open: ReadonlyArray<OpenChoice>, style: Style): ReadonlyArray<string> =>
  open.length === 0
    ? ["Nothing is waiting for a choice. `check` says what was found beside that."]
    : open.flatMap((one, at) => (at === 0 ? section(one, style) : ["", ...section(one, style)]))
