/** Says on standard error what does not stop a pass but should be heard. */
import { Effect } from "effect"
import { Config } from "../../../services/Config.ts"
import { StateStore } from "../../../services/StateStore.ts"
import { Ledger } from "../../../services/ownFiles/Ledger.ts"

/** What should be heard now. */
export const warnings = Effect.gen(function* () {
  const asked = [(yield* Config).warnings, (yield* StateStore).warnings, (yield* Ledger).warnings]
  return (yield* Effect.all(asked)).flat()
})

export const warnAbout = Effect.flatMap(warnings, (now) =>
  Effect.forEach(now, (warning) => Effect.logWarning(warning), { discard: true })
)
