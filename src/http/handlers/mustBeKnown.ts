/** What is refused at once, though an operation can be followed by its id: a client may never look at that. */
import { Effect, Option } from "effect"
import type { OperationRefused } from "../../domain/Operation.ts"
import { refuseSystemKey } from "../../operations/systemKeyRefused.ts"
import { explain } from "../../reconcile/look/explain.ts"
import { snapshotFacts } from "../../reconcile/judge/facts/PluginFacts.ts"
import { type Readers, snapshot } from "../../reconcile/look/snapshot.ts"
import { Policy } from "../../services/Policy.ts"
import type { NotFound } from "../api/envelope.ts"
import { pluginNotFound } from "../failures.ts"

/** Ids that no source knows: a misspelt id would otherwise seem to be done. */
export const mustBeKnown = Effect.fnUntraced(function* (
  id: string
): Effect.fn.Return<void, NotFound, Readers> {
  if (Option.isNone(yield* explain(id))) return yield* pluginNotFound(id)
})

/** Keys of LEDMatrix itself, as LEDMatrix refuses them. */
export const mustBeNoSystemKey = Effect.fnUntraced(function* (
  id: string
): Effect.fn.Return<void, OperationRefused, Readers> {
  yield* refuseSystemKey(id, snapshotFacts(yield* snapshot(new Set()), yield* Policy))
})
