/**
 * The program. Plain command lines are performed at once; all others go through the command-line module,
 * which is bundled apart, so that what it needs does not weigh on a check.
 */
import { fastLane } from "./fastLane.ts"
import { perform } from "./perform.ts"
import { runProgram } from "./runProgram.ts"

const argv = process.argv.slice(2)
const plain = fastLane(argv)

if (plain === undefined) {
  void import("./slowLane.ts").then(({ runSlowLane }) => runSlowLane(argv))
} else {
  runProgram(perform(plain))
}
