/** `explain ID`: what is known of one plugin, and what the rules make of it. */
import { Effect, Option } from "effect"
import { explain } from "../../../reconcile/look/explain.ts"
import { PluginStore } from "../../../services/PluginStore.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { cliFailure } from "../../run/CliFailure.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import { withNearIds } from "../nearIds.ts"
import { policyOf } from "../../settings/policyOf.ts"
import { reading } from "../../layers/reading.ts"
import type { Settings } from "../../settings/Settings.ts"
import { explanationView } from "../../view/explanationView.ts"

const explainCommand = Effect.fnUntraced(function* (settings: Settings, id: string) {
  const { available } = yield* PluginStore
  const found = yield* explain(id, policyOf(settings, { replaceBroken: false, storeAvailable: available }))
  if (Option.isSome(found)) {
    const explanation = found.value
    return {
      exitCode: 0,
      document: explanation,
      lines: (style) => explanationView(explanation, style)
    } satisfies CommandResult
  }
  return yield* cliFailure(
    "unknown_plugin",
    `no source knows a plugin ${JSON.stringify(id)}: not config, disk, plugin manager or saved state`,
    { hint: "`ledmatrix-reconciler installed` lists the ids of what is on disk" }
  )
})

export const run = ({ argument = "" }: Invocation, settings: Settings) =>
  reading(settings, withNearIds(argument, "here")(explainCommand(settings, argument)))
