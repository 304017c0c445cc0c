/** What was most likely meant by an id that is not known, from what is installed and from the registry's copy at hand. */
import { Effect, Option, Result } from "effect"
import { otherSpelling } from "../../domain/plugin/PluginId.ts"
import { lastSegment } from "../../domain/store/Registry.ts"
import { type Readers, snapshot } from "../../reconcile/look/snapshot.ts"
import { listed, nearestOf } from "../../domain/text/nearest.ts"
import { PROGRAM } from "../arguments/commandTable.ts"
import { entriesInStore, idsInConfig, idsOnDisk } from "./idsAtHand.ts"
import { CliFailure } from "../run/CliFailure.ts"
import { quoted } from "../view/text/ownCommand.ts"

const NOT_KNOWN: ReadonlySet<string> = new Set(["unknown_plugin", "not_in_registry"])

/** Ids typed for a command come from what is here, or from what the store has. */
export type IdOrigin = "here" | "store"

const idsHere = Effect.map(snapshot(new Set()), (seen) => [
  ...idsOnDisk(seen),
  ...idsInConfig(seen),
  ...Option.match(seen.state, {
    onNone: () => [],
    onSome: (reading) => (Result.isSuccess(reading) ? [...reading.success.records.keys()] : [])
  })
])

const hintFor = Effect.fnUntraced(function* (
  id: string,
  where: IdOrigin
): Effect.fn.Return<string | undefined, never, Readers> {
  const offered = yield* entriesInStore
  const inStore = offered.map((entry) => entry.id)
  const install = (one: string) => `\`${PROGRAM} install ${quoted(one)}\``
  const here = [...new Set(yield* idsHere)]
  if (here.includes(id))
    return `${id} is installed; the registry does not offer it, so nothing can be fetched`
  if (where === "here") {
    const near = nearestOf(id, here, otherSpelling(id))
    if (near.length > 0) return `did you mean ${listed(near)}?`
    const entry = offered.find((one) => one.id === id || lastSegment(one.plugin_path) === id)
    if (entry !== undefined) return `it is not installed, and the store has it: ${install(entry.id)}`
    const [nearInStore] = nearestOf(id, inStore, otherSpelling(id))
    return nearInStore === undefined
      ? undefined
      : `did you mean ${nearInStore}? It is not installed, and the store has it: ${install(nearInStore)}`
  }
  const near = nearestOf(id, inStore, otherSpelling(id))
  return near.length === 0
    ? `\`${PROGRAM} store\` lists what there is`
    : `did you mean ${listed(near)}? \`${PROGRAM} store\` lists what there is`
})

/** Of a failure that says that an id is not known, the hint names what is near. */
export const withNearIds =
  (id: string, where: IdOrigin) =>
  <A, R>(command: Effect.Effect<A, CliFailure, R>): Effect.Effect<A, CliFailure, R | Readers> =>
    command.pipe(
      Effect.catchIf(
        ({ code }) => NOT_KNOWN.has(code),
        (failure) =>
          Effect.flatMap(hintFor(id, where), (hint) => {
            const { code, message, path } = failure
            return Effect.fail(hint === undefined ? failure : new CliFailure({ code, message, path, hint }))
          })
      )
    )
