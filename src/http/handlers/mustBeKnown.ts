/** Refuses ids that no source knows: what is asked for one that is misspelt would otherwise seem to be done. */
import { Effect, Option } from "effect"
import { explain } from "../../reconcile/look/explain.ts"
import type { Readers } from "../../reconcile/look/snapshot.ts"
import { unknownPlugin } from "../failures.ts"
import { HttpSettings } from "../HttpSettings.ts"

export const mustBeKnown = Effect.gen(function* () {
  const { policy } = yield* HttpSettings
  const readers = yield* Effect.context<Readers>()
  return Effect.fnUntraced(function* (id: string) {
    if (Option.isNone(yield* explain(id, policy))) return yield* unknownPlugin(id)
  }, Effect.provideContext(readers))
})
