/** `reconcile`: repairs what is safe to repair. What writes is loaded when the first look has found something to do. */
import { Effect, Ref } from "effect"
import { oneRun } from "../../../reconcile/oneRun.ts"
import type { Readers } from "../../../reconcile/look/snapshot.ts"
import { exitCode } from "../../../reconcile/tell/exitCode.ts"
import type { Report } from "../../../domain/findings/Report.ts"
import { replacingBroken } from "../../../services/Policy.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { cliFailure, type CliFailure } from "../../run/CliFailure.ts"
import { type Invocation, isOn } from "../../arguments/Invocation.ts"
import type { Foundation } from "../../layers/foundation.ts"
import { reading } from "../../layers/reading.ts"
import type { Settings } from "../../settings/Settings.ts"
import { reportLines } from "../../view/look/reportLines.ts"
import { warnAbout } from "../look/warnAbout.ts"
import * as check from "../look/check.ts"

export const reconcileCommand = Effect.fnUntraced(function* (
  settings: Settings,
  { force, replaceBroken }: { readonly force: boolean; readonly replaceBroken: boolean }
): Effect.fn.Return<CommandResult & { readonly document: Report }, CliFailure, Readers | Foundation> {
  const options = {
    unrecoverable: yield* Ref.make<ReadonlySet<string>>(new Set()),
    force
  }
  const report = yield* oneRun(options, (run, looked) =>
    Effect.flatMap(
      Effect.promise(() => import("../../layers/writing.ts")),
      ({ repairing }) => repairing(settings, options)(run, looked)
    )
  ).pipe(
    replacingBroken(replaceBroken),
    Effect.mapError((timeout) =>
      cliFailure("locked", timeout.message, {
        path: timeout.path,
        hint: "wait until it ends, or allow more time with --lock-timeout"
      })
    )
  )
  yield* warnAbout
  return {
    exitCode: exitCode(report),
    document: report,
    lines: yield* reportLines(report)
  }
})

export const run = (invocation: Invocation, settings: Settings): Effect.Effect<CommandResult, CliFailure> => {
  const { given } = invocation
  if (isOn(given, "dry-run")) return check.run(invocation, settings)
  if (isOn(given, "diff"))
    return Effect.fail(cliFailure("usage", "option --diff needs --dry-run: what was changed, history shows"))
  const options = { force: isOn(given, "force"), replaceBroken: isOn(given, "replace-broken") }
  return reading(settings, reconcileCommand(settings, options))
}
