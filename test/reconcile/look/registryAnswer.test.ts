/** What `doctor` is given to judge of the registry: whether it answers, and if not, why. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { RegistryUnreachable } from "../../../src/domain/errors/RegistryReason.ts"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { PluginRegistry, PluginStore } from "../../../src/services/PluginStore.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { spec } from "../../support/operating.ts"
import { around, sign } from "../../support/runs/surrounding.ts"

describe("the registry", () => {
  const copy = { registry: { entries: [{ id: "a" }, { id: "b" }], skipped: [] }, fetchedAtMs: 0 }
  const answering = (get: typeof PluginRegistry.Service.get) =>
    Effect.map(around(), ({ registry }) => registry).pipe(
      Effect.provideService(PluginRegistry, {
        get,
        invalidate: Effect.void,
        known: Effect.succeedNone
      })
    )
  const failure = { at: "2026-03-01T12:00:00Z", problem: "HTTP 500" }
  const state = {
    address: "https://example.org",
    fetched_at: null,
    stale: true,
    entries: 2,
    skipped: [],
    last_failure: failure,
    backing_off_until: null
  }
  const inStore =
    (more: Partial<typeof PluginStore.Service>) =>
    <A, E, R>(program: Effect.Effect<A, E, R>) =>
      Effect.gen(function* () {
        return yield* Effect.provideService(program, PluginStore, { ...(yield* PluginStore), ...more })
      })

  it.effect("is asked afresh", () =>
    spec(
      sign,
      Effect.gen(function* () {
        const store = yield* MemoryStore
        yield* around()
        assert.strictEqual(yield* store.invalidations, 1)
      })
    )
  )

  it.effect("has answered where its answer is fresh", () =>
    spec(
      sign,
      Effect.map(answering(Effect.succeed({ ...copy, stale: false })), (answer) =>
        assert.deepStrictEqual(answer, { _tag: "Answered", entries: 2 })
      )
    )
  )

  it.effect("is not asked offline", () =>
    spec(
      sign,
      Effect.map(answering(Effect.die("it was asked")).pipe(inStore({ available: false })), (answer) =>
        assert.deepStrictEqual(answer, { _tag: "Offline" })
      )
    )
  )

  it.effect("has failed where it gives no answer", () => {
    const reason = new RegistryUnreachable({ address: "https://example.org", problem: "no network" })
    const error = new StoreError({ plugin: "", reason })
    return spec(
      sign,
      Effect.map(answering(Effect.fail(error)), (answer) =>
        assert.deepStrictEqual(answer, { _tag: "Failed", problem: error.message })
      )
    )
  })

  it.effect("has failed as it last did where only an old copy is left", () =>
    spec(
      sign,
      Effect.map(
        answering(Effect.succeed({ ...copy, stale: true })).pipe(
          inStore({ registry: Effect.succeed(state) })
        ),
        (answer) => assert.deepStrictEqual(answer, { _tag: "Failed", problem: "HTTP 500" })
      )
    )
  )

  it.effect.each([
    ["no failure is known", { ...state, last_failure: null }],
    ["there is no copy on this machine", null]
  ] as const)("has failed without a cause where %s", ([_title, known]) =>
    spec(
      sign,
      Effect.map(
        answering(Effect.succeed({ ...copy, stale: true })).pipe(
          inStore({ registry: Effect.succeed(known) })
        ),
        (answer) =>
          assert.deepStrictEqual(answer, {
            _tag: "Failed",
            problem: "the registry gave no usable answer"
          })
      )
    )
  )
})
