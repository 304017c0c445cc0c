/** `history`: what past runs changed. */
import { Effect } from "effect"
import { history } from "../../../reconcile/look/history.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import { operationFailure } from "../change/operationFailure.ts"
import { reading } from "../../layers/reading.ts"
import type { Settings } from "../../settings/Settings.ts"
import { historyView } from "../../view/look/historyView.ts"

const historyCommand = history().pipe(
  Effect.mapError(operationFailure),
  Effect.map((past): CommandResult => ({
    exitCode: 0,
    document: past,
    lines: (style) => historyView(past, style)
  }))
)

export const run = (_invocation: Invocation, settings: Settings) => reading(settings, historyCommand)
