// The manual page, made of the same tables as the command line.
import { commands, PROGRAM } from "../../src/cli/arguments/commandTable.ts"
import { everyExitCode, examples, exitCodes, firstSteps } from "../../src/cli/arguments/manual.ts"
import { sharedOptions } from "../../src/cli/arguments/optionTable.ts"

/** Text in roff: a backslash, a dash, and a dot or quote that begins a line mean something else there. */
const roff = (text) =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll(/^([.'])/gmu, "\\&$1")

const bold = (text) => `\\fB${roff(text)}\\fR`
const italic = (text) => `\\fI${roff(text)}\\fR`

const optionItem = (option) => {
  const value = option.kind === "choice" ? option.choices.join("|") : option.metavar
  const choices = option.kind === "switch" || value === "" ? "" : ` ${italic(value)}`
  const env = option.env === undefined ? "" : ` Also ${option.env}.`
  return `.TP\n${bold(`--${option.name}`)}${choices}\n${roff(`${option.doc}.${env}`)}`
}

const argumentText = ({ argument }) => {
  if (argument === undefined) return ""
  return ` ${argument.words === "one" ? italic(argument.metavar) : `[${italic(argument.metavar)}]`}`
}

const codeItem = ({ code, meaning }) => `.TP\n${bold(String(code))}\n${roff(meaning)}`
const exampleItem = ({ doc, words }) => `.TP\n${bold(`${PROGRAM} ${words}`)}\n${roff(doc)}`

const commandPart = (command) =>
  [
    `.SS ${bold(command.name)}${argumentText(command)}`,
    `${roff(command.doc)}.`,
    ...command.options.map(optionItem),
    ".PP",
    `Exit codes: ${roff(exitCodes[command.name].map(({ code, meaning }) => `${code} ${meaning}`).join("; "))}.`,
    ...examples[command.name].map(exampleItem)
  ].join("\n")

/** `seconds`: when what is packed was last changed. */
export const manPage = (version, seconds) => {
  const day = new Date(seconds * 1000).toISOString().slice(0, 10)
  const variables = [...sharedOptions, ...commands.flatMap(({ options }) => options)].filter(
    ({ env }) => env !== undefined
  )
  const named = new Map(variables.map(({ env, name }) => [env, name]))
  return `${[
    `.TH LEDMATRIX\\-RECONCILER 1 ${day} ${JSON.stringify(`${PROGRAM} ${version}`)}`,
    ".SH NAME",
    `${roff(PROGRAM)} \\- keeps the plugins of a LEDMatrix sign in agreement`,
    ".SH SYNOPSIS",
    `${bold(PROGRAM)} ${italic("command")} [${italic("options")}]`,
    ".SH DESCRIPTION",
    "Finds where config, disk, plugin manager and saved state of a LEDMatrix installation drift apart, repairs what",
    "is safe, and says the rest.",
    ".SH COMMANDS",
    ...commands.map(commandPart),
    ".SH OPTIONS",
    "Of every command, before or after its name. A flag wins over its variable, that over the file of settings.",
    ...sharedOptions.map(optionItem),
    `.TP\n${bold("--help")}\n${roff("Help, of the program or of a command.")}`,
    `.TP\n${bold("--version")}\n${roff("The version.")}`,
    `.TP\n${bold("--completions")} ${italic("bash|zsh|fish")}\n${roff("A completion script.")}`,
    ".SH EXIT STATUS",
    ...everyExitCode.map(codeItem),
    ".SH ENVIRONMENT",
    ...Array.from(named, ([env, name]) => `.TP\n${bold(env)}\n${roff(`Where --${name} is not given.`)}`),
    `.TP\n${bold("NO_COLOR")}\nNo colours.`,
    ".SH FILES",
    `.TP\n${roff("data/reconciler/")}\n${roff("Below the root: what this program remembers, and its journal.")}`,
    `.TP\n${roff("data/reconciler/settings.json")}\n${roff("What is set once, for all runs of an installation.")}`,
    ".SH EXAMPLES",
    ...firstSteps.map(exampleItem),
    ".SH SEE ALSO",
    roff("docs/guide.md, docs/errors.md and docs/operating.md, which lie beside the program.")
  ].join("\n")}\n`
}
