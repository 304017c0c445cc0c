/** Why an operation did not happen, as the command line tells it. */
import { type OperationError, operationProblem } from "../reconcile/lifecycle/operationProblem.ts"
import { CliFailure } from "./CliFailure.ts"

export const operationFailure = (error: OperationError): CliFailure => new CliFailure(operationProblem(error))
