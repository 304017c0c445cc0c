/** Words of a command line and values of the environment, nearly right and quite wrong. */
import { commands } from "../../../../src/cli/arguments/commandTable.ts"
import { sharedOptions } from "../../../../src/cli/arguments/optionTable.ts"
import type { Random } from "../harness/inputs/Random.ts"
import { anyOf, type Make, strange } from "./json.ts"
import { address, id, path, time } from "./words.ts"

const options = [...sharedOptions, ...commands.flatMap((command) => command.options)]

const LITERAL = [
  "--",
  "-",
  "-h",
  "--help",
  "--version",
  "--completions",
  "bash",
  "true",
  "false",
  "10 s",
  "500ms",
  "1e9h",
  "99999999999999h",
  "-1",
  "latest",
  "config",
  "debug",
  "0",
  "65535",
  "65536",
  "::1",
  "0.0.0.0",
  "-abc",
  "--no-json",
  "--json=no",
  "--root=",
  "=",
  "--=x",
  "---",
  "--ro",
  "\n",
  "\u001b[2J",
  "--offl\u202eine",
  "--root\n=x"
] as const

const value: Make = anyOf((random) => random.pick(LITERAL), id, path, address, time, strange)

const optionName = (random: Random): string => `--${options[random.int(options.length)]?.name ?? "json"}`

const misspelt = (random: Random): string => {
  const name = optionName(random)
  const at = 2 + random.int(name.length - 2)
  return name.slice(0, at) + random.pick(["", "x", "-", "\u0000".slice(1)]) + name.slice(at + 1)
}

const word: Make = (random) =>
  random.choose([
    () => commands[random.int(commands.length)]?.name ?? "check",
    () => optionName(random),
    () => `${optionName(random)}=${value(random)}`,
    () => value(random),
    () => misspelt(random)
  ])

/** No system passes a NUL inside a word: it stands between them. */
export const SEPARATOR = "\u0000"

const withoutNul = (text: string): string => text.replaceAll(SEPARATOR, "").toWellFormed()

export const argv: Make = (random) => {
  const first = random.oneIn(4) ? [] : [commands[random.int(commands.length)]?.name ?? "check"]
  return [...first, ...random.many(random.size(6), () => withoutNul(word(random)))].join(SEPARATOR)
}

export const environment: Make = (random) =>
  options
    .flatMap(({ env }) =>
      env === undefined || !random.oneIn(5) ? [] : [`${env}=${withoutNul(value(random))}`]
    )
    .join(SEPARATOR)
