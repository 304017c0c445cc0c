/** `undo`: the reverse of a past run. */
import { Effect } from "effect"
import { undo } from "../../../operations/undo/undo.ts"
import { PluginStore } from "../../../services/PluginStore.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import { operationFailure } from "./operationFailure.ts"
import { policyOf } from "../../settings/policyOf.ts"
import type { Settings } from "../../settings/Settings.ts"
import { undoneView } from "../../view/look/historyView.ts"
import { writing } from "../../layers/writing.ts"

const undoCommand = Effect.fnUntraced(
  function* (settings: Settings, run: string | undefined) {
    const { available } = yield* PluginStore
    const policy = policyOf(settings, { replaceBroken: false, storeAvailable: available })
    const undone = yield* undo(run, policy)
    return {
      exitCode: 0,
      document: undone,
      lines: (style) => undoneView(undone, style)
    } satisfies CommandResult
  },
  (self) => Effect.mapError(self, operationFailure)
)

export const run = ({ argument }: Invocation, settings: Settings) =>
  writing(settings, undoCommand(settings, argument))
