/** Why an operation did not happen, as every shell tells it: what happened, where, and what to do next. */
import { type Advice, advice } from "../domain/advice/Advice.ts"
import { NextStep } from "../domain/advice/NextStep.ts"
import type { SwitchError } from "../domain/errors/LedmatrixError.ts"
import type { HalfDone, OperationRefused } from "../domain/Operation.ts"
import type { ConfigError, LedgerError, StateError } from "../domain/errors/ServiceError.ts"
import type { FileReason } from "../domain/errors/FileReason.ts"
import { stepFor } from "../domain/errors/stepFor.ts"
import type { StoreError, StoreReason } from "../domain/errors/StoreError.ts"
import type { FileFault } from "../ports/FileFault.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"

/** Why an operation was not carried out. Each error says whether it is `transient`. */
export type OperationError =
  | OperationRefused
  | HalfDone
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
  readonly hint: Advice | undefined
  /** Whose it is, where this program may not use it. */
  readonly owner?: string
}

const AGAIN = "nothing was changed; run it again later"
const MEND = advice`nothing was changed; unless a program is just writing it, repair the file (${NextStep.ReplaceBroken()} takes a byte-order mark off), then run it again`
const NOT_SWITCHED = advice`see whether LEDMatrix's web service runs; ${NextStep.LeaveOutLedmatrix()}`
const asOwner = (owner: string | undefined): string =>
  owner === undefined
    ? "nothing was changed; run it as the user who owns this, or give it back to that user"
    : `nothing was changed; run it as ${owner}, or give it to the user who runs this`
const NOT_ALLOWED: ReadonlySet<string> = new Set(["EACCES", "EPERM"])
const MAKE_ROOM = "nothing was changed; make room, then run it again"
const NO_ROOM: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"])
const FOR_GOOD = "nothing was changed; running it again does not help until this changes"

export const operationProblem = (error: OperationError): OperationProblem => {
  const { message } = error
  switch (error._tag) {
    case "OperationRefused":
      return { code: error.code, message, path: error.path, hint: error.hint }
    case "HalfDone":
      return { code: error.code, message, path: undefined, hint: hintOfHalf(error) }
    case "LockTimeout": {
      const hint = advice`wait until it ends, or ${NextStep.WaitLonger()}`
      return { code: "locked", message, path: error.path, hint }
    }
    case "FileFault":
      return {
        code: error.code,
        message,
        path: error.path,
        hint: hintOfFault({ code: error.code, transient: error.transient, owner: error.refuser?.owner }),
        ...(error.refuser === undefined ? {} : { owner: error.refuser.owner })
      }
    case "SwitchError":
      return { code: error.reason.code, message, path: undefined, hint: NOT_SWITCHED }
    case "StoreError":
    case "ConfigError":
    case "StateError":
    case "LedgerError": {
      const { reason } = error
      const owner = ownerOf(reason)
      return {
        code: reason.code,
        message,
        path: "path" in reason ? reason.path : undefined,
        hint: hintOf(error),
        ...(owner === undefined ? {} : { owner })
      }
    }
  }
}

const ownerOf = (reason: StoreReason | FileReason): string | undefined => {
  if (reason._tag === "OwnerNotKept") return reason.runAs
  return reason._tag === "FileFailed" ? reason.owner : undefined
}

const hintOfHalf = ({ command, run }: HalfDone): Advice =>
  advice`mend what the message names, such as a full disk; the next command that changes anything then completes this ${command}, or takes it back where it had not come far; once it is completed, ${NextStep.Undo({ run })} takes it back`

const hintOf = (error: StoreError | ConfigError | StateError | LedgerError): Advice => {
  const { reason } = error
  if (reason._tag === "NotInRegistry")
    return advice`${NextStep.ShowStore()} lists what there is; ${NextStep.GiveAnotherRegistry()}`
  if (reason._tag === "NameTaken")
    return advice`move what is there away, or repair it with ${NextStep.ReplaceBroken()}`
  if (reason._tag === "NotParseable") return MEND
  const owner = ownerOf(reason)
  if (reason._tag === "OwnerNotKept") return asOwner(owner)
  return hintOfFault({ code: reason.code, transient: error.transient, owner })
}

const hintOfFault = ({
  code,
  owner,
  transient
}: {
  readonly code: string
  readonly owner: string | undefined
  readonly transient: boolean
}): string => {
  if (NOT_ALLOWED.has(code)) return asOwner(owner)
  if (NO_ROOM.has(code)) return MAKE_ROOM
  const step = stepFor(code)
  if (step !== undefined) return `nothing was changed; ${step}`
  return transient ? AGAIN : FOR_GOOD
}
