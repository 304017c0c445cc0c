/** Why an operation did not happen, as the command line tells it. */
import { type OperationError, operationProblem } from "../../operations/operationProblem.ts"
import { CliFailure } from "../run/CliFailure.ts"

export const operationFailure = (error: OperationError): CliFailure => new CliFailure(operationProblem(error))
