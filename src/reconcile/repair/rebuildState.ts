/**
 * With `--replace-broken`: a state file that no parser reads is set aside and made anew from what config
 * and disk say. LEDMatrix would overwrite it at its next change, and forget everything in it.
 */
import { Effect, Option, Ref, Result } from "effect"
import { Change, FILE } from "../../domain/changes/Change.ts"
import { enabledVote } from "../../domain/sources/ConfigView.ts"
import type { PolicyValues } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { readRecord, rebuildRecord, type StateRecord } from "../../domain/sources/StateRecord.ts"
import { Policy } from "../../services/Policy.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import { StateWriter } from "../../services/writing/StateWriter.ts"
import { pluginFacts, snapshotFacts } from "../judge/facts/PluginFacts.ts"
import { look, noteChangedFiles, type Run } from "../Run.ts"
import { journalled } from "./journalled.ts"

/** What the file holds is at fault, not the reading of it. */
const UNPARSEABLE: ReadonlySet<string> = new Set(["not_json", "wrong_shape", "not_utf8", "too_deep", "empty"])

const isUnparseable = (state: Snapshot["state"]): boolean =>
  Option.isSome(state) && Result.isFailure(state.value) && UNPARSEABLE.has(state.value.failure.code)

/** A record for every plugin on disk: `enabled` of its entry, version of its manifest. */
export const recordsFromScratch = (snapshot: Snapshot, policy: PolicyValues): ReadonlyArray<StateRecord> => {
  if (Result.isFailure(snapshot.config) || Result.isFailure(snapshot.disk)) return []
  const around = snapshotFacts(snapshot, policy)
  return [...around.byId.keys()].map((id) => {
    const { entry, installed, runs = installed.at(-1) } = pluginFacts(id, around)
    const enabled = entry && enabledVote(entry.enabled, snapshot.host.traits)
    return rebuildRecord(id, readRecord(id, undefined), { enabled, version: runs?.version })
  })
}

/** True once a new file stands; does nothing unless the run may replace what is broken, and the file is. */
export const rebuildState = Effect.fn("rebuildState")(function* (run: Run) {
  const { seen } = yield* Ref.get(run.progress)
  if (!(yield* Policy).replaceBroken || seen === undefined) return false
  if (!isUnparseable(seen.state)) return false
  if (Result.isFailure(seen.config) || Result.isFailure(seen.disk)) return false
  const lock = yield* RootLock
  yield* lock.hold(rebuildHeld(run))
  return true
})

const rebuildHeld = Effect.fnUntraced(function* (run: Run) {
  const { seen } = yield* look(run)
  if (!isUnparseable(seen.state)) return
  const records = recordsFromScratch(seen, yield* Policy)
  const change = Change.RebuildState({ plugin: "", cause: "state_file_rebuilt" })
  const writer = yield* StateWriter
  const carryOut = Effect.gen(function* () {
    const keptAs = yield* writer.replaceUnparseable(records)
    yield* noteChangedFiles(run, [FILE.state, keptAs])
    return { made: [change] }
  })
  yield* journalled(run, { changes: [change], carryOut })
})
