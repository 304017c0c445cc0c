/** Why an operation did not happen, as the command line tells it. */
import { type OperationError, operationProblem } from "../../../operations/operationProblem.ts"
import { cliFailure, type CliFailure } from "../../run/CliFailure.ts"
import { type Advice, adviceText } from "../../../domain/advice/Advice.ts"
import { asOwner } from "../../view/advice/asOwner.ts"
import { stepWords } from "../../view/advice/stepWords.ts"

export const operationFailure = (error: OperationError): CliFailure => {
  const { code, hint, message, owner, path } = operationProblem(error)
  const told: Advice | undefined =
    owner === undefined || path === undefined ? hint : `nothing was changed; ${asOwner(owner, path)}`
  return cliFailure(code, message, {
    ...(path === undefined ? {} : { path }),
    ...(told === undefined ? {} : { hint: adviceText(told, stepWords) })
  })
}
