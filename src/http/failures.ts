/** Failures as the errors that routes declare: with LEDMatrix's code, and our own as `context.code`. */
import { adviceText } from "../domain/advice/Advice.ts"
import { stepWords } from "../controller/operations/stepWords.ts"
import type { LedmatrixFailed } from "../domain/errors/LedmatrixError.ts"
import type { SourceError } from "../domain/sources/Source.ts"
import type { PassUnanswered } from "../controller/passes/PassUnanswered.ts"
import { type OperationError, operationProblem } from "../operations/operationProblem.ts"
import {
  BadRequest,
  complaint,
  Conflict,
  type ErrorCode,
  NotFound,
  ServerFault,
  Unavailable
} from "./api/envelope.ts"

/** How a route that starts an operation may fail. */
export type OperationHttpError = BadRequest | NotFound | Conflict | ServerFault | Unavailable

/** `failed` is LEDMatrix's code for an operation of this kind that failed. */
export const operationHttpError =
  (failed: ErrorCode) =>
  (error: OperationError): OperationHttpError => {
    const { code, hint, message, path } = operationProblem(error)
    const said = (error_code: ErrorCode) =>
      complaint(error_code, message, {
        context: { code, ...(path === undefined ? {} : { path }) },
        ...(hint === undefined ? {} : { suggested_fixes: [adviceText(hint, stepWords)] })
      })
    switch (code) {
      case "unknown_plugin":
        return new NotFound(said("PLUGIN_NOT_FOUND"))
      case "unknown_run":
        return new NotFound(said("NOT_FOUND"))
      case "invalid_id":
      case "system_key":
        return new BadRequest(said("VALIDATION_ERROR"))
      case "no_desired_state":
      case "no_ledmatrix":
      case "operation_conflict":
        return new Conflict(said("PLUGIN_OPERATION_CONFLICT"))
      // As LEDMatrix answers where a version is not for it.
      case "incompatible":
        return new Conflict(said(failed))
    }
    if (error._tag === "LockTimeout" || error.transient) return new Unavailable(said(failed))
    return error._tag === "OperationRefused" ? new Conflict(said(failed)) : new ServerFault(said(failed))
  }

/** What LEDMatrix was asked for, and did not do. */
export const ledmatrixFailure = ({ code, message }: LedmatrixFailed): Unavailable =>
  new Unavailable(complaint("SERVICE_UNAVAILABLE", message, { context: { code } }))

/** Why a requested pass gave no report. */
export const passFailure = ({ code, problem }: PassUnanswered): Conflict | ServerFault | Unavailable => {
  const context = { code }
  switch (code) {
    case "suspended":
      return new Conflict(complaint("PLUGIN_OPERATION_CONFLICT", problem, { context }))
    case "pass_died":
      return new ServerFault(
        complaint("INTERNAL_ERROR", "this is a fault of the program; its log says more", { context })
      )
    case "locked":
    case "stopping":
      return new Unavailable(complaint("SERVICE_UNAVAILABLE", problem, { context }))
  }
}

/** An unreadable source is not an empty one. */
export const sourceUnreadable = ({ code, error, path, source }: SourceError): Unavailable =>
  new Unavailable(complaint("CONFIG_LOAD_FAILED", `${path}: ${error}`, { context: { code, source, path } }))

/** 404: no source knows the plugin. */
export const pluginNotFound = (id: string): NotFound =>
  new NotFound(complaint("PLUGIN_NOT_FOUND", `no plugin ${id} is known here`, { context: { plugin_id: id } }))
