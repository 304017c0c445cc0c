// The client that the description gives: every route with its types, over a real connection.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Schema, Stream } from "effect"
import { FetchHttpClient } from "effect/http"
import { NotFound, Unauthorized } from "../../src/http/api/envelope.ts"
import { ControllerClient } from "../../src/http/ControllerClient.ts"
import { Listening } from "../../src/http/Server.ts"
import { PluginId } from "../../src/domain/schemas.ts"
import { site } from "./support/site.ts"

const TOKEN = Redacted.make("correct-horse-battery")

const clock = { config: { clock: { enabled: true } }, plugins: { clock: { version: "1.0.0" } } }

const client = (token?: Redacted.Redacted) =>
  Layer.unwrap(
    Effect.map(Listening, ({ address }) =>
      ControllerClient.layer({ url: address, ...(token === undefined ? {} : { token }) })
    )
  ).pipe(Layer.provide(FetchHttpClient.layer), Layer.provide(site(clock, { settings: { token: TOKEN } })))

const id = PluginId.make("clock")

const encodeNotFound = Schema.encodeSync(NotFound)

describe("the typed client", () => {
  it.live("asks and is answered in types", () =>
    Effect.gen(function* () {
      const api = yield* ControllerClient
      const { data } = yield* api.plugins.installed()
      assert.strictEqual(data.plugins[0]?.id, "clock")
      const toggled = yield* api.operations.toggle({ payload: { plugin_id: id, enabled: false }, query: {} })
      assert.isString(toggled.message)
      const { data: report } = yield* api.plugins.reconcile({ payload: { force: true } })
      assert.isTrue(report.report.reconciliation_successful)
      assert.deepStrictEqual(yield* api.system.healthz(), { status: "ok" })
      assert.include(yield* api.system.metrics(), "ledmatrix_reconciler_passes_total")
    }).pipe(Effect.provide(client(TOKEN)))
  )

  it.live("knows errors as classes", () =>
    Effect.gen(function* () {
      const api = yield* ControllerClient
      const error = yield* Effect.flip(api.plugins.explain({ params: { id: PluginId.make("other") } }))
      assert(error instanceof NotFound)
      assert.strictEqual(error.error_code, "PLUGIN_NOT_FOUND")
    }).pipe(Effect.provide(client(TOKEN)))
  )

  it.live("can catch one error by its tag, which is not sent", () =>
    Effect.gen(function* () {
      const api = yield* ControllerClient
      const caught = yield* api.plugins
        .explain({ params: { id: PluginId.make("other") } })
        .pipe(Effect.catchTag("NotFound", (error) => Effect.succeed(Object.keys(encodeNotFound(error)))))
      assert.deepStrictEqual(caught, ["status", "error_code", "error_category", "message", "context"])
    }).pipe(Effect.provide(client(TOKEN)))
  )

  it.live("fails with the answer that a token is needed", () =>
    Effect.gen(function* () {
      const api = yield* ControllerClient
      assert.instanceOf(yield* Effect.flip(api.plugins.installed()), Unauthorized)
    }).pipe(Effect.provide(client()))
  )

  it.live("hears events in types", () =>
    Effect.gen(function* () {
      const api = yield* ControllerClient
      const events = yield* api.reconciler.events()
      const [first] = yield* Stream.runCollect(Stream.take(events, 1))
      assert(first?.event === "status")
      assert.strictEqual(first.data.root, "/ledmatrix")
    }).pipe(Effect.provide(client(TOKEN)))
  )
})
