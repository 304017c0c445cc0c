/** Whether a host lies in a network that is not open to all: this machine, a home, a company, a cloud's own services. */
import { Context, Effect } from "effect"

/** Judges the host of an address, as `URL.hostname` has it. Where that cannot be told, the host counts as public. */
export type JudgeHost = (hostname: string) => Effect.Effect<boolean>

/** Where nothing judges, every host counts as public. */
export const IsPrivateHost: Context.Reference<JudgeHost> = Context.Reference<JudgeHost>(
  "ledmatrix-reconciler/ports/IsPrivateHost",
  { defaultValue: () => () => Effect.succeed(false) }
)
