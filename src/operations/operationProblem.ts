/** Why an operation did not happen, as every shell tells it: what happened, where, and what to do next. */
import type { SwitchError } from "../domain/errors/LedmatrixError.ts"
import type { OperationRefused } from "../domain/Operation.ts"
import type { ConfigError, LedgerError, StateError } from "../domain/errors/ServiceError.ts"
import { stepFor } from "../domain/errors/stepFor.ts"
import type { StoreError } from "../domain/errors/StoreError.ts"
import type { FileFault } from "../ports/Files.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"

/** Why an operation was not carried out. Each error says whether it is `transient`. */
export type OperationError =
  | OperationRefused
  | StoreError
  | ConfigError
  | StateError
  | LedgerError
  | SwitchError
  | LockTimeout
  | FileFault

export interface OperationProblem {
  /** Stable, for programs; listed in docs/errors.md. */
  readonly code: string
  readonly message: string
  readonly path: string | undefined
  readonly hint: string | undefined
}

const AGAIN = "nothing was changed; run it again later"
const NOT_SWITCHED =
  "see whether LEDMatrix's web service runs; a controller without --ledmatrix writes the files itself"
const AS_OWNER = "nothing was changed; run it as the user who owns this, or give it back to that user"
const NOT_ALLOWED: ReadonlySet<string> = new Set(["EACCES", "EPERM"])
const MAKE_ROOM = "nothing was changed; make room, then run it again"
const NO_ROOM: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"])
const FOR_GOOD = "nothing was changed; running it again does not help until this changes"

export const operationProblem = (error: OperationError): OperationProblem => {
  const { message } = error
  switch (error._tag) {
    case "OperationRefused":
      return { code: error.code, message, path: error.path, hint: error.hint }
    case "LockTimeout": {
      const hint = "wait until it ends, or allow more time with --lock-timeout"
      return { code: "locked", message, path: error.path, hint }
    }
    case "FileFault":
      return { code: error.code, message, path: error.path, hint: hintOfFault(error) }
    case "SwitchError":
      return { code: error.reason.code, message, path: undefined, hint: NOT_SWITCHED }
    case "StoreError":
    case "ConfigError":
    case "StateError":
    case "LedgerError": {
      const { reason } = error
      return {
        code: reason.code,
        message,
        path: "path" in reason ? reason.path : undefined,
        hint: hintOf(error)
      }
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
  return hintOfFault({ code: reason.code, transient: error.transient })
}

const hintOfFault = ({ code, transient }: { readonly code: string; readonly transient: boolean }): string => {
  if (NOT_ALLOWED.has(code)) return AS_OWNER
  if (NO_ROOM.has(code)) return MAKE_ROOM
  const step = stepFor(code)
  if (step !== undefined) return `nothing was changed; ${step}`
  return transient ? AGAIN : FOR_GOOD
}
