// Checks the installation in a directory: `node docs/examples/embed.ts ~/LEDMatrix`. Writes nothing.
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Schedule } from "effect"
import {
  check,
  defaultPolicy,
  Installation,
  NodeFileReader,
  NoInstallation,
  openInstallation,
  Policy,
  readingServices,
  StoreSettings
} from "ledmatrix-reconciler"

/** The capabilities of a pass that only looks, none of which can write, and what the operator decides. */
const readers = Layer.merge(readingServices, Layer.succeed(Policy, defaultPolicy)).pipe(
  Layer.provide(Layer.effect(Installation, openInstallation(process.argv[2] ?? "."))),
  Layer.provide(Layer.succeed(StoreSettings, StoreSettings.defaults)),
  Layer.provide(NodeFileReader.layer)
)

const program = Effect.gen(function* () {
  // LEDMatrix may be in the middle of writing a file: what could not be read is looked at again.
  const report = yield* check().pipe(
    Effect.repeat({
      while: ({ source_errors }) => source_errors.length > 0,
      schedule: Schedule.spaced("500 millis"),
      times: 3
    })
  )
  for (const { error, path } of report.source_errors) yield* Console.log(`${path}: ${error}`)
  for (const { outcome, plugin_id, reason } of report.inconsistencies_found)
    yield* Console.log(`${plugin_id}: ${reason} (${outcome.status})`)
  yield* Console.log(report.message)
}).pipe(
  Effect.provide(readers),
  Effect.catchIf(
    (error) => error instanceof NoInstallation,
    (error) => Console.error(error.message)
  )
)

NodeRuntime.runMain(program)
