/** What the commands that change one plugin have in common: an operation of the library, its answer, or why it did not happen. */
import { Effect } from "effect"
import { operationDocument, type OperationResult } from "../../../domain/Operation.ts"
import type { OperationError } from "../../../operations/operationProblem.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { operationFailure } from "./operationFailure.ts"
import { type IdOrigin, withNearIds } from "../nearIds.ts"
import { stepWords } from "../../view/advice/stepWords.ts"
import { operationView } from "../../view/change/operationView.ts"
import { warnAbout } from "../look/warnAbout.ts"

export const answered = <R>(
  { id, where }: { readonly id: string; readonly where: IdOrigin },
  operation: Effect.Effect<OperationResult, OperationError, R>
) =>
  operation.pipe(
    Effect.mapError(operationFailure),
    withNearIds(id, where),
    Effect.tap(warnAbout),
    Effect.map((result) => operationDocument(result, stepWords)),
    Effect.map((result): CommandResult => ({
      exitCode: 0,
      document: result,
      lines: (style) => operationView(result, style)
    }))
  )
