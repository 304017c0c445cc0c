/**
 * The program's beginning. A plain check, and a run with nothing to do, are answered here; all else goes to
 * the whole program, which is bundled apart with its own copy of Effect, so that its weight is not carried
 * where it is not needed.
 */
import { Effect, Option } from "effect"
import { fastLane } from "./fastLane.ts"
import { perform } from "./perform.ts"
import { mayBeQuick, quickCommand } from "./quickCommand.ts"
import { runProgram } from "./runProgram.ts"

const argv = process.argv.slice(2)
const plain = fastLane(argv)

const runWhole = (): void => {
  void import("./slowLane.ts").then(({ runSlowLane }) => runSlowLane(argv))
}

if (plain?.command === "controller")
  void import("./controllerLane.ts").then(({ runControllerLane }) => runControllerLane(plain))
else if (plain !== undefined && mayBeQuick(plain))
  runProgram(Effect.map(perform(plain, quickCommand), Option.getOrUndefined), runWhole)
else runWhole()
