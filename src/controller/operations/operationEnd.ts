/** How an operation ended: for those who follow its ticket, and for the log. */
import { Cause, Effect, Exit, Option } from "effect"
import type { OperationTicket } from "../../domain/Controller.ts"
import { adviceText } from "../../domain/advice/Advice.ts"
import { operationDocument, type OperationResult, restartOf } from "../../domain/Operation.ts"
import { type OperationError, operationProblem } from "../../operations/operationProblem.ts"
import { stepWords } from "./stepWords.ts"

/** Says in the log how it ended; a fault of the program with its cause. */
export const logEnd = (exit: Exit.Exit<OperationResult, OperationError>): Effect.Effect<void> => {
  if (Exit.isSuccess(exit)) {
    const { run_id, status } = exit.value
    return Effect.logInfo("operation ended", {
      result: status,
      ...(run_id === undefined ? {} : { run: run_id })
    })
  }
  const error = Cause.findErrorOption(exit.cause)
  if (Option.isNone(error))
    return Cause.hasInterruptsOnly(exit.cause)
      ? Effect.logInfo("operation ended")
      : Effect.logError("operation ended", exit.cause)
  const { code, message } = operationProblem(error.value)
  return Effect.logWarning("operation ended", { code, problem: message })
}

/** The log has the cause; the client is not shown it. */
const FAULT = "this is a fault of the program; its log says more"

/** The display follows a switch by itself. */
const SWITCHES: ReadonlySet<string> = new Set(["enable", "disable"])

/** How it ended, as its ticket says it. */
export const ticketEnd = (
  exit: Exit.Exit<OperationResult, OperationError>
): Pick<OperationTicket, "status" | "message"> & Partial<OperationTicket> => {
  if (Exit.isSuccess(exit)) {
    const { changed_files, notes, ...result } = operationDocument(exit.value, stepWords)
    return {
      status: "completed",
      progress: 1,
      message: exit.value.message,
      result: {
        success: true,
        ...result,
        ...(SWITCHES.has(result.command) ? {} : restartOf(exit.value)),
        notes: [...notes],
        changed_files: [...changed_files]
      }
    }
  }
  const error = Cause.findErrorOption(exit.cause)
  if (Option.isNone(error)) {
    return Cause.hasInterruptsOnly(exit.cause)
      ? { status: "cancelled", message: "the controller ended" }
      : { status: "failed", message: FAULT, error: FAULT }
  }
  const { code, hint, message, path } = operationProblem(error.value)
  return {
    status: "failed",
    message,
    error: message,
    result: {
      success: false,
      code,
      ...(path === undefined ? {} : { path }),
      ...(hint === undefined ? {} : { hint: adviceText(hint, stepWords) })
    }
  }
}
