// Repairs the installation in a directory, once: `node docs/examples/oneShot.ts ~/LEDMatrix`.
// Exit code: 0 all is well, 1 could not tell, 2 something is left over, 130 and 143 a signal.
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Exit } from "effect"
import { exitCode, Reconciler } from "ledmatrix-reconciler"

const reconciler = Reconciler.live({ root: process.argv[2] ?? "." })

const program = Effect.gen(function* () {
  const report = yield* Reconciler.use(({ reconcile }) => reconcile({ force: false, replaceBroken: false }))
  yield* Console.log(report.message)
  return exitCode(report)
}).pipe(Effect.provide(reconciler))

/** The first signal interrupts the run, which finishes or takes back what it has begun. A second one ends it at once. */
let signalled: number | undefined
const onSignal = (code: number) => () => {
  if (signalled !== undefined) process.exit(code)
  signalled = code
}
process.on("SIGINT", onSignal(130))
process.on("SIGTERM", onSignal(143))

NodeRuntime.runMain(program, {
  teardown: (exit, onExit) => {
    const code = Exit.isSuccess(exit) && typeof exit.value === "number" ? exit.value : 1
    onExit(signalled ?? code)
  }
})
