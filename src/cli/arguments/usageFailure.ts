/** What is wrong with a command line, in one line, with the nearest right one. */
import { Effect } from "effect"
import type { CliError } from "effect/cli"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import { commands, PROGRAM } from "./commandTable.ts"
import { commandMeant } from "./otherWords.ts"
import { listed, nearest, suggestion } from "../../domain/text/nearest.ts"
import { type OptionSpec, sharedOptions, ARGUMENT_LENGTH_MAX } from "./optionTable.ts"
import { quoted } from "../view/text/ownCommand.ts"
import { safeText } from "../view/text/safeText.ts"

const BUILT_IN = ["help", "version", "completions"]
const SHELLS = ["bash", "zsh", "fish"]

/** One line, also where the words of the command line hold control characters. */
const wrong = (message: string): CliFailure => cliFailure("usage", safeText(message))

const helpOf = (path: ReadonlyArray<string>): string => {
  const command = path[1]
  return command === undefined ? `${PROGRAM} --help` : `${PROGRAM} ${command} --help`
}

const everyOption: ReadonlyArray<OptionSpec> = [
  ...sharedOptions,
  ...commands.flatMap(({ options }) => options)
]

const unknownOption = (option: string, path: ReadonlyArray<string>): CliFailure => {
  const command = commands.find(({ name }) => name === path[1])
  const name = option.replace(/^-+/u, "")
  const known = [...sharedOptions, ...(command?.options ?? [])].map((spec) => spec.name)
  const elsewhere = commands.filter(({ options }) => options.some((spec) => spec.name === name))
  if (elsewhere.length > 0) {
    const owners = listed(elsewhere.map((spec) => spec.name))
    const where =
      command === undefined
        ? `stands after the command: ${owners}`
        : `belongs to ${owners}, not ${command.name}`
    return wrong(`option ${option} ${where}`)
  }
  const near = nearest(name, [...known, ...BUILT_IN])
  return wrong(
    `unknown option ${option}; ${near === undefined ? `see ${helpOf(path)}` : `did you mean --${near}?`}`
  )
}

const invalidValue = ({ expected, kind, option, value }: CliError.InvalidValue): CliFailure => {
  const spec = everyOption.find(({ name }) => name === option)
  const flag = kind === "argument" ? option : `--${option}`
  if (value.endsWith(" occurrences")) return wrong(`option ${flag} may be given only once`)
  const choices = option === "completions" ? SHELLS : (spec?.choices ?? [])
  if (value === "") {
    const takes = choices.length > 0 ? listed(choices) : spec?.metavar
    return wrong(`option ${flag} needs a value${takes === undefined || takes === "" ? "" : `: ${takes}`}`)
  }
  if (choices.length > 0)
    return wrong(`${flag}: ${JSON.stringify(value)} is not valid: ${suggestion(value, choices)}`)
  return wrong(
    spec?.kind === "switch"
      ? `option ${flag} takes no value, or true or false, not ${JSON.stringify(value)}`
      : `${flag}: ${JSON.stringify(value)} is not valid: ${expected}`
  )
}

/** A word that names a directory rather than a command. */
const PATH = /^[~.]?\/|^LEDMatrix/iu

const inDirectory = (command: string, directory: string): string =>
  `for the LEDMatrix in that directory: ${command} --root ${quoted(directory)}`

const told = (
  error: Exclude<CliError.CliError, CliError.ShowHelp>,
  path: ReadonlyArray<string>
): CliFailure => {
  switch (error._tag) {
    case "UnrecognizedOption":
      return unknownOption(error.option, error.command ?? path)
    case "UnknownSubcommand": {
      const names = commands.map(({ name }) => name)
      const word = error.subcommand
      const unknown = `unknown command ${JSON.stringify(word)}`
      if (PATH.test(word)) return wrong(`${unknown}; ${inDirectory("check", word)}`)
      const meant = commandMeant(word)
      return wrong(`${unknown}; ${meant === undefined ? suggestion(word, names) : `did you mean ${meant}?`}`)
    }
    case "InvalidValue":
      return invalidValue(error)
    case "MissingArgument":
      return wrong(`${path[1] ?? PROGRAM} needs one more word, ${error.argument}; see ${helpOf(path)}`)
    case "UnexpectedArgument": {
      const words = error.arguments.map((word) => JSON.stringify(word)).join(", ")
      const [first = "", ...others] = error.arguments
      const takesNone = commands.find(({ name }) => name === path[1])?.argument === undefined
      return wrong(
        takesNone && path[1] !== undefined && others.length === 0
          ? `${path[1]} does not take ${words}; ${PATH.test(first) ? "" : `of one plugin tells explain ${quoted(first)}; `}${inDirectory(path[1], first)}`
          : `${path[1] ?? PROGRAM} does not take ${words}; see ${helpOf(path)}`
      )
    }
    case "MissingOption":
      return wrong(`option --${error.option} is missing; see ${helpOf(path)}`)
    case "DuplicateOption":
    case "UserError":
    case "ValidationError":
      return wrong(error.message)
  }
}

export const tooLong = (argv: ReadonlyArray<string>): CliFailure | undefined => {
  const word = argv.find(({ length }) => length > ARGUMENT_LENGTH_MAX)
  return word === undefined
    ? undefined
    : wrong(
        `${JSON.stringify(word.slice(0, 40))}… has ${word.length} characters; words have ${ARGUMENT_LENGTH_MAX} at most`
      )
}

/** Letters behind one hyphen, such as -2h: the h in it would be taken as asking for help. */
const LETTERS = /^-[^-]./u

export const groupedLetters = (argv: ReadonlyArray<string>): CliFailure | undefined => {
  const end = argv.indexOf("--")
  const word = argv.slice(0, end < 0 ? argv.length : end).find((one) => LETTERS.test(one))
  const command = commands.find(({ name }) => argv.includes(name))
  return word === undefined ? undefined : unknownOption(word, [PROGRAM, ...(command ? [command.name] : [])])
}

/** Help that was asked for, or shown because no command was named, is no failure. */
export const usageFailure = (error: CliError.CliError): Effect.Effect<void, CliFailure> => {
  if (error._tag !== "ShowHelp") return Effect.fail(told(error, []))
  const [first] = error.errors
  return first === undefined ? Effect.void : Effect.fail(told(first, error.commandPath))
}
