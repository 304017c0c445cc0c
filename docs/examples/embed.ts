// Checks the installation in a directory: `node docs/examples/embed.ts ~/LEDMatrix`. Writes nothing.
import { Effect, Layer } from "effect"
import { realpathSync } from "node:fs"
import {
  check,
  defaultPolicy,
  exitCode,
  Installation,
  NodeFileReader,
  readingServices,
  StoreSettings
} from "ledmatrix-reconciler"

const root = realpathSync(process.argv[2] ?? ".")

/** What everything stands on: real files, this directory, the official registry. */
const ground = Layer.mergeAll(
  NodeFileReader.layer,
  Layer.succeed(Installation, Installation.at(root)),
  Layer.succeed(StoreSettings, StoreSettings.defaults)
)

/** The capabilities of a pass that only looks. None of them can write. */
const readers = readingServices.pipe(Layer.provide(ground))

const report = await Effect.runPromise(check(defaultPolicy).pipe(Effect.provide(readers)))

for (const { error, path } of report.source_errors) console.log(`${path}: ${error}`)
for (const finding of report.inconsistencies_found) {
  console.log(`${finding.plugin_id}: ${finding.reason} (${finding.outcome.status})`)
}
console.log(report.message)
process.exitCode = exitCode(report)
