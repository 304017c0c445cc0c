import { Data } from "effect"

/**
 * There is no report of a pass that was asked for: the controller is stopping (`stopping`), everything is
 * suspended (`suspended`), another process kept the root lock (`locked`), or the pass died of a fault of the
 * program (`pass_died`). Always transient.
 */
export class PassUnanswered extends Data.TaggedError("PassUnanswered")<{
  readonly code: "stopping" | "suspended" | "locked" | "pass_died"
  readonly problem: string
}> {
  readonly transient = true
  override get message(): string {
    return this.problem
  }
}
