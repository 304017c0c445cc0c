/** A pass that was asked for and of which there is no report. */
import { Data } from "effect"

export class PassUnanswered extends Data.TaggedError("PassUnanswered")<{
  readonly code: "stopping" | "suspended" | "locked" | "pass_died"
  readonly problem: string
}> {
  readonly transient = true
  override get message(): string {
    return this.problem
  }
}
