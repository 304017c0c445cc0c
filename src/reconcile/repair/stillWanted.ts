import { Effect } from "effect"
import { type Finding, findingKey } from "../../domain/findings/Finding.ts"
import { look, type Run } from "../Run.ts"

/** The planned findings as they are now, and all that was seen; `undefined` where none is to be repaired any more. */
export const stillWanted = Effect.fnUntraced(function* (run: Run, planned: ReadonlyArray<Finding>) {
  const { findings, seen } = yield* look(run)
  const wanted = new Set(planned.map(findingKey))
  const still = findings.filter((finding) => finding.fix._tag === "Auto" && wanted.has(findingKey(finding)))
  return still.length === 0 ? undefined : { findings: still, seen }
})
