/** What surrounds an installation: the user, the machine, the network and LEDMatrix itself. */

import type { ReportedDisplay } from "../sources/Display.ts"

/** A user of this machine, by name where it has one. */
export interface MachineUser {
  readonly uid: number
  readonly name: string
}

/** A place that this program has to write, and that the user who runs it may not. */
export interface RefusedPlace {
  /** Relative to the root where it lies inside. */
  readonly path: string
  readonly owner: MachineUser
}

/** A running process of LEDMatrix. */
export interface LedmatrixProcess {
  readonly pid: number
  readonly part: "display" | "web"
}

/** What is free on the card. `files` is null where the file system has no limit on their number. */
export interface FreeSpace {
  readonly bytes: number
  readonly files: number | null
}

/** How the registry answered. `offline`: it was not asked. */
export type RegistryAnswer =
  | { readonly _tag: "Answered"; readonly entries: number }
  | { readonly _tag: "Failed"; readonly problem: string }
  | { readonly _tag: "Offline" }

/** All that `doctor` looks at. `null` is what could not be found out. */
export interface Surroundings {
  readonly root: string
  readonly user: MachineUser
  /** Of the root directory. */
  readonly owner: MachineUser | null
  readonly refused: ReadonlyArray<RefusedPlace>
  /** Sources that could not be read, as one sentence each. */
  readonly unreadable: ReadonlyArray<string>
  /** LEDMatrix's; null where it cannot be told. */
  readonly hostVersion: string | null
  readonly processes: ReadonlyArray<LedmatrixProcess> | null
  /** LEDMatrix's display, where it publishes what it runs: from 3.8.0 on. */
  readonly display: ReportedDisplay | null
  readonly space: FreeSpace | null
  readonly nowMs: number
  /** When `config.json` was last changed, by the clock of that moment. */
  readonly configChangedMs: number | null
  /** Whether the clock was set from the network since the machine started. */
  readonly clockSet: boolean | null
  readonly timeZone: string
  /** Its version; null where there is none that can be started. */
  readonly git: string | null
  readonly registry: RegistryAnswer
  /** Variables that name a proxy, by name alone. */
  readonly proxies: ReadonlyArray<string>
  /** Names in the plugins directory under our own prefix that hold what a run did not finish. */
  readonly stagings: ReadonlyArray<string>
  /** Mode of `data/reconciler`; null where it is not there. */
  readonly ownFilesMode: number | null
  /** Files of past runs' records that cannot be read. */
  readonly unreadableRuns: ReadonlyArray<string>
}
