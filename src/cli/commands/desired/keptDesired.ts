/** What the controller of this sign keeps to, by its memory on disk: commands that only look need no network for it. */
import { Effect, Option, Result } from "effect"
import type { DesiredSign } from "../../../domain/desired/DesiredDocument.ts"
import { type DesiredMemory, desiredOnDisk } from "../../../services/desired/desiredFile.ts"
import { wantedBy } from "../../../services/desired/judgeDocument.ts"
import { Policy } from "../../../services/Policy.ts"
import { cliFailure } from "../../run/CliFailure.ts"

/** What it wants is `undefined` where nothing is in force. */
export interface KeptState {
  readonly memory: DesiredMemory | undefined
  readonly wanted: DesiredSign | undefined
}

export const keptDesired = Effect.gen(function* () {
  const onDisk = yield* desiredOnDisk
  if (Result.isFailure(onDisk)) {
    const { message, path } = onDisk.failure
    return yield* cliFailure("source_unreadable", message, {
      path,
      hint: "the controller makes it anew when it next accepts a document"
    })
  }
  const memory = onDisk.success
  if (!memory?.in_force) return { memory, wanted: undefined } satisfies KeptState
  const { document, in_force, sign } = memory
  const { systemKeys } = yield* Policy
  const wanted = wantedBy(in_force, { document, remote: false, key: undefined, sign, systemKeys })
  return { memory, wanted: Option.getOrUndefined(wanted) } satisfies KeptState
})
