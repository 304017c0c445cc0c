/** LEDMatrix's own settings are no plugin: no operation touches them. */
import { advice } from "../domain/advice/Advice.ts"
import { NextStep } from "../domain/advice/NextStep.ts"
import { Effect } from "effect"
import { FILE } from "../domain/changes/Change.ts"
import { OperationRefused } from "../domain/Operation.ts"
import type { SnapshotFacts } from "../reconcile/judge/facts/PluginFacts.ts"

/** Fails where `id` is a top-level key of config that belongs to LEDMatrix itself. */
export const refuseSystemKey = (
  id: string,
  { systemKeys }: SnapshotFacts
): Effect.Effect<void, OperationRefused> =>
  systemKeys.has(id)
    ? Effect.fail(
        new OperationRefused({
          plugin: id,
          code: "system_key",
          problem: `${JSON.stringify(id)} is a key of LEDMatrix itself in config.json, not a plugin's`,
          path: FILE.config,
          hint: advice`${NextStep.ShowPlugins()} lists the ids`
        })
      )
    : Effect.void
