/** `update ID`, or `--all`: to the store's version. */
import { Effect, Result } from "effect"
import { operationDocument, type OperationDocument } from "../../../domain/Operation.ts"
import { operationProblem } from "../../../operations/operationProblem.ts"
import { asResult, update, updateAll, type UpdatedPlugin } from "../../../operations/update/update.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { cliFailure, type CliFailure } from "../../run/CliFailure.ts"
import { type Invocation, isOn } from "../../arguments/Invocation.ts"
import { operationFailure } from "./operationFailure.ts"
import type { Settings } from "../../settings/Settings.ts"
import { stepWords } from "../../view/advice/stepWords.ts"
import { updatesView } from "../../view/change/operationView.ts"
import { warnAbout } from "../look/warnAbout.ts"
import { writing } from "../../layers/writing.ts"
import { answered } from "./operation.ts"

const updateCommand = (id: string | undefined, all: boolean) => {
  if (id !== undefined && !all) return answered({ id, where: "here" }, update(id))
  if (id === undefined && all) return updateAllCommand()
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
  function* () {
    const updates = yield* updateAll()
    yield* warnAbout
    const plugins = updates.map(({ plugin, result }) =>
      operationDocument(asResult(plugin, result), stepWords)
    )
    const count = (status: OperationDocument["status"]) =>
      plugins.filter((plugin) => plugin.status === status).length
    const failed = count("failed")
    const message = `${count("updated")} updated, ${count("up_to_date")} up to date, ${count("skipped")} skipped, ${failed} failed`
    return {
      exitCode: failed > 0 ? 1 : 0,
      document: { command: "update", plugins, message, ...failedUpdates(updates, message) },
      lines: (style) => updatesView(plugins, message, style)
    } satisfies CommandResult
  },
  (self) => Effect.mapError(self, operationFailure)
)

/** A command that fails says why under `error`; what became of each plugin stands beside it. */
const failedUpdates = (updates: ReadonlyArray<UpdatedPlugin>, message: string) => {
  const [first] = updates.flatMap(({ result }) => (Result.isFailure(result) ? [result.failure] : []))
  if (first === undefined) return {}
  const problem = operationProblem(first)
  return { error: { code: problem.code, message: `${message}; ${problem.message}` } }
}

export const run = (
  { argument, given }: Invocation,
  settings: Settings
): Effect.Effect<CommandResult, CliFailure> => writing(settings, updateCommand(argument, isOn(given, "all")))
