/**
 * `npm start uninstall clock --preserve-config` gives the flag to npm, and the program runs without it. npm
 * leaves each flag that it took in the environment of the script (`npm_config_preserve_config`).
 */
import type { Environment } from "../../node/Environment.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import { safeText } from "../view/text/safeText.ts"
import { quoted } from "../view/text/ownCommand.ts"
import { commands, PROGRAM } from "./commandTable.ts"
import { sharedOptions } from "./optionTable.ts"

/** npm's own settings file may name a registry of packages, which says nothing of the command line. */
const ALSO_IN_SETTINGS = new Set(["registry"])

const options = new Map(
  [...sharedOptions, ...commands.flatMap((command) => command.options)]
    .filter(({ name }) => !ALSO_IN_SETTINGS.has(name))
    .map((spec) => [spec.name, spec])
)

/** What npm makes of `--root DIR`: the option is switched on, and its value stays among the words. */
const SWITCHED_ON = "true"

interface TakenFlag {
  readonly flag: string
  /** `undefined` of a switch. */
  readonly value: string | undefined
  readonly lacksValue: boolean
}

/** The line as it was meant, as far as that can be restored. */
const meant = (argv: ReadonlyArray<string>, taken: ReadonlyArray<TakenFlag>): string => {
  const lacking = taken.filter(({ lacksValue }) => lacksValue)
  const lastIsValue = lacking.length === 1 && argv.length > 1
  const words = [
    ...(lastIsValue ? argv.slice(0, -1) : argv),
    ...taken.flatMap(({ flag, lacksValue, value }) => {
      const shown = lacksValue && lastIsValue ? argv.at(-1) : value
      return shown === undefined ? [flag] : [flag, quoted(shown)]
    })
  ]
  const line = `write \`npx ${safeText([PROGRAM, ...words].join(" "))}\``
  return lacking.length === 0 || lastIsValue ? line : `${line}, with the values that belong to them`
}

/** What a person has to write, where npm took options that were meant for the program. */
export const flagsTakenByNpm = (
  argv: ReadonlyArray<string>,
  environment: Environment
): CliFailure | undefined => {
  if (environment["npm_lifecycle_event"] !== "start" || environment["npm_package_name"] !== PROGRAM)
    return undefined
  const taken = [...options].flatMap(([name, { kind }]): ReadonlyArray<TakenFlag> => {
    const given = environment[`npm_config_${name.replaceAll("-", "_")}`] ?? ""
    const flag = `--${name}`
    if (given === "" || argv.some((word) => word === flag || word.startsWith(`${flag}=`))) return []
    const lacksValue = kind !== "switch" && given === SWITCHED_ON
    return [{ flag, lacksValue, value: kind === "switch" || lacksValue ? undefined : given }]
  })
  const flags = taken.map(({ flag }) => flag).join(", ")
  return taken.length === 0
    ? undefined
    : cliFailure("usage", `npm kept ${flags} for itself, so the command was not run`, {
        hint: meant(argv, taken)
      })
}
