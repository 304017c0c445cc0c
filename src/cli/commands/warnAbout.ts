/** Says on standard error what does not stop a pass but should be heard. */
import { Effect } from "effect"
import { Config } from "../../services/Config.ts"
import { StateStore } from "../../services/StateStore.ts"
import { Ledger } from "../../services/ownFiles/Ledger.ts"

export const warnAbout = Effect.gen(function* () {
  const asked = [(yield* Config).warnings, (yield* StateStore).warnings, (yield* Ledger).warnings]
  const warnings = (yield* Effect.all(asked)).flat()
  yield* Effect.forEach(warnings, (warning) => Effect.logWarning(warning), { discard: true })
})
