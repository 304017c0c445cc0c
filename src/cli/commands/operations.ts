/** The commands that change one plugin: each an operation of the library, its answer, or why it did not happen. */
import { Effect } from "effect"
import type { OperationResult } from "../../domain/Operation.ts"
import type { Policy } from "../../domain/Policy.ts"
import { install } from "../../operations/install.ts"
import { setEnabled } from "../../operations/setEnabled.ts"
import { uninstall } from "../../operations/uninstall.ts"
import { asResult, update, updateAll } from "../../operations/update.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import type { Answer } from "../Answer.ts"
import { cliFailure } from "../CliFailure.ts"
import type { OperationError } from "../../operations/operationProblem.ts"
import { operationFailure } from "../operationFailure.ts"
import { policyOf } from "../policyOf.ts"
import type { Settings } from "../Settings.ts"
import { operationView, updatesView } from "../view/operationView.ts"
import { warnAbout } from "../warnAbout.ts"

const policyNow = (settings: Settings) =>
  Effect.map(PluginStore, ({ available }) =>
    policyOf(settings, { replaceBroken: false, storeAvailable: available })
  )

const answered = <R>(
  settings: Settings,
  operation: (policy: Policy) => Effect.Effect<OperationResult, OperationError, R>
) =>
  policyNow(settings).pipe(
    Effect.flatMap(operation),
    Effect.mapError(operationFailure),
    Effect.tap(warnAbout),
    Effect.map((result): Answer => ({
      exitCode: 0,
      document: result,
      lines: (style) => operationView(result, style)
    }))
  )

export const installCommand = (settings: Settings, id: string) =>
  answered(settings, (policy) => install(id, policy))

export const uninstallCommand = (
  settings: Settings,
  id: string,
  options: { readonly preserveConfig: boolean }
) => answered(settings, (policy) => uninstall(id, options, policy))

export const enableCommand = (settings: Settings, id: string, enabled: boolean) =>
  answered(settings, (policy) => setEnabled(id, enabled, policy))

export const updateCommand = (settings: Settings, id: string | undefined, all: boolean) => {
  if (id !== undefined && !all) return answered(settings, (policy) => update(id, policy))
  if (id === undefined && all) return updateAllCommand(settings)
  return Effect.fail(
    cliFailure(
      "usage",
      id === undefined
        ? "update needs a plugin's id, or --all; see ledmatrix-reconciler update --help"
        : `update takes a plugin's id or --all, not both; see ledmatrix-reconciler update --help`
    )
  )
}

const updateAllCommand = Effect.fnUntraced(
  function* (settings: Settings) {
    const updates = yield* updateAll(yield* policyNow(settings))
    yield* warnAbout
    const plugins = updates.map(({ plugin, result }) => asResult(plugin, result))
    const count = (status: OperationResult["status"]) =>
      plugins.filter((plugin) => plugin.status === status).length
    const failed = count("failed")
    const message = `${count("updated")} updated, ${count("up_to_date")} up to date, ${count("skipped")} skipped, ${failed} failed`
    return {
      exitCode: failed > 0 ? 1 : 0,
      document: { command: "update", plugins, message },
      lines: (style) => updatesView(plugins, message, style)
    } satisfies Answer
  },
  (self) => Effect.mapError(self, operationFailure)
)
