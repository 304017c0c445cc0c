/** An install that failed for good, as this program remembers it across runs. Times are milliseconds since the epoch. */
export interface InstallFailure {
  readonly code: string
  /** What went wrong, and with what was downloaded from where. */
  readonly message: string
  readonly failedAtMs: number
  /** Until when it is not tried again by itself; not after `failedAtMs` where it has ended. */
  readonly heldUntilMs: number
  /** The id of what was downloaded, where that is another plugin than the one asked for. */
  readonly foundId?: string
  /** The version that a desired state wanted, where only that one cannot be had: another is not held back. */
  readonly version?: string
}

/** Whether the failure still holds. A clock that went back by more than the time it holds ends it, too. */
export const holdsAt = ({ failedAtMs, heldUntilMs }: InstallFailure, nowMs: number): boolean =>
  nowMs < heldUntilMs && failedAtMs - nowMs < heldUntilMs - failedAtMs

/** Whether any of them still holds, which a fresh registry may end. */
export const anyHolds = (failures: ReadonlyMap<string, InstallFailure>, nowMs: number): boolean =>
  [...failures.values()].some((failure) => holdsAt(failure, nowMs))
