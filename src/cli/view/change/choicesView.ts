/** What a person can have resolved, each way as the command that takes it. */
import type { OpenChoice, OpenChoices } from "../../../operations/resolve/openChoices.ts"
import { linesView } from "../look/diffView.ts"
import { resolveCommand } from "../advice/advice.ts"
import { sourceAdvice } from "../advice/sourceAdvice.ts"
import { safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { paragraph } from "../text/wrapped.ts"

const section = (
  { choices, description, lines = [], target }: OpenChoice,
  style: Style
): ReadonlyArray<string> => [
  ...paragraph(`${safeText(description)}.`, style.columns).map(style.bold),
  ...(lines.length === 0 ? [] : linesView(lines, style)),
  ...choices.flatMap((choice) => [
    ...paragraph(`→ ${safeText(choice.choice)} ${safeText(choice.does)}:`, style.columns, "  "),
    // Not wrapped: what is copied has to be one line.
    `  ${style.command(resolveCommand(target, choice.choice))}`
  ])
]

/** What waits itself says why its file cannot be read. */
const unread = ({ open, source_errors }: OpenChoices, style: Style): ReadonlyArray<string> => {
  const told = new Set(open.map(({ target }) => target))
  return source_errors
    .filter(({ code, path }) => !told.has(path) && code !== "place_unknown")
    .flatMap((one) =>
      paragraph(
        `Could not read ${one.source}: ${safeText(one.path)}: ${safeText(one.error)}. ${sourceAdvice(one, style.command)}`,
        style.columns,
        "  "
      ).map(style.bad)
    )
}

const nothing = ({ source_errors }: OpenChoices): string =>
  source_errors.length === 0
    ? "Nothing is waiting for a choice. `check` says what was found beside that."
    : "Whether something waits for a choice is not known."

/** The lines, without their line feeds. */
export const choicesView = (choices: OpenChoices, style: Style): ReadonlyArray<string> => [
  ...unread(choices, style),
  ...(choices.open.length === 0
    ? [nothing(choices)]
    : choices.open.flatMap((one, at) => (at === 0 ? section(one, style) : ["", ...section(one, style)])))
]
