/** An operation as it is carried out: the library's own, by what it is called. */
import { type Context, Effect } from "effect"
import type { OperationResult } from "../../domain/Operation.ts"
import { install } from "../../operations/install/install.ts"
import type { OperationError } from "../../operations/operationProblem.ts"
import { setEnabled } from "../../operations/setEnabled.ts"
import { uninstall } from "../../operations/uninstall.ts"
import { update } from "../../operations/update/update.ts"
import type { ControllerServices, PluginOperation } from "../ControllerOptions.ts"
import type { OperationRequest } from "./operationQueue.ts"

const effectOf = (
  operation: PluginOperation
): Effect.Effect<OperationResult, OperationError, ControllerServices> => {
  const { plugin } = operation
  switch (operation.type) {
    case "install":
      return install(plugin)
    case "update":
      return update(plugin)
    case "uninstall":
      return uninstall(plugin, { preserveConfig: operation.preserveConfig })
    case "enable":
    case "disable":
      return setEnabled(plugin, operation.type === "enable")
  }
}

export const operationRun = (
  operation: PluginOperation,
  services: Context.Context<ControllerServices>
): OperationRequest => ({
  type: operation.type,
  plugin: operation.plugin,
  parameters: operation.type === "uninstall" ? { preserve_config: operation.preserveConfig } : {},
  run: Effect.provideContext(effectOf(operation), services)
})
