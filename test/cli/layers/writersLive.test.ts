// The capabilities of the program as they are joined, where something may go wrong in the joining.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, References } from "effect"
import { foundationLive } from "../../../src/cli/layers/foundation.ts"
import { policyLive } from "../../../src/cli/layers/policyLive.ts"
import { settings } from "../../../src/cli/settings/Settings.ts"
import { readingServices } from "../../../src/services/readingServices.ts"
import { writersLive } from "../../../src/cli/layers/writersLive.ts"
import { Reconciler } from "../../../src/reconcile/Reconciler.ts"
import { asOneRun } from "../../../src/changes/runId.ts"
import { Installation } from "../../../src/services/installation/Installation.ts"
import { directoryWith, serving } from "../../support/realInstallation.ts"

describe("the store, which comes into being at its first use", () => {
  it.live("logs each run's troubles under that run's id, not under the first one's", () =>
    Effect.gen(function* () {
      const registry = yield* serving((_request, response) => {
        response.statusCode = 400
        response.end()
      })
      const root = yield* directoryWith({ "config/config.json": `{"weather": {"enabled": true}}` })
      const chosen = yield* settings({ registry: [`${registry}/plugins.json`] }, {})
      const services = Layer.merge(policyLive(chosen), writersLive(chosen)).pipe(
        Layer.provideMerge(readingServices),
        Layer.provide(foundationLive(Installation.at(root), chosen))
      )
      const told: Array<unknown> = []
      const logger = Logger.make(({ fiber, message }) => {
        const [text] = Array.isArray(message) ? message : [message]
        if (text === "the registry could not be asked")
          told.push(fiber.getRef(References.CurrentLogAnnotations)["run"])
      })
      const run = Reconciler.use((reconciler) =>
        asOneRun("pass", (id) => Effect.as(reconciler.reconcile({ force: true, replaceBroken: false }), id))
      )
      const ids = yield* Effect.all([run, run]).pipe(
        Effect.provide(Reconciler.layer.pipe(Layer.provide(services))),
        Effect.provideService(Logger.CurrentLoggers, new Set([logger]))
      )
      assert.deepStrictEqual(told, ids)
    })
  )
})
