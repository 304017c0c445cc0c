/** What the acts are given. */
import type { Chance } from "../../support/powerCut/seededChance.ts"
import type { Running } from "./controllerProcess.ts"
import type { Logins } from "./logins.ts"
import { PLUGINS, type Some, someOf, type World } from "./world.ts"

export interface Scene {
  readonly world: World
  readonly logins: Logins
  readonly chance: Chance
  readonly controller: () => Running
  readonly restart: (signal: "SIGKILL" | "SIGTERM") => Promise<void>
  readonly counted: (what: string) => void
}

export type Act = (scene: Scene) => Promise<void>

export const present = ({ wanted }: World): Some<string> =>
  someOf(PLUGINS.filter((id) => !wanted.uninstalled.has(id)))
