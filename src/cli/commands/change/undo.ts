/** `undo`: the reverse of a past run. */
import { Effect } from "effect"
import { undo } from "../../../operations/undo/undo.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import { operationFailure } from "./operationFailure.ts"
import type { Settings } from "../../settings/Settings.ts"
import { undoneView } from "../../view/look/historyView.ts"
import { writing } from "../../layers/writing.ts"

const undoCommand = Effect.fnUntraced(
  function* (run: string | undefined) {
    const undone = yield* undo(run)
    return {
      exitCode: 0,
      document: undone,
      lines: (style) => undoneView(undone, style)
    } satisfies CommandResult
  },
  (self) => Effect.mapError(self, operationFailure)
)

export const run = ({ argument }: Invocation, settings: Settings) => writing(settings, undoCommand(argument))
