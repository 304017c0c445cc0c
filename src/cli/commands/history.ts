/** `history` and `undo`: what past runs changed, and the reverse of one. */
import { Effect } from "effect"
import { history } from "../../reconcile/look/history.ts"
import { undo } from "../../operations/undo.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import type { Answer } from "../Answer.ts"
import { operationFailure } from "../operationFailure.ts"
import { policyOf } from "../policyOf.ts"
import type { Settings } from "../Settings.ts"
import { historyView, undoneView } from "../view/historyView.ts"

export const historyCommand = history().pipe(
  Effect.mapError(operationFailure),
  Effect.map((past): Answer => ({
    exitCode: 0,
    document: past,
    lines: (style) => historyView(past, style)
  }))
)

export const undoCommand = Effect.fnUntraced(
  function* (settings: Settings, run: string | undefined) {
    const { available } = yield* PluginStore
    const policy = policyOf(settings, { replaceBroken: false, storeAvailable: available })
    const undone = yield* undo(run, policy)
    return {
      exitCode: 0,
      document: undone,
      lines: (style) => undoneView(undone, style)
    } satisfies Answer
  },
  (self) => Effect.mapError(self, operationFailure)
)
