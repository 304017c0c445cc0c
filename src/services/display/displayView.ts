/** What a display published, as the source `manager`. */
import { Effect } from "effect"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import type { ManagedPlugin, ManagerView } from "../../domain/sources/ManagerView.ts"
import { FileReader } from "../../ports/Files.ts"
import { foreignText } from "../ledmatrix/foreignText.ts"
import { readSecretNames } from "../ownFiles/formats/redact.ts"
import type { Loaded, Published } from "./published.ts"

/** The same with each plugin's words for its failure as they may be shown: they may hold what is secret. */
export const shownErrors = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  secretsFile: string,
  said: Published
) {
  if ([...said.plugins.values()].every(({ error }) => error === undefined)) return said
  const secrets = yield* Effect.provideService(readSecretNames(secretsFile), FileReader, files)
  const shown = ([id, plugin]: readonly [string, Loaded]): [string, Loaded] =>
    plugin.error === undefined ? [id, plugin] : [id, { ...plugin, error: foreignText(plugin.error, secrets) }]
  return { ...said, plugins: new Map([...said.plugins].map(shown)) } satisfies Published
})

/** What is on disk and not listed by a live display is not loaded; of one that is not live nothing is known. */
export const displayView = ({ display, plugins }: Published, disk: DiskView | undefined): ManagerView => {
  const isLive = display.status === "live"
  const places = new Map<string, string>()
  for (const { directory, id } of disk?.plugins ?? []) if (!places.has(id)) places.set(id, directory)
  const known = new Map<string, ManagedPlugin>()
  for (const [id, directory] of places) {
    const unlisted: Loaded = isLive
      ? { id, loaded: false, error: undefined, state: "unloaded" }
      : { id, loaded: undefined, error: undefined }
    known.set(id, { ...(plugins.get(id) ?? unlisted), directory })
  }
  for (const [id, plugin] of plugins) if (!known.has(id)) known.set(id, { ...plugin, directory: undefined })
  return { plugins: known, display }
}
