/** Plugins that a run looks at and leaves alone. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { Failure } from "../../../src/domain/findings/Outcome.ts"
import { Reconciler } from "../../../src/reconcile/Reconciler.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { type Described, installation, lines, readJson } from "../../support/reconciling.ts"

const busy: Failure = { kind: "transient", code: "operation_in_progress", message: "it is being updated" }

const reconcileHolding = (...ids: ReadonlyArray<string>) =>
  Reconciler.use((reconciler) =>
    reconciler.reconcile({
      force: false,
      replaceBroken: false,
      held: new Map(ids.map((id) => [id, busy]))
    })
  )

const twoWithoutEntry: Described = { plugins: { clock: {}, news: {} } }

describe("a run that holds a plugin", () => {
  it.effect("reports it as failed, for the reason it is held, and repairs the others", () =>
    Effect.gen(function* () {
      const report = yield* reconcileHolding("clock")
      assert.deepStrictEqual(lines(report), [
        "clock no_entry failed transient operation_in_progress",
        "news no_entry fixed"
      ])
      assert.deepStrictEqual(report.inconsistencies_found[0]?.outcome.error, busy)
      assert.isFalse(report.reconciliation_successful)
    }).pipe(Effect.provide(installation(twoWithoutEntry)))
  )

  it.effect("leaves what belongs to it as it is, in files that it edits for others", () =>
    Effect.gen(function* () {
      yield* reconcileHolding("clock")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { news: { enabled: false } })
    }).pipe(Effect.provide(installation(twoWithoutEntry)))
  )

  it.effect("tells nothing of another one that somebody else has repaired meanwhile", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.before(({ name, path }) =>
        name === "open" && path.endsWith("/config.json")
          ? Effect.as(
              files.put(`${MEMORY_ROOT}/config/config.json`, '{"news": {"enabled": true}}'),
              undefined
            )
          : Effect.undefined
      )
      assert.deepStrictEqual(lines(yield* reconcileHolding("clock")), [
        "clock no_entry failed transient operation_in_progress"
      ])
    }).pipe(Effect.provide(installation(twoWithoutEntry)))
  )

  it.effect("does not fetch it", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcileHolding("gone")), [
        "gone not_installed failed transient operation_in_progress"
      ])
      assert.deepStrictEqual(yield* MemoryStore.use((store) => store.asked), [])
    }).pipe(
      Effect.provide(
        installation({
          config: { gone: { enabled: true } },
          offers: { gone: { manifestId: "gone", version: "1" } }
        })
      )
    )
  )

  it.effect("leaves to a person what is a person's work anyway", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcileHolding("clock")), ["clock key_not_object manual"])
    }).pipe(Effect.provide(installation({ config: { clock: 5 }, plugins: { clock: {} } })))
  )

  it.effect("is as any other where nothing is wrong with it", () =>
    Effect.gen(function* () {
      const report = yield* reconcileHolding("clock")
      assert.deepStrictEqual(lines(report), [])
      assert.isTrue(report.reconciliation_successful)
    }).pipe(Effect.provide(installation({ config: { clock: {} }, plugins: { clock: {} } })))
  )
})
