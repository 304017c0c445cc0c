/** What of planned repairs is still to be done once the lock is held. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { stillWanted } from "../../../src/reconcile/repair/stillWanted.ts"
import { beginRun, look } from "../../../src/reconcile/Run.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { put, spec } from "../../support/operating.ts"
import { desiredBy } from "../../support/runs/wanting.ts"

const on = { enabled: true }

/** What is wanted of the removal of `a`, `meanwhile` having happened after it was planned. */
const wanted = <R>(meanwhile: Effect.Effect<void, never, R>) =>
  spec(
    { config: { a: on, b: on } },
    Effect.gen(function* () {
      const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
      const run = yield* beginRun({ unrecoverable })
      const planned = (yield* look(run)).findings.filter(({ id }) => id === "a")
      yield* meanwhile
      const now = yield* stillWanted(run, planned)
      const { seen } = yield* Ref.get(run.progress)
      return now && [now.seen === seen, ...now.findings.map(({ id, reason }) => `${id} ${reason}`)]
    }).pipe(
      Effect.provideService(DesiredState, {
        current: Effect.succeed(desiredBy({ plugins: { a: { absent: true } } }))
      })
    )
  )

describe("a planned repair", () => {
  it.effect("is wanted where its finding is there, and no other is", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* wanted(Effect.void), [true, "a desired_absent"])
    })
  )

  it.effect("is wanted no more where its finding has gone", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* wanted(put("config/config.json", JSON.stringify({ b: on }))))
    })
  )

  it.effect("is wanted no more where it has become a person's work", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* wanted(put("plugin-repos/a/manifest.json", `{"id": "another"}`)))
    })
  )
})
