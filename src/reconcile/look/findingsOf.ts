/** What a run finds. Rule 6 is loaded where there is a desired state to hold the sign to: a check has none. */
import { Effect } from "effect"
import type { Finding } from "../../domain/findings/Finding.ts"
import type { Policy } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { detectUndesired } from "../judge/detectBy.ts"

export const findingsOf = (seen: Snapshot, policy: Policy): Effect.Effect<ReadonlyArray<Finding>> =>
  seen.desired === undefined
    ? Effect.succeed(detectUndesired(seen, policy))
    : Effect.map(
        Effect.promise(() => import("../judge/detect.ts")),
        ({ detect }) => detect(seen, policy)
      )
