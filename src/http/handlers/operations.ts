/** What can be done to a plugin. */
import { Clock, Effect, Option } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { restartOf } from "../../domain/Operation.ts"
import { Controller } from "../../controller/Controller.ts"
import type { PluginOperation } from "../../controller/ControllerOptions.ts"
import { InstalledResponse } from "../responses/plugins/InstalledResponse.ts"
import { pastOperations } from "../responses/plugins/pastOperations.ts"
import { done, succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import { complaint, type ErrorCode, NotFound } from "../api/envelope.ts"
import {
  ActionRequest,
  InstallRequest,
  PluginRequest,
  ToggleForm,
  ToggleRequest,
  UninstallRequest
} from "../api/requests.ts"
import { ledmatrixFailure, operationHttpError } from "../failures.ts"
import { bodyOrQuery, jsonBody } from "../requestBody.ts"
import { Closing } from "../server/Closing.ts"
import { mustBeKnown, mustBeNoSystemKey } from "./mustBeKnown.ts"

/** As many as LEDMatrix gives without `limit`. */
const HISTORY_LIMIT = 50

const readAction = jsonBody(ActionRequest)
const readInstall = jsonBody(InstallRequest)
const readUninstall = jsonBody(UninstallRequest, "INVALID_INPUT")
const readUpdate = bodyOrQuery(PluginRequest, PluginRequest)
const readToggle = bodyOrQuery(ToggleRequest, ToggleForm)

export const operationsHandlers = HttpApiBuilder.group(
  ControllerApi,
  "operations",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const closing = yield* Closing
    const installed = yield* InstalledResponse

    const mayBeAsked = (plugin: string, failed: ErrorCode) =>
      Effect.mapError(mustBeNoSystemKey(plugin), operationHttpError(failed))

    const accept = Effect.fnUntraced(function* (operation: PluginOperation, failed: ErrorCode, told: string) {
      const { ticket } = yield* Effect.mapError(controller.submit(operation), operationHttpError(failed))
      return succeeded({ operation_id: ticket.operation_id }, told)
    })

    const perform = (operation: PluginOperation, failed: ErrorCode) =>
      Effect.mapError(controller.perform(operation), operationHttpError(failed)).pipe(
        closing.whileOpen,
        Effect.ensuring(installed.forget)
      )

    /** Ids that are not listed any more; each can still be followed by its id. */
    const cleared = new Set<string>()
    const past = Effect.map(controller.status, ({ operations }) => {
      const known = new Set(operations.map(({ operation_id }) => operation_id))
      for (const id of cleared) if (!known.has(id)) cleared.delete(id)
      return pastOperations(operations).filter(({ operation_id }) => !cleared.has(operation_id))
    })

    return handlers
      .handleRaw("install", ({ request }) =>
        Effect.gen(function* () {
          const { branch, plugin_id: plugin } = yield* readInstall(request)
          yield* mayBeAsked(plugin, "PLUGIN_INSTALL_FAILED")
          const where = (branch ?? "") === "" ? "" : "; from where the registry says, not from the branch"
          const told = `Plugin ${plugin} installation queued${where}`
          return yield* accept({ type: "install", plugin }, "PLUGIN_INSTALL_FAILED", told)
        })
      )
      .handleRaw("uninstall", ({ request }) =>
        Effect.gen(function* () {
          const { plugin_id: plugin, preserve_config: preserveConfig = false } = yield* readUninstall(request)
          yield* mayBeAsked(plugin, "PLUGIN_UNINSTALL_FAILED")
          // LEDMatrix accepts the removal of what is not there, and says that it succeeded.
          yield* mustBeKnown(plugin)
          const told = `Plugin ${plugin} uninstallation queued`
          return yield* accept({ type: "uninstall", plugin, preserveConfig }, "PLUGIN_UNINSTALL_FAILED", told)
        })
      )
      .handleRaw("update", ({ query, request }) =>
        Effect.gen(function* () {
          const { plugin_id: plugin } = yield* readUpdate(request, query)
          const result = yield* perform({ type: "update", plugin }, "PLUGIN_UPDATE_FAILED")
          const updated = result.status === "updated"
          const now = yield* Clock.currentTimeMillis
          const data = {
            last_updated: updated ? new Date(now).toISOString() : null,
            commit: null,
            version: result.version ?? null,
            status: result.status,
            update_status: result.status === "skipped" ? "local_only" : updated ? "updated" : "up_to_date",
            ...restartOf(result)
          } as const
          return succeeded(data, result.message)
        })
      )
      .handleRaw("toggle", ({ query, request }) =>
        Effect.gen(function* () {
          const { enabled = false, plugin_id: plugin } = yield* readToggle(request, query)
          const type = enabled ? "enable" : "disable"
          const { message } = yield* perform({ type, plugin }, "CONFIG_SAVE_FAILED")
          return done(message)
        })
      )
      .handleRaw("action", ({ request }) =>
        Effect.gen(function* () {
          yield* readAction(request)
          yield* Effect.mapError(controller.restartDisplay, (error) =>
            error._tag === "LedmatrixFailed"
              ? ledmatrixFailure(error)
              : operationHttpError("SYSTEM_ERROR")(error)
          )
          return done("The display was restarted")
        })
      )
      .handleAll({
        operation: ({ params: { id } }) =>
          Effect.flatMap(controller.operation(id), (ticket) =>
            Option.isSome(ticket)
              ? Effect.succeed(succeeded(ticket.value))
              : new NotFound(complaint("PLUGIN_NOT_FOUND", "there is no such operation in this process"))
          ),
        operations: ({ query: { limit = HISTORY_LIMIT, operation_type, plugin_id } }) =>
          Effect.map(past, (operations) => {
            const wanted = operations.filter(
              (one) =>
                (plugin_id === undefined || one.plugin_id === plugin_id) &&
                (operation_type === undefined || one.operation_type === operation_type)
            )
            return succeeded(wanted.slice(0, limit))
          }),
        clearOperations: () =>
          Effect.map(past, (operations) => {
            for (const { operation_id } of operations) cleared.add(operation_id)
            return done("Operation history cleared")
          })
      })
  })
)
