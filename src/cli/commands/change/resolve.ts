/** `resolve ID [--choose NAME]`: what a person has decided about a finding. Without an id, what there is to decide. */
import { Effect } from "effect"
import { openChoices } from "../../../operations/resolve/openChoices.ts"
import { resolve } from "../../../operations/resolve/resolve.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import { Backups } from "../../../services/config/Backups.ts"
import { reading } from "../../layers/reading.ts"
import { writing } from "../../layers/writing.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { cliFailure } from "../../run/CliFailure.ts"
import type { Settings } from "../../settings/Settings.ts"
import { choicesView } from "../../view/change/choicesView.ts"
import { warnAbout } from "../look/warnAbout.ts"
import { answered } from "./operation.ts"

const listing = openChoices().pipe(
  Effect.tap(warnAbout),
  Effect.map((choices): CommandResult => ({
    exitCode: choices.source_errors.length > 0 ? 1 : 0,
    document: choices,
    lines: (style) => choicesView(choices, style)
  }))
)

export const run = ({ argument: target, given }: Invocation, settings: Settings) => {
  const choice = given["choose"]?.at(-1)
  if (target !== undefined)
    return writing(settings, answered({ id: target, where: "here" }, resolve(target, choice)))
  return choice === undefined
    ? reading(settings, Effect.provide(listing, Backups.layer))
    : Effect.fail(cliFailure("usage", "option --choose needs the id that it is chosen for"))
}
