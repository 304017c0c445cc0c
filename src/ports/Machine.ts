/** The machine around the installation, as far as `doctor` asks about it. Reads only. */
import { Context, type Effect } from "effect"
import type { FreeSpace, LedmatrixProcess, MachineUser } from "../domain/surroundings/Surroundings.ts"

/** What the machine says of itself. What it does not say is null. */
export class Machine extends Context.Service<
  Machine,
  {
    /** Who runs this process. */
    readonly user: MachineUser
    /** IANA name, as `Europe/Berlin`. */
    readonly timeZone: string
    /** Names of the variables of the environment that name a proxy. */
    readonly proxies: ReadonlyArray<string>
    readonly nameOfUser: (uid: number) => Effect.Effect<string>
    /** Whether this process may write what stands at a path, or create it where its directory is there. */
    readonly mayWrite: (path: string) => Effect.Effect<boolean>
    readonly freeSpace: (path: string) => Effect.Effect<FreeSpace | null>
    /** Processes that run LEDMatrix from this directory. */
    readonly ledmatrixOf: (root: string) => Effect.Effect<ReadonlyArray<LedmatrixProcess> | null>
    /** Whether the clock was set from the network since the machine started. */
    readonly clockSet: Effect.Effect<boolean | null>
    /** What `git --version` prints. */
    readonly git: Effect.Effect<string | null>
  }
>()("ledmatrix-reconciler/ports/Machine") {}
