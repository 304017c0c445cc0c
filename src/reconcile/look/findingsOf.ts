/** What a run finds. Rule 6 is loaded where there is a desired state to hold the sign to: a check has none. */
import { Effect } from "effect"
import type { Finding } from "../../domain/findings/Finding.ts"
import { Policy } from "../../services/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { detectUndesired } from "../judge/detectBy.ts"

export const findingsOf = Effect.fnUntraced(function* (
  seen: Snapshot
): Effect.fn.Return<ReadonlyArray<Finding>, never, Policy> {
  const policy = yield* Policy
  if (seen.desired === undefined) return detectUndesired(seen, policy)
  const { detect } = yield* Effect.promise(() => import("../judge/detect.ts"))
  return detect(seen, policy)
})
