/** A command that a fault of the program ends: what is logged of it, and what a person is told. */
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Logger } from "effect"
import { cliFailure } from "../../../src/cli/run/CliFailure.ts"
import { afterFault, faultsLogged } from "../../../src/cli/run/faultsLogged.ts"

/** How the command ends, and the causes that were logged meanwhile. */
const ended = Effect.fnUntraced(function* (command: Parameters<typeof faultsLogged>[0]) {
  const logged: Array<string> = []
  const logger = Logger.make<unknown, void>(({ cause }) => {
    logged.push(Cause.pretty(cause))
  })
  const exit = yield* Effect.exit(faultsLogged(command)).pipe(
    Effect.provideService(Logger.CurrentLoggers, new Set([logger]))
  )
  return { exit, logged }
})

describe("what to do about a fault", () => {
  it.each([
    ["24.0.0", "please report it with the lines above"],
    ["100.1.0", "please report it with the lines above"],
    ["23.11.0", "this program needs Node.js 24 or newer, and runs on 23.11.0; npx and the archive bring one"]
  ])("on Node.js %s: %s", (version, told) => {
    assert.strictEqual(afterFault(version), told)
  })
})

const failed = cliFailure("locked", "another run holds the lock")

describe("a command", () => {
  it.effect("whose program is at fault logs that once, with its stack", () =>
    Effect.gen(function* () {
      const { logged } = yield* ended(Effect.die(new TypeError("undefined is not a plugin")))
      assert.strictEqual(logged.length, 1)
      assert.include(logged[0], "TypeError: undefined is not a plugin")
      assert.include(logged[0], "faultsLogged.test.ts")
    })
  )

  it.effect("whose program is at fault says so in one sentence", () =>
    Effect.gen(function* () {
      const { exit } = yield* ended(Effect.die(new TypeError("undefined is not a plugin")))
      const error = Exit.findErrorOption(exit)
      assert.deepInclude(error._tag === "Some" ? error.value : {}, {
        code: "internal_error",
        message: "this is a fault of the program: undefined is not a plugin"
      })
    })
  )

  it.effect("that failed logs nothing, and fails as it did", () =>
    Effect.gen(function* () {
      const { exit, logged } = yield* ended(Effect.fail(failed))
      assert.deepStrictEqual([exit, logged], [Exit.fail(failed), []])
    })
  )

  it.effect("that was interrupted logs nothing, and stays interrupted", () =>
    Effect.gen(function* () {
      const { exit, logged } = yield* ended(Effect.interrupt)
      assert.deepStrictEqual([Exit.hasInterrupts(exit), logged], [true, []])
    })
  )
})
