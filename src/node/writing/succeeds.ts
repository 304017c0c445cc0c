/** A program of the system that does what Node has no call for. */
import { Effect } from "effect"
import { spawn, type StdioOptions } from "node:child_process"

/** False where there is no such program, or it met with an error. Interruption ends it. */
export const succeeds = (
  program: string,
  args: ReadonlyArray<string>,
  stdio: StdioOptions
): Effect.Effect<boolean> =>
  Effect.callback((resume) => {
    const child = spawn(program, args, { stdio })
    child.once("error", () => resume(Effect.succeed(false)))
    child.once("close", (code) => resume(Effect.succeed(code === 0)))
    return Effect.sync(() => child.kill())
  })
