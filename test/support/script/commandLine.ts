/** The command line of a script that proves things: read to its end before anything is built or started. */
import { parseArgs } from "node:util"
import type { ScriptOption } from "./options.ts"

export interface Script<V> {
  readonly command: string
  readonly about: string
  readonly options: { readonly [K in keyof V]: ScriptOption<V[K]> }
}

export type Answer<V> =
  | { readonly kind: "options"; readonly options: V }
  | { readonly kind: "usage" | "wrong"; readonly text: string }

const shown = (name: string, { given, takes }: ScriptOption<unknown>): string =>
  given === "words" ? takes : `--${name}${takes === "" ? "" : ` ${takes}`}`

const usage = <V>({ about, command, options }: Script<V>): string => {
  const lines: Array<readonly [string, string]> = []
  const short: Array<string> = []
  for (const name in options) {
    const option = options[name]
    lines.push([shown(name, option), option.meaning])
    short.push(`[${shown(name, option)}]${option.given === "once" ? "" : "…"}`)
  }
  lines.push(["--help", "this text"])
  const width = Math.max(...lines.map(([left]) => left.length))
  const rows = lines.map(([left, meaning]) => `  ${left.padEnd(width)}  ${meaning}`)
  return [`${command} -- ${short.join(" ")}`, "", about, "", ...rows].join("\n")
}

/** Which names there are for `parseArgs`, and where the texts given with each are gathered. */
const places = <V>(options: Script<V>["options"]) => {
  const known: { [name: string]: { type: "boolean" | "string"; short?: string } } = {
    help: { type: "boolean", short: "h" }
  }
  const texts = new Map<string, Array<string>>()
  let words: Array<string> | undefined
  for (const name in options) {
    const { given, takes } = options[name]
    const own: Array<string> = []
    texts.set(name, own)
    if (given === "words") words = own
    else known[name] = { type: takes === "" ? "boolean" : "string" }
  }
  return { known, texts, words }
}

/** Pure: what the script is to be run with, or what it has to say instead. */
export const readCommandLine = <V extends object>(
  script: Script<V>,
  args: ReadonlyArray<string>
): Answer<V> => {
  const { command, options } = script
  const { known, texts, words } = places(options)
  const wrong = (why: string): Answer<V> => ({
    kind: "wrong",
    text: `${command}: ${why.replaceAll(/\s+/gu, " ")}`
  })
  // Not strict: its own complaints are several lines long, and do not say what there is.
  const { tokens, values: given } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true
  })
  if (given["help"] === true) return { kind: "usage", text: usage(script) }
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue
    if (token.kind === "positional") {
      if (words === undefined) return wrong(`takes options only, not ${JSON.stringify(token.value)}`)
      words.push(token.value)
      continue
    }
    const { inlineValue, name, rawName, value } = token
    const type = Object.hasOwn(known, name) ? known[name]?.type : undefined
    const all = Object.keys(known).map((each) => `--${each}`)
    if (type === undefined) return wrong(`there is no ${rawName}, only ${all.toSorted().join(", ")}`)
    if (type === "boolean" && value !== undefined) return wrong(`${rawName} takes no value`)
    if (type === "string" && (value === undefined || (!inlineValue && /^-\D/u.test(value))))
      return wrong(`${rawName} lacks its value`)
    texts.get(name)?.push(value ?? "")
  }
  const values: Partial<V> = {}
  const isComplete = (some: Partial<V>): some is V =>
    [...texts.keys()].every((name) => Object.hasOwn(some, name))
  let first: string | undefined
  for (const name in options) {
    const option = options[name]
    const read = option.read(texts.get(name) ?? [])
    if ("value" in read) values[name] = read.value
    else first ??= `${option.given === "words" ? option.takes : `--${name}`} ${read.wrong}`
  }
  return isComplete(values) ? { kind: "options", options: values } : wrong(first ?? "")
}
