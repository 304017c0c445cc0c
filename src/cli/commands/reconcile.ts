/** `reconcile`: repairs what is safe to repair. */
import { Effect } from "effect"
import { exitCode } from "../../reconcile/tell/exitCode.ts"
import { Reconciler, type Writers } from "../../reconcile/Reconciler.ts"
import type { Readers } from "../../reconcile/look/snapshot.ts"
import type { Installation } from "../../services/Installation.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import type { Answer } from "../Answer.ts"
import { cliFailure, type CliFailure } from "../CliFailure.ts"
import { policyOf } from "../policyOf.ts"
import type { Settings } from "../Settings.ts"
import { reportView } from "../view/reportView.ts"
import { warnAbout } from "../warnAbout.ts"

export const reconcileCommand = Effect.fnUntraced(function* (
  settings: Settings,
  options: { readonly force: boolean; readonly replaceBroken: boolean }
): Effect.fn.Return<Answer, CliFailure, Readers | Writers | Installation> {
  const { available } = yield* PluginStore
  const policy = policyOf(settings, { replaceBroken: options.replaceBroken, storeAvailable: available })
  const report = yield* Reconciler.use((reconciler) => reconciler.reconcile(options)).pipe(
    Effect.provide(Reconciler.layer(policy)),
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
    lines: (style) => reportView(report, style)
  }
})
