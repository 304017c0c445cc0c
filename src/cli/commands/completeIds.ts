/** What may come next in a command line, for completion scripts: ids and runs, from files of this machine alone. */
import type { Environment } from "../../node/Environment.ts"
import { Effect } from "effect"
import { isPluginId } from "../../domain/plugin/PluginId.ts"
import { history } from "../../reconcile/look/history.ts"
import { type Readers, snapshot } from "../../reconcile/look/snapshot.ts"
import { type CompletionKind, completedBy } from "../arguments/completionWord.ts"
import { plainLine } from "../arguments/plainLine.ts"
import type { Foundation } from "../layers/foundation.ts"
import { reading } from "../layers/reading.ts"
import { NodeFileReader } from "../../node/NodeFileReader.ts"
import { settingsFile } from "../settings/settingsFile.ts"
import { entriesInStore, idsInConfig, idsOnDisk } from "./idsAtHand.ts"
import { settings } from "../settings/Settings.ts"

/** A word that no option takes for its value without the line being understood otherwise. */
const NEXT = "next-word"

const here = Effect.map(snapshot(new Set()), (seen) => [...idsOnDisk(seen), ...idsInConfig(seen)])

const store = Effect.gen(function* () {
  const installed = new Set(idsOnDisk(yield* snapshot(new Set())))
  return (yield* entriesInStore).map(({ id }) => id).filter((id) => !installed.has(id))
})

const runs = history().pipe(
  Effect.map((past) => past.runs.filter(({ undone_by }) => undone_by === null).map(({ run_id }) => run_id)),
  Effect.orElseSucceed((): ReadonlyArray<string> => [])
)

type Candidates = Effect.Effect<ReadonlyArray<string>, never, Readers | Foundation>

const known: { readonly [of in CompletionKind]: Candidates } = { here, store, runs }

/** Nothing where the next word is no id, or the installation cannot be read: a completion has no place for errors. */
export const completeIds = (
  words: ReadonlyArray<string>,
  environment: Environment
): Effect.Effect<ReadonlyArray<string>> =>
  Effect.gen(function* () {
    const line = plainLine([...words, NEXT])
    if (line?.argument !== NEXT) return []
    const by = completedBy(line.command)
    if (by === undefined) return []
    const file = yield* Effect.provide(settingsFile(line.given, environment), NodeFileReader.layer)
    const chosen = yield* settings(line.given, environment, file)
    const found = yield* reading(
      chosen,
      Effect.orElseSucceed(known[by], () => [])
    )
    return [...new Set(found)].filter(isPluginId)
  }).pipe(Effect.orElseSucceed(() => []))
