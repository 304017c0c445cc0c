/** A machine for `doctor`, and a sign that it has nothing to find fault with. */
import { Effect } from "effect"
import type { FreeSpace, MachineUser } from "../../../src/domain/surroundings/Surroundings.ts"
import { Machine } from "../../../src/ports/Machine.ts"
import { surroundings } from "../../../src/reconcile/look/surroundings.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import type { Described } from "../reconciling.ts"

export const PI: MachineUser = { uid: 1000, name: "pi" }
export const SPACE: FreeSpace = { bytes: 5_000_000, files: 1000 }

const machine = Machine.of({
  user: PI,
  timeZone: "Europe/Berlin",
  proxies: ["HTTPS_PROXY"],
  nameOfUser: (uid) => Effect.succeed(uid === 0 ? "root" : "pi"),
  mayWrite: () => Effect.succeed(true),
  freeSpace: () => Effect.succeed(SPACE),
  ledmatrixOf: (root) => Effect.succeed(root === MEMORY_ROOT ? [{ pid: 7, part: "display" }] : null),
  clockSet: Effect.succeed(true),
  git: Effect.succeed("git version 2.39.5")
})

/** What is given to `doctor`, where the machine says something else of itself. */
export const around = (more: Partial<typeof Machine.Service> = {}) =>
  Effect.provideService(surroundings(), Machine, { ...machine, ...more })

export const sign: Described = {
  config: { clock: { enabled: true } },
  plugins: { clock: {} },
  ledmatrixVersion: "3.8.0",
  offers: { clock: { manifestId: "clock", version: "1.0.0" } }
}

export const withoutConfig = MemoryFiles.use((files) =>
  files.failWhen(({ name, path }) => name === "read" && path.endsWith("/config.json"), "EACCES")
)
