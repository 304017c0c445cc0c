/** What a display published, as the source `manager`. */
import type { DiskView } from "../../../domain/sources/DiskView.ts"
import type { ManagedPlugin, ManagerView, UnplacedPlugin } from "../../../domain/sources/ManagerView.ts"
import type { PublishedDisplay } from "./published.ts"

/** Whether it holds words of a plugin, which may hold what is secret. */
export const tellsErrors = ({ plugins }: PublishedDisplay): boolean =>
  [...plugins.values()].some(({ error }) => error !== undefined)

/** What is on disk and not listed by a live display is not loaded; of one that is not live nothing is known. */
export const displayView = (
  { display, plugins }: PublishedDisplay,
  disk: DiskView | undefined
): ManagerView => {
  const isLive = display.status === "live"
  const places = new Map<string, string>()
  for (const { directory, id } of disk?.plugins ?? []) if (!places.has(id)) places.set(id, directory)
  const known = new Map<string, ManagedPlugin>()
  for (const [id, directory] of places) {
    const unlisted: UnplacedPlugin = isLive
      ? { id, loaded: false, error: undefined, state: "unloaded" }
      : { id, loaded: undefined, error: undefined }
    known.set(id, { ...(plugins.get(id) ?? unlisted), directory })
  }
  for (const [id, plugin] of plugins) if (!known.has(id)) known.set(id, { ...plugin, directory: undefined })
  return { plugins: known, display }
}
