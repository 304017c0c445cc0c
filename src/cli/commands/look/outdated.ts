/** `installed --outdated`: which plugins the store has a newer version of. */
import { Effect } from "effect"
import { outdated } from "../../../reconcile/look/outdated.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { operationFailure } from "../change/operationFailure.ts"
import type { Settings } from "../../settings/Settings.ts"
import { outdatedView } from "../../view/look/installedView.ts"
import { askingRegistry } from "../../layers/writing.ts"

const outdatedCommand = Effect.fnUntraced(
  function* () {
    const list = yield* outdated()
    return {
      exitCode: list.source_errors.length > 0 ? 1 : 0,
      document: list,
      lines: (style) => outdatedView(list, style)
    } satisfies CommandResult
  },
  (self) => Effect.mapError(self, operationFailure)
)

export const runOutdated = (settings: Settings) => askingRegistry(settings, outdatedCommand())
