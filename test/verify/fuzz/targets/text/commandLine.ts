/** The command line and the environment: understood in one way only, or refused in one line. */
import { Effect, Exit, Option } from "effect"
import { type CliFailure } from "../../../../../src/cli/run/CliFailure.ts"
import { commandLine as understand } from "../../../../../src/cli/arguments/commandLine.ts"
import { controllerSettings } from "../../../../../src/cli/settings/ControllerSettings.ts"
import { plainLine } from "../../../../../src/cli/arguments/plainLine.ts"
import type { Invocation } from "../../../../../src/cli/arguments/Invocation.ts"
import { settings } from "../../../../../src/cli/settings/Settings.ts"
import { argv, environment, SEPARATOR } from "../../grammars/commandLine.ts"
import { pieces, textIn } from "../../harness/inputs/Pieces.ts"
import { answered, Broken, promise, returned, type Target } from "../../harness/Target.ts"

const words = (text: string): ReadonlyArray<string> => (text === "" ? [] : text.split(SEPARATOR))

const variables = (text: string): { readonly [name: string]: string } =>
  Object.fromEntries(
    words(text).map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)])
  )

/** A failure of the command line is one line that names what is wrong. */
const oneLine = (exit: Exit.Exit<unknown, CliFailure>): Effect.Effect<void, Broken> => {
  if (Exit.isSuccess(exit)) return Effect.void
  const failed = exit.cause.reasons.find((reason) => reason._tag === "Fail")
  const message = failed?.error.message ?? ""
  return promise(
    message !== "" && !/[\n\r]/u.test(message),
    "a refusal is not one line",
    message.slice(0, 300)
  )
}

export const commandLine: Target = {
  name: "command-line",
  promises: "the quick way and the whole one understand the same; a mistake is reported in one line",
  budget: 100,
  make: (random) => pieces({ argv: argv(random), env: environment(random) }),
  check: (input) =>
    Effect.gen(function* () {
      const line = words(textIn(input, "argv"))
      const quick = yield* returned(() => plainLine(line))
      let printed = ""
      const exit = yield* answered(
        understand(line, {
          version: "0.0.0",
          colors: false,
          columns: Infinity,
          print: (text) =>
            Effect.sync(() => {
              printed += text
            })
        })
      )
      const whole = Exit.isSuccess(exit) ? Option.getOrUndefined(exit.value) : undefined
      yield* oneLine(exit)
      if (quick !== undefined) {
        const same = JSON.stringify(sorted(quick)) === JSON.stringify(whole && sorted(whole))
        yield* promise(
          same,
          "the quick way understands something else",
          JSON.stringify([quick, whole]).slice(0, 500)
        )
      }
      yield* promise(whole === undefined || printed === "", "something is printed and something is done")
      const env = variables(textIn(input, "env"))
      const given = (whole ?? quick)?.given ?? {}
      yield* oneLine(yield* answered(settings(given, env)))
      yield* oneLine(yield* answered(controllerSettings(given, env)))
    })
}

const sorted = ({ argument, command, given }: Invocation) => ({
  command,
  argument,
  given: Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1))
})
