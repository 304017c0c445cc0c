/**
 * Understands the plain command lines that timers and scripts use, from the tables and by Node's own
 * `parseArgs`. Anything else (an abbreviation, a mistake, help) is for Effect's command line, which takes
 * longer to load than a check; where both understand a line, they understand the same.
 */
import { Option } from "effect"
import { parseArgs } from "node:util"
import { commands, type CommandSpec } from "./commandTable.ts"
import type { Invocation } from "./Invocation.ts"
import { type OptionSpec, sharedOptions, ARGUMENT_LENGTH_MAX } from "./optionTable.ts"

/** Effect's command line takes these for the value of a switch before them. */
const SWITCH_VALUES: ReadonlySet<string> = new Set("true false yes no on off 1 0 y n".split(" "))

const shared: ReadonlySet<OptionSpec> = new Set(sharedOptions)

const specs: ReadonlyMap<string, OptionSpec> = new Map(
  [...sharedOptions, ...commands.flatMap(({ options }) => options)].map((spec) => [spec.name, spec])
)

const options = Object.fromEntries(
  Array.from(specs, ([name, { kind }]) => [name, { type: kind === "switch" ? "boolean" : "string" } as const])
)

/** Throws at unknown options, and at values that are missing, not wanted, or look like an option. */
const tokensOf = Option.liftThrowable(
  (argv: ReadonlyArray<string>) =>
    parseArgs({ args: [...argv], options, strict: true, allowPositionals: true, tokens: true }).tokens
)

const isPlainWord = (word: string): boolean =>
  word !== "" && !word.startsWith("-") && !SWITCH_VALUES.has(word)

const isPlainValue = ({ choices, kind }: OptionSpec, value: string): boolean =>
  value !== "" && value !== "-" && (kind !== "choice" || choices.includes(value))

/** `undefined` where the line is not plain. */
export const plainLine = (argv: ReadonlyArray<string>): Invocation | undefined => {
  if (argv.some(({ length }) => length > ARGUMENT_LENGTH_MAX)) return undefined
  let command: CommandSpec | undefined
  let argument: string | undefined
  const given: { [option: string]: ReadonlyArray<string> } = {}
  for (const token of Option.getOrElse(tokensOf(argv), () => [])) {
    if (token.kind === "option-terminator") return undefined
    if (token.kind === "positional") {
      if (!isPlainWord(token.value)) return undefined
      if (command === undefined) {
        command = commands.find(({ name }) => name === token.value)
        if (command === undefined) return undefined
      } else if (command.argument !== undefined && argument === undefined) argument = token.value
      else if (command.argument?.words === "any") argument = `${argument} ${token.value}`
      else return undefined
      continue
    }
    const spec = specs.get(token.name)
    if (spec === undefined || !(shared.has(spec) || command?.options.includes(spec))) return undefined
    const earlier = given[spec.name]
    if (earlier !== undefined && !spec.repeatable) return undefined
    const value = token.value ?? "true"
    if (!isPlainValue(spec, value)) return undefined
    given[spec.name] = [...(earlier ?? []), value]
  }
  return command === undefined || (command.argument?.words === "one" && argument === undefined)
    ? undefined
    : { command: command.name, argument, given }
}
