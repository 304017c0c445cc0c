/** `history`: what past runs changed. */
import { Effect } from "effect"
import { history } from "../../reconcile/look/history.ts"
import type { Answer } from "../Answer.ts"
import type { Invocation } from "../Invocation.ts"
import { operationFailure } from "../operationFailure.ts"
import { reading } from "../reading.ts"
import type { Settings } from "../Settings.ts"
import { historyView } from "../view/historyView.ts"

const historyCommand = history().pipe(
  Effect.mapError(operationFailure),
  Effect.map((past): Answer => ({
    exitCode: 0,
    document: past,
    lines: (style) => historyView(past, style)
  }))
)

export const run = (_invocation: Invocation, settings: Settings) => reading(settings, historyCommand)
