// Asks a controller that runs somewhere which plugins need somebody, and has it look again.
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Redacted } from "effect"
import { FetchHttpClient } from "effect/http"
import { ControllerClient, Unauthorized } from "ledmatrix-reconciler"

const [, , url = "http://127.0.0.1:5080", token] = process.argv

const program = Effect.gen(function* () {
  const controller = yield* ControllerClient
  const { data } = yield* controller.plugins.reconcile({ payload: {} })
  yield* Console.log(data.report.message)
  for (const { description, plugin_id } of data.manual_fix_required)
    yield* Console.log(`${plugin_id}: ${description}`)
}).pipe(
  Effect.catchIf(
    (error) => error instanceof Unauthorized,
    (error) => Console.error(error.message)
  )
)

const client = ControllerClient.layer(
  token === undefined ? { url } : { url, token: Redacted.make(token) }
).pipe(Layer.provide(FetchHttpClient.layer))

NodeRuntime.runMain(Effect.provide(program, client))
