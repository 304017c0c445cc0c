/** The words of plugins for their failures, as they may be shown: they may hold what is secret. */
import { Effect } from "effect"
import { FileReader } from "../../../ports/Files.ts"
import { foreignText } from "../foreignText.ts"
import { readSecretNames } from "../../ownFiles/formats/redact.ts"
import type { UnplacedPlugin } from "../../../domain/sources/ManagerView.ts"
import type { PublishedDisplay } from "./published.ts"

/** What was published, with these words. */
export const shownErrors = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  secretsFile: string,
  said: PublishedDisplay
) {
  const secrets = yield* Effect.provideService(readSecretNames(secretsFile), FileReader, files)
  const shown = ([id, plugin]: readonly [string, UnplacedPlugin]): [string, UnplacedPlugin] =>
    plugin.error === undefined ? [id, plugin] : [id, { ...plugin, error: foreignText(plugin.error, secrets) }]
  return { ...said, plugins: new Map([...said.plugins].map(shown)) } satisfies PublishedDisplay
})
