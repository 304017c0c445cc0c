/** How each plugin stands where LEDMatrix keeps no saved state: put together at each request, as LEDMatrix does. */
import { Effect, Result } from "effect"
import { enabledVote } from "../../../domain/sources/ConfigView.ts"
import { Policy } from "../../../services/Policy.ts"
import type { JournalRecord } from "../../../domain/changes/Journal.ts"
import {
  knownIds,
  pluginFacts,
  snapshotFacts,
  type SnapshotFacts
} from "../../../reconcile/judge/facts/PluginFacts.ts"
import { snapshot } from "../../../reconcile/look/snapshot.ts"
import { Journal } from "../../../services/ownFiles/Journal.ts"
import type { PluginStanding } from "../../api/routes/plugins.ts"
import { pluginRuntime, runtimeOf } from "./runtime.ts"

/** By id, and the display that says what runs of it. Fails with the error of config or disk where that could not be read. */
export const pluginStandings = Effect.fnUntraced(function* () {
  const seen = yield* snapshot(new Set())
  if (Result.isFailure(seen.config)) return yield* seen.config.failure
  if (Result.isFailure(seen.disk)) return yield* seen.disk.failure
  const around = snapshotFacts(seen, yield* Policy)
  const records = yield* (yield* Journal).view.pipe(
    Effect.map((view) => view.records),
    Effect.orElseSucceed((): ReadonlyArray<JournalRecord> => [])
  )
  const ids = [...knownIds(around)].filter((id) => {
    const { entry, installed } = pluginFacts(id, around)
    return entry !== undefined || installed.length > 0
  })
  const display = Result.isSuccess(seen.manager) ? seen.manager.success.display : undefined
  return {
    standings: new Map(ids.map((id) => [id, standing(id, around, records)])),
    runtime: runtimeOf(display, seen.takenAtMs)
  }
})

const standing = (
  id: string,
  around: SnapshotFacts,
  records: ReadonlyArray<JournalRecord>
): PluginStanding => {
  const { entry, installed } = pluginFacts(id, around)
  const { traits } = around.snapshot.host
  const enabled = entry !== undefined && enabledVote(entry.enabled, traits) === true
  const [first] = installed
  const { manager } = around.snapshot
  const runtime = pluginRuntime(Result.isSuccess(manager) ? manager.success.plugins.get(id) : undefined)
  const ofIt = records.filter(({ changes }) => changes.some(({ plugin_id }) => plugin_id === id))
  return {
    plugin_id: id,
    installed: first !== undefined,
    version: first?.version ?? null,
    in_config: entry !== undefined,
    enabled,
    status:
      first === undefined
        ? "unknown"
        : runtime.error_info !== null
          ? "error"
          : enabled
            ? "enabled"
            : "disabled",
    ...runtime,
    installed_at: ofIt.find(({ command }) => command === "install")?.started_at ?? null,
    last_updated: ofIt[0]?.started_at ?? null
  }
}
