/** Looks at one plugin, for an explanation of it. Reads only. */
import { Effect, Option, Result } from "effect"
import type { Explanation } from "../../domain/findings/Explanation.ts"
import { Policy } from "../../services/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { Disk } from "../../services/Disk.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import { explanation } from "../tell/explanation.ts"
import { type Readers, snapshot } from "./snapshot.ts"

/** What is known of a plugin and how each rule judged it; `None` where no source knows the plugin. */
export const explain = Effect.fn("explain")(function* (
  id: string
): Effect.fn.Return<Option.Option<Explanation>, never, Readers> {
  const seen = yield* snapshot(new Set())
  const found = explanation(id, seen, yield* Policy, yield* (yield* PluginStore).registry)
  const changed = yield* changedFilesOf(id, seen)
  return changed === undefined ? found : Option.map(found, (said) => ({ ...said, changed_files: changed }))
})

/** None of a checkout: git says what was changed in it. */
const changedFilesOf = Effect.fnUntraced(function* (id: string, { disk: reading }: Snapshot) {
  if (Result.isFailure(reading)) return undefined
  const view = reading.success
  const plugins = view.plugins.filter((plugin) => plugin.id === id)
  const disk = yield* Disk
  const checkouts = yield* disk.checkouts({ ...view, plugins })
  const first = plugins.find(({ directory }) => !checkouts.has(directory))
  return first && (yield* disk.changedFiles(view, [first])).get(first.directory)
})
