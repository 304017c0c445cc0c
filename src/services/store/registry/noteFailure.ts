/** Writes `registry-failure.json`, which tells other processes how the last request went. */
import { Effect } from "effect"
import type { RegistryUnreachable } from "../../../domain/errors/RegistryReason.ts"
import { FileWriter } from "../../../ports/Files.ts"
import type { Installation } from "../../installation/Installation.ts"
import { replaceLedgerFile } from "../../ownFiles/formats/ledgerFiles.ts"
import { REGISTRY_FAILURE, type RegistryFailure, registryFailureFile } from "./registryFailure.ts"

/** Logs a failed request, and writes it down for other processes. If that cannot be written, nothing else changes. */
export const noteFailure = Effect.fnUntraced(function* (
  { address, problem }: RegistryUnreachable,
  failedAtMs: number
) {
  const failure: RegistryFailure = { address, failed_at: failedAtMs, problem }
  yield* Effect.logWarning("the registry could not be asked", { address, problem })
  yield* Effect.ignore(
    replaceLedgerFile(REGISTRY_FAILURE, () => Effect.succeedSome(`${JSON.stringify(failure)}\n`))
  )
})

/** Removes the file after a request that succeeded. */
export const forgetFailure = (
  installation: typeof Installation.Service
): Effect.Effect<void, never, FileWriter> =>
  Effect.ignore(FileWriter.use((writer) => writer.removeFile(registryFailureFile(installation))))
