/**
 * Understands the plain command lines that timers and scripts use, without loading the command-line module,
 * which costs as much time as a whole check. Whatever is not plain (an abbreviation, a mistake, a request
 * for help) is left to that module; where both answer, they answer the same.
 */
import { commands, type CommandSpec } from "./commandTable.ts"
import type { Invocation } from "./Invocation.ts"
import { type OptionSpec, sharedOptions, WORD_LENGTH_MAX } from "./optionTable.ts"

/** Words that the command-line module would take as the value of a switch before them. */
const SWITCH_VALUES: ReadonlySet<string> = new Set([
  "true",
  "false",
  "yes",
  "no",
  "on",
  "off",
  "1",
  "0",
  "y",
  "n"
])

interface Lane {
  readonly command: CommandSpec | undefined
  readonly argument: string | undefined
  readonly given: Map<string, Array<string>>
}

/** `undefined` where the line is not plain. */
export const fastLane = (argv: ReadonlyArray<string>): Invocation | undefined => {
  if (argv.some(({ length }) => length > WORD_LENGTH_MAX)) return undefined
  let lane: Lane = { command: undefined, argument: undefined, given: new Map() }
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ""
    if (!word.startsWith("-")) {
      const next = withWord(lane, word)
      if (next === undefined) return undefined
      lane = next
      continue
    }
    const equals = word.indexOf("=")
    const spec = optionNamed(equals < 0 ? word : word.slice(0, equals), lane.command)
    if (spec === undefined) return undefined
    const value = equals < 0 ? argv[at + 1] : word.slice(equals + 1)
    if (!isPlain(spec, equals >= 0, value) || (lane.given.has(spec.name) && !spec.repeatable))
      return undefined
    const values = lane.given.get(spec.name) ?? []
    lane.given.set(spec.name, values)
    values.push(spec.kind === "switch" ? "true" : (value ?? ""))
    if (spec.kind !== "switch" && equals < 0) at++
  }
  return finished(lane)
}

const withWord = (lane: Lane, word: string): Lane | undefined => {
  if (word === "") return undefined
  if (lane.command === undefined) {
    const command = commands.find(({ name }) => name === word)
    return command && { ...lane, command }
  }
  return lane.command.argument !== undefined && lane.argument === undefined
    ? { ...lane, argument: word }
    : undefined
}

const optionNamed = (flag: string, command: CommandSpec | undefined): OptionSpec | undefined => {
  const named = ({ name }: OptionSpec) => flag === `--${name}`
  return sharedOptions.find(named) ?? command?.options.find(named)
}

const isPlain = (spec: OptionSpec, attached: boolean, value: string | undefined): boolean => {
  if (spec.kind === "switch") return !attached && !SWITCH_VALUES.has(value ?? "")
  if (value === undefined || value === "" || (!attached && value.startsWith("-"))) return false
  return spec.kind === "text" || spec.choices.includes(value)
}

const finished = ({ argument, command, given }: Lane): Invocation | undefined =>
  command === undefined || (command.argument?.optional === false && argument === undefined)
    ? undefined
    : { command: command.name, argument, given: Object.fromEntries(given) }
