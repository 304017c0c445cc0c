/** Whoever started this process and looks after it, as systemd does: it is told how the service stands. */
import { Context, Data, type Duration, type Effect } from "effect"

/** It could not be told; what was to be told is told again at the next occasion. */
export class NotNotified extends Data.TaggedError("NotNotified")<{ readonly problem: string }> {
  readonly transient = true
  override get message(): string {
    return this.problem
  }
}

/** See `sd_notify(3)`. */
export interface Notice {
  readonly READY?: "1"
  readonly STOPPING?: "1"
  readonly WATCHDOG?: "1"
  /** One line, for people. */
  readonly STATUS?: string
}

export class ServiceManager extends Context.Service<
  ServiceManager,
  {
    /** Whether there is one that wants to be told. Where not, `notify` does nothing. */
    readonly listens: boolean
    /** It ends the process that has not said for as long that it is alive; `undefined` where it does not watch. */
    readonly watchdog: Duration.Duration | undefined
    readonly notify: (notice: Notice) => Effect.Effect<void, NotNotified>
  }
>()("ledmatrix-reconciler/ports/ServiceManager") {}
