/** The program that started this process and looks after it, such as systemd: the service reports its status to it. */
import { Context, Data, type Duration, type Effect } from "effect"

/** The service manager could not be reached; the next report says the same again. */
export class NotNotified extends Data.TaggedError("NotNotified")<{ readonly problem: string }> {
  readonly transient = true
  override get message(): string {
    return this.problem
  }
}

/** See `sd_notify(3)`. */
export interface ServiceNotice {
  readonly READY?: "1"
  readonly STOPPING?: "1"
  readonly WATCHDOG?: "1"
  /** One line, for people. */
  readonly STATUS?: string
}

export class ServiceManager extends Context.Service<
  ServiceManager,
  {
    /** Whether there is one that wants notices. Where not, `notify` does nothing. */
    readonly listens: boolean
    /** It ends the process that has not said for as long that it is alive; `undefined` where it does not watch. */
    readonly watchdog: Duration.Duration | undefined
    readonly notify: (notice: ServiceNotice) => Effect.Effect<void, NotNotified>
  }
>()("ledmatrix-reconciler/ports/ServiceManager") {}
