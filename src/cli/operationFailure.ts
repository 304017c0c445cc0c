/** Why an operation did not happen, as the command line tells it. */
import type { OperationRefused } from "../domain/Operation.ts"
import type { ConfigError, LedgerError, StateError } from "../domain/ServiceError.ts"
import type { StoreError } from "../domain/StoreError.ts"
import type { FileFault } from "../ports/Files.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"
import { cliFailure, type CliFailure } from "./CliFailure.ts"

export type OperationError =
  | OperationRefused
  | StoreError
  | ConfigError
  | StateError
  | LedgerError
  | LockTimeout
  | FileFault

const AGAIN = "nothing was changed; run it again later"
const FOR_GOOD = "nothing was changed; running it again does not help until this changes"

export const operationFailure = (error: OperationError): CliFailure => {
  switch (error._tag) {
    case "OperationRefused":
      return cliFailure(error.code, error.problem, {
        ...(error.path === undefined ? {} : { path: error.path }),
        ...(error.hint === undefined ? {} : { hint: error.hint })
      })
    case "LockTimeout":
      return cliFailure("locked", error.message, {
        path: error.path,
        hint: "wait until it ends, or allow more time with --lock-timeout"
      })
    case "FileFault":
      return cliFailure(error.code, error.message, { path: error.path, hint: AGAIN })
    case "StoreError":
    case "ConfigError":
    case "StateError":
    case "LedgerError": {
      const { reason } = error
      const path = "path" in reason ? { path: reason.path } : {}
      return cliFailure(reason.code, error.message, { ...path, hint: hintOf(error) })
    }
  }
}

const hintOf = (error: StoreError | ConfigError | StateError | LedgerError): string => {
  const { reason } = error
  if (reason._tag === "NotInRegistry")
    return "see the ids in the registry, or name another one with --registry"
  if (reason._tag === "NameTaken")
    return "move what is there away, or repair it with reconcile --replace-broken"
  if (reason._tag === "OwnerNotKept") return `run it as ${reason.runAs}`
  return error.transient ? AGAIN : FOR_GOOD
}
