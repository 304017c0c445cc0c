/** A run that has readers and nothing else: its report, or `None` where it wants to go on after its first look. */
import { Effect, Option, Ref } from "effect"
import { oneRun } from "../../../src/reconcile/oneRun.ts"

export const firstLookAlone = Effect.fnUntraced(function* () {
  const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
  const goesOn = yield* Ref.make(false)
  const report = yield* oneRun({ unrecoverable, force: false }, () => Ref.set(goesOn, true)).pipe(
    Effect.orDie
  )
  return (yield* Ref.get(goesOn)) ? Option.none() : Option.some(report)
})
