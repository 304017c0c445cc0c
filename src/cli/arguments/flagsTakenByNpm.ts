/**
 * `npm start uninstall clock --preserve-config` gives the flag to npm, and the program runs without it. npm
 * leaves each flag that it took in the environment of the script (`npm_config_preserve_config`).
 */
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import { safeText } from "../view/text/safeText.ts"
import { commands, PROGRAM } from "./commandTable.ts"
import { sharedOptions } from "./optionTable.ts"

/** npm's own settings file may name a registry of packages, which says nothing of the command line. */
const ALSO_IN_SETTINGS = new Set(["registry"])

const options = new Set(
  [...sharedOptions, ...commands.flatMap((command) => command.options)]
    .map(({ name }) => name)
    .filter((name) => !ALSO_IN_SETTINGS.has(name))
)

/** What a person has to write, where npm took options that were meant for the program. */
export const flagsTakenByNpm = (
  argv: ReadonlyArray<string>,
  environment: { readonly [name: string]: string | undefined }
): CliFailure | undefined => {
  if (environment["npm_lifecycle_event"] !== "start" || environment["npm_package_name"] !== PROGRAM)
    return undefined
  const taken = Array.from(options)
    .filter((name) => (environment[`npm_config_${name.replaceAll("-", "_")}`] ?? "") !== "")
    .filter((name) => !argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)))
    .map((name) => `--${name}`)
  return taken.length === 0
    ? undefined
    : cliFailure("usage", `npm kept ${taken.join(", ")} for itself, so the command was not run`, {
        hint: `write \`npx ${safeText([PROGRAM, ...argv, ...taken].join(" "))}\`, with the values that belong to them`
      })
}
