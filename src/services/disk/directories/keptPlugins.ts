import { Effect, Result } from "effect"
import type { DiskView, InstalledPlugin } from "../../../domain/sources/DiskView.ts"
import { inside } from "../../installation/Installation.ts"
import { pluginTraits } from "./pluginTraits.ts"

/** Ids of those plugins that are bundled or `local_only`; of which it cannot be told, it is assumed. */
export const keptPlugins = Effect.fn("keptPlugins")(function* (
  { path }: DiskView,
  plugins: ReadonlyArray<InstalledPlugin>
) {
  const kept = new Set<string>()
  for (const { directory, id } of plugins) {
    const traits = yield* Effect.result(pluginTraits(inside(path, directory)))
    if (Result.isFailure(traits) || traits.success.bundled || traits.success.localOnly) kept.add(id)
  }
  return kept
})
