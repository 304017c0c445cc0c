/** What ids there are without a network: of what is here, and of the registry's copy. */
import { Effect, Option, Result } from "effect"
import { SYSTEM_KEYS } from "../../domain/host/systemKeys.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { PluginStore } from "../../services/PluginStore.ts"

export const idsOnDisk = ({ disk }: Snapshot): ReadonlyArray<string> =>
  Result.isSuccess(disk) ? disk.success.plugins.map(({ id }) => id) : []

export const idsInConfig = ({ config }: Snapshot): ReadonlyArray<string> =>
  Result.isSuccess(config)
    ? [...config.success.values].flatMap(([id, { _tag }]) =>
        _tag === "Entry" && !SYSTEM_KEYS.has(id) ? [id] : []
      )
    : []

/** None where there is no copy of the registry. */
export const entriesInStore = Effect.flatMap(PluginStore, ({ copy }) =>
  Effect.map(copy, Option.match({ onNone: () => [], onSome: ({ registry }) => registry.entries }))
)
