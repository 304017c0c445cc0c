/** `installed`, and with `--outdated` only what the store has a newer version of: what is in the plugins directory, and what the other sources say of each. */
import { Effect } from "effect"
import { installed } from "../../../reconcile/look/installed.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import type { CliFailure } from "../../run/CliFailure.ts"
import { type Invocation, isOn } from "../../arguments/Invocation.ts"
import { reading } from "../../layers/reading.ts"
import type { Settings } from "../../settings/Settings.ts"
import { installedView } from "../../view/look/installedView.ts"

const installedCommand = Effect.fnUntraced(function* () {
  const list = yield* installed()
  return {
    exitCode: list.source_errors.length > 0 ? 1 : 0,
    document: list,
    lines: (style) => installedView(list, style)
  } satisfies CommandResult
})

export const run = ({ given }: Invocation, settings: Settings): Effect.Effect<CommandResult, CliFailure> =>
  isOn(given, "outdated")
    ? Effect.flatMap(
        Effect.promise(() => import("./outdated.ts")),
        ({ runOutdated }) => runOutdated(settings)
      )
    : reading(settings, installedCommand())
