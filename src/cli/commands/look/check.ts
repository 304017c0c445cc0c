/** `check`, and `reconcile --dry-run`: what disagrees, and what a run would do about it. */
import { Effect } from "effect"
import { check } from "../../../reconcile/look/check.ts"
import { exitCode } from "../../../reconcile/tell/exitCode.ts"
import { replacingBroken } from "../../../services/Policy.ts"
import type { CliFailure } from "../../run/CliFailure.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { type Invocation, isOn } from "../../arguments/Invocation.ts"
import { reading } from "../../layers/reading.ts"
import type { Settings } from "../../settings/Settings.ts"
import { reportLines } from "../../view/look/reportLines.ts"
import { warnAbout } from "./warnAbout.ts"

export const checkCommand = Effect.fnUntraced(function* (repair?: string) {
  const report = yield* check()
  yield* warnAbout
  return {
    exitCode: exitCode(report),
    document: report,
    lines: yield* reportLines(report, repair)
  } satisfies CommandResult
})

export const run = ({ given }: Invocation, settings: Settings): Effect.Effect<CommandResult, CliFailure> => {
  const replaceBroken = isOn(given, "replace-broken")
  const replacing = replacingBroken(replaceBroken)
  const repair = replaceBroken ? "reconcile --replace-broken" : "reconcile"
  const checked = checkCommand(repair)
  if (!isOn(given, "diff")) return reading(settings, replacing(checked))
  const both = Effect.flatMap(checked, (answer) =>
    Effect.flatMap(
      Effect.promise(() => import("./diff.ts")),
      ({ withDiff }) => withDiff(answer)
    )
  )
  return reading(settings, replacing(both))
}
