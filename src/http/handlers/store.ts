/** The plugin store. */
import { Effect, Option, Result } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import type { Registry } from "../../domain/store/Registry.ts"
import { isWanted, storeListing } from "../../domain/store/StoreListing.ts"
import type { StoreError } from "../../domain/errors/StoreError.ts"
import { snapshot } from "../../reconcile/look/snapshot.ts"
import { PluginRegistry, PluginStore } from "../../services/PluginStore.ts"
import { succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import { complaint, Unavailable } from "../api/envelope.ts"
import { Closing } from "../server/Closing.ts"

const unreachable = ({ message, reason }: StoreError): Unavailable =>
  new Unavailable(complaint("NETWORK_ERROR", message, { context: { code: reason.code } }))

export const storeHandlers = HttpApiBuilder.group(
  ControllerApi,
  "store",
  Effect.fnUntraced(function* (handlers) {
    const registry = yield* PluginRegistry
    const store = yield* PluginStore
    const closing = yield* Closing

    /** The last good copy, where it cannot be asked. */
    const plugins = registry.get.pipe(
      Effect.catch((error) =>
        Effect.flatMap(
          registry.known,
          Option.match({ onNone: () => Effect.fail(unreachable(error)), onSome: Effect.succeed })
        )
      ),
      Effect.map((copy): Registry => copy.registry),
      closing.whileOpen
    )

    const around = Effect.map(snapshot(new Set()), ({ disk, host }) => ({
      ids: Result.isSuccess(disk) ? new Set(disk.success.plugins.map(({ id }) => id)) : undefined,
      ledmatrix: host.version
    }))

    const refreshed = Effect.gen(function* () {
      yield* registry.invalidate
      const copy = yield* Effect.mapError(registry.get, unreachable)
      if (!copy.stale) return copy.registry
      const known = yield* store.registry
      const problem = known?.last_failure?.problem ?? "it gave no usable answer"
      return yield* new Unavailable(
        complaint("NETWORK_ERROR", `the registry at ${known?.address ?? "its address"}: ${problem}`, {
          context: { code: "registry_unreachable" }
        })
      )
    })

    return (
      handlers
        .handle("list", ({ query: { category, query, tags = [] } }) =>
          Effect.gen(function* () {
            const { entries } = yield* plugins
            const { ids, ledmatrix } = yield* around
            const listed = entries.map((entry) => storeListing(entry, ids, ledmatrix))
            const wanted = listed.filter((listing) => isWanted(listing, { query, category, tags }))
            return succeeded({ plugins: wanted, registry: yield* store.registry })
          })
        )
        // Raw, since any body will do: nothing that LEDMatrix's clients send changes what the registry says.
        .handleRaw("refresh", () =>
          Effect.gen(function* () {
            const { entries } = yield* closing.whileOpen(refreshed)
            return {
              status: "success",
              message: "Plugin store refreshed",
              plugin_count: entries.length
            } as const
          })
        )
    )
  })
)
