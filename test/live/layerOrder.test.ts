// An embedder puts layers together: what is missing shows in the type, before anything is run.
import { assert, describe, expectTypeOf, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import {
  check,
  defaultPolicy,
  type FileReader,
  fileServices,
  Installation,
  NodeFileReader,
  openInstallation,
  PluginManager,
  Policy,
  StoreSettings
} from "../../src/index.ts"

const installation = Layer.effect(Installation, openInstallation("/no/such/directory"))
const settings = Layer.succeed(StoreSettings, StoreSettings.defaults)
const policy = Layer.succeed(Policy, defaultPolicy)
const undecided = PluginManager.layer.pipe(Layer.provideMerge(fileServices), Layer.provideMerge(settings))
const reading = Layer.merge(undecided, policy)

const right = reading.pipe(Layer.provideMerge(installation), Layer.provideMerge(NodeFileReader.layer))
const tooEarly = reading.pipe(Layer.provideMerge(NodeFileReader.layer), Layer.provideMerge(installation))

/** Compiles for what needs nothing alone. */
const run = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> => effect

describe("layers over the files", () => {
  it.effect("say at the type and at the error that the root is no installation", () =>
    Effect.gen(function* () {
      const told = yield* run(check().pipe(Effect.provide(right))).pipe(
        Effect.catchTag("NoInstallation", ({ message }) => Effect.succeed(message))
      )
      assert.strictEqual(told, "/no/such/directory: no such directory")
    })
  )

  it("are refused in the wrong order, by the name of what is missing", () => {
    const lacking = check().pipe(Effect.provide(tooEarly))
    expectTypeOf<Effect.Services<typeof lacking>>().toEqualTypeOf<FileReader>()
    assert.isDefined(run(Effect.provide(lacking, NodeFileReader.layer)))
  })

  it("are refused without what the operator decides: there is no default that would forget it", () => {
    const lacking = check().pipe(
      Effect.provide(undecided.pipe(Layer.provide(installation), Layer.provide(NodeFileReader.layer)))
    )
    expectTypeOf<Effect.Services<typeof lacking>>().toEqualTypeOf<Policy>()
    assert.isDefined(run(Effect.provide(lacking, policy)))
  })
})
