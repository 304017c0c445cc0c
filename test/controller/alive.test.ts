// Whether a controller still does its work, which is what keeps a watchdog quiet.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Controller } from "../../src/controller/Controller.ts"
import { Reconciler } from "../../src/reconcile/Reconciler.ts"
import { controller, controllerOnly, services } from "./support.ts"

const alive = Controller.use((live) => live.alive)

/** Its passes begin and do not end. */
const endless = Layer.succeed(Reconciler, {
  unrecoverable: Effect.succeed(new Set<string>()),
  forget: () => Effect.void,
  check: Effect.never,
  reconcile: () => Effect.never
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
