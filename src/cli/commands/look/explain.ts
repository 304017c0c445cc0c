/** `explain ID`: what is known of one plugin, and what the rules make of it. */
import { Effect, Option } from "effect"
import { join } from "node:path/posix"
import { FileReader } from "../../../ports/Files.ts"
import { explain } from "../../../reconcile/look/explain.ts"
import { DesiredState } from "../../../services/desired/DesiredState.ts"
import { Installation } from "../../../services/installation/Installation.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { cliFailure } from "../../run/CliFailure.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import { withNearIds } from "../nearIds.ts"
import { reading } from "../../layers/reading.ts"
import type { Settings } from "../../settings/Settings.ts"
import { explanationView } from "../../view/look/explanationView.ts"

/** Its reader is loaded only where there is something to read. */
const hasDesired = Effect.gen(function* () {
  const { ledgerDirectory } = yield* Installation
  const stat = yield* (yield* FileReader).lstat(join(ledgerDirectory, "desired.json")).pipe(Effect.option)
  return Option.isSome(Option.flatten(stat))
})

const desiredNow = Effect.gen(function* () {
  const { keptDesired } = yield* Effect.promise(() => import("../desired/keptDesired.ts"))
  return (yield* keptDesired).wanted
})

const explainCommand = Effect.fnUntraced(function* (id: string) {
  const wanted = (yield* hasDesired) ? yield* desiredNow : undefined
  const found = yield* Effect.provideService(explain(id), DesiredState, {
    current: Effect.succeed(wanted)
  })
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
  reading(settings, withNearIds(argument, "here")(explainCommand(argument)))
