/** Why LEDMatrix's own process could not be asked for something, or did not do it. */
import { Data } from "effect"

/** Time may cure all of it: a service is restarted, a portal is passed, a card has room again. */
export class LedmatrixFailed extends Data.TaggedError("LedmatrixFailed")<{
  readonly code:
    | "ledmatrix_unreachable"
    /** Something answers there, and it is not LEDMatrix. */
    | "not_ledmatrix"
    | "ledmatrix_refused"
    /** It says that it is done, and the files say that it is not. */
    | "ledmatrix_not_switched"
  /** Without what may be a credential. */
  readonly address: string
  readonly problem: string
}> {
  readonly transient = true
  override get message(): string {
    return `${this.address}: ${this.problem}`
  }
}

/** The program that keeps `enabled` in memory could not set it. */
export class SwitchError extends Data.TaggedError("SwitchError")<{
  readonly plugin: string
  readonly reason: LedmatrixFailed
}> {
  get transient(): boolean {
    return this.reason.transient
  }
  override get message(): string {
    return this.reason.message
  }
}
