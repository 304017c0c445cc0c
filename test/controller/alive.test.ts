// Whether a controller still does its work, which is what keeps a watchdog quiet.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Controller } from "../../src/controller/Controller.ts"
import type { Report } from "../../src/domain/findings/Report.ts"
import { Reconciler } from "../../src/reconcile/Reconciler.ts"
import { controller, controllerOnly, services, writeConfig } from "./support.ts"

const alive = Controller.use((live) => live.alive)

/** Its passes begin and do not end. */
const endless = Layer.succeed(Reconciler, {
  unrecoverable: Effect.succeed(new Set<string>()),
  forget: () => Effect.void,
  check: Effect.never,
  reconcile: () => Effect.never
})

const ready = Controller.use((live) =>
  Effect.map(live.status, ({ conditions }) =>
    conditions.flatMap(({ reason, status, type }) => (type === "Ready" ? [status, reason] : []))
  )
)

/** Its first pass ends, the second does not. */
const hangingLater = Layer.sync(Reconciler, () => {
  let passes = 0
  return {
    unrecoverable: Effect.succeed(new Set<string>()),
    forget: () => Effect.void,
    check: Effect.never,
    reconcile: () => Effect.suspend(() => (passes++ === 0 ? Effect.succeed(nothingFound) : Effect.never))
  }
})

const nothingFound: Report = {
  result: "in_sync",
  inconsistencies_found: [],
  inconsistencies_fixed: [],
  inconsistencies_manual: [],
  reconciliation_successful: true,
  message: "",
  source_errors: [],
  unrecoverable: [],
  changed_files: [],
  run_id: "",
  duration_ms: 0
}

describe("the controller is ready", () => {
  it.effect("no more while a pass runs for more than 5 minutes", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* writeConfig({})
      yield* TestClock.adjust("5 minutes")
      assert.deepStrictEqual(yield* ready, ["true", "started"])
      yield* TestClock.adjust("2 seconds")
      assert.deepStrictEqual(yield* ready, ["false", "pass_hangs"])
    }).pipe(
      Effect.provide(controllerOnly.pipe(Layer.provide(hangingLater), Layer.provideMerge(services({}))))
    )
  )
})

describe("the controller is alive", () => {
  it.effect("for as long as its passes end", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("5 hours")
      assert.isTrue(yield* alive)
    }).pipe(Effect.provide(controller({ plugins: { clock: {} } })))
  )

  it.effect("no more while a pass finds no end", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("59 minutes")
      assert.isTrue(yield* alive)
      yield* TestClock.adjust("2 minutes")
      assert.isFalse(yield* alive)
    }).pipe(Effect.provide(controllerOnly.pipe(Layer.provide(endless), Layer.provideMerge(services({})))))
  )
})
