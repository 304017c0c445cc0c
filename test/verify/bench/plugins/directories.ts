/** Directories that a benchmark works in, and services on them. */
import { Effect, Exit, Layer, Scope } from "effect"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { liveServices } from "../../../support/realInstallation.ts"

export const directory = (): string => realpathSync(mkdtempSync(join(tmpdir(), "ledmatrix-bench-")))

export const emptied = (root: string): void => {
  for (const part of ["config", "data", "plugin-repos"]) {
    rmSync(join(root, part), { recursive: true, force: true })
    mkdirSync(join(root, part))
  }
  writeFileSync(join(root, "config/config.json"), "{}")
}

export const removed = (root: string): void => rmSync(root, { recursive: true, force: true })

/** Services that have not read anything yet. */
export const built = async (
  root: string,
  settings: Parameters<typeof liveServices>[1] = { offline: true }
) => {
  const scope = Scope.makeUnsafe()
  const context = await Effect.runPromise(Layer.buildWithScope(liveServices(root, settings), scope))
  return { context, end: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}
