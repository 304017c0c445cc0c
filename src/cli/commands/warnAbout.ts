/** Says on standard error what does not stop a pass but should be heard. */
import { Effect } from "effect"
import { Config } from "../../services/Config.ts"
import { Ledger } from "../../services/ownFiles/Ledger.ts"

export const warnAbout = Effect.gen(function* () {
  const warnings = [...(yield* (yield* Config).warnings), ...(yield* (yield* Ledger).warnings)]
  yield* Effect.forEach(warnings, (warning) => Effect.logWarning(warning), { discard: true })
})
