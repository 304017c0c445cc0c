/** Whether the place of a plugin is taken, as far as that can be known before it is fetched. */
import { Effect } from "effect"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { StoreError } from "../../domain/errors/StoreError.ts"
import { NameTaken } from "../../domain/errors/PlaceReason.ts"
import { isPluginId } from "../../domain/plugin/PluginId.ts"
import { candidatesFor, lastSegment, type RegistryEntry } from "../../domain/store/Registry.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import { inside } from "../../services/installation/Installation.ts"
import { PluginRegistry } from "../../services/PluginStore.ts"

/** LEDMatrix's store names a plugin's directory in a repository after its manifest's id. */
const likelyId = ({ id, plugin_path }: RegistryEntry): string => lastSegment(plugin_path) || id

/** Fails where something stands in the place of every candidate. A registry that cannot be had is the download's to tell. */
export const refuseTakenName = Effect.fnUntraced(function* (name: string, disk: DiskView) {
  const copy = yield* Effect.option((yield* PluginRegistry).get)
  if (copy._tag === "None") return
  const ids = new Set(candidatesFor(copy.value.registry, name).map(likelyId).filter(isPluginId))
  const writer = yield* DiskWriter
  let taken: string | undefined
  for (const id of ids) {
    if (!(yield* writer.exists(inside(disk.path, id)))) return
    taken = inside(disk.shownPath, id)
  }
  if (taken !== undefined) {
    return yield* new StoreError({ plugin: name, reason: new NameTaken({ path: taken }) })
  }
})
