/** Many signs and one server, in a small budget; `npm run fleet` simulates as many as one likes. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { judged } from "./judge.ts"
import { simulateSigns } from "./simulate.ts"

const SIGNS = 30
const IDLE_MINUTES = 10

it.effect(
  "a document reaches all signs, and a harmful one those of its share alone, which take it back",
  () =>
    Effect.gen(function* () {
      const seen = yield* simulateSigns({
        signs: SIGNS,
        from: 0,
        to: SIGNS,
        idleMinutes: IDLE_MINUTES,
        share: 0.2,
        step: 5,
        tell: () => undefined
      })
      assert.deepStrictEqual(
        judged(seen, IDLE_MINUTES).filter(({ holds }) => !holds),
        []
      )
    })
)
