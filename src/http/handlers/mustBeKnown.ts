/** Refuses ids that no source knows: a misspelt id would otherwise seem to be done. */
import { Effect, Option } from "effect"
import { explain } from "../../reconcile/look/explain.ts"
import type { Readers } from "../../reconcile/look/snapshot.ts"
import type { NotFound } from "../api/envelope.ts"
import { unknownPlugin } from "../failures.ts"
import { HttpSettings } from "../HttpSettings.ts"

export const mustBeKnown = Effect.fnUntraced(function* (
  id: string
): Effect.fn.Return<void, NotFound, HttpSettings | Readers> {
  const { policy } = yield* HttpSettings
  if (Option.isNone(yield* explain(id, policy))) return yield* unknownPlugin(id)
})
