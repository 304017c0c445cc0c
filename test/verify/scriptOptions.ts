/** The command line of a script: read to its end, by `parseArgs`, before anything is built or started. */
import { parseArgs } from "node:util"

interface ScriptOption<A> {
  /** Stands for the value in the usage; empty where there is none. */
  readonly takes: string
  readonly meaning: string
  /** Words have no name before them. */
  readonly given: "once" | "repeatedly" | "words"
  /** What the texts given mean; refuses those that are not what is wanted. */
  readonly read: (texts: ReadonlyArray<string>, refuse: (wanted: string, text: string) => never) => A
}

interface Script<V> {
  readonly command: string
  readonly about: string
  readonly options: { readonly [K in keyof V]: ScriptOption<V[K]> }
}

export const flag = (meaning: string): ScriptOption<boolean> => ({
  takes: "",
  meaning,
  given: "once",
  read: (texts) => texts.length > 0
})

const one =
  <A>(takes: string, wanted: string, parse: (text: string) => A | undefined) =>
  <D extends A | undefined>(meaning: string, otherwise: D): ScriptOption<A | D> => ({
    takes,
    meaning: otherwise === undefined ? meaning : `${meaning} (${String(otherwise)} unless given)`,
    given: "once",
    read: (texts, refuse) => {
      const text = texts.at(-1)
      return text === undefined ? otherwise : (parse(text) ?? refuse(wanted, text))
    }
  })

/** Any text but none. */
export const text = (takes: string) => one(takes, "a text", (given) => (given === "" ? undefined : given))

export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  one(
    "N",
    `a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most}`}`,
    (given) => {
      const value = /^\d+$/u.test(given) ? Number(given) : Number.NaN
      return value >= least && value <= most ? value : undefined
    }
  )

export const positiveNumber = one("N", "a number above 0", (given) => {
  const value = Number(given)
  return value > 0 && Number.isFinite(value) ? value : undefined
})

/** As often as one likes: each text as it is. */
export const texts = (takes: string, meaning: string): ScriptOption<ReadonlyArray<string>> => ({
  takes,
  meaning,
  given: "repeatedly",
  read: (given, refuse) => (given.includes("") ? refuse("a text", "") : given)
})

/** Some of these names; as often as one likes, each after the option's own, or as words. */
export const someOf = (
  takes: string,
  names: ReadonlyArray<string>,
  meaning: string,
  given: "repeatedly" | "words" = "repeatedly"
): ScriptOption<ReadonlyArray<string>> => ({
  takes,
  meaning: `${meaning}: ${names.join(", ")}`,
  given,
  read: (all, refuse) => {
    const unknown = all.find((name) => !names.includes(name))
    return unknown === undefined ? all : refuse(`one of ${names.join(", ")}`, unknown)
  }
})

/** One line, and the end. */
export const refuse = (why: string): never => {
  process.stderr.write(`${why.replaceAll(/\s+/gu, " ")}\n`)
  process.exit(1)
}

const usage = <V>({ about, command, options }: Script<V>): string => {
  const all = Object.entries<ScriptOption<unknown>>(options).map(([name, { given, meaning, takes }]) => ({
    shown: given === "words" ? takes : `--${name} ${takes}`.trim(),
    more: given === "once" ? "" : "…",
    meaning
  }))
  const rows = [...all, { shown: "--help", meaning: "this text" }]
  const width = Math.max(...rows.map(({ shown }) => shown.length))
  return [
    [command, "--", ...all.map(({ more, shown }) => `[${shown}]${more}`)].join(" "),
    about,
    rows.map(({ meaning, shown }) => `  ${shown.padEnd(width)}  ${meaning}`).join("\n")
  ].join("\n\n")
}

const parsed = (options: { readonly [name: string]: ScriptOption<unknown> }) => {
  const named = Object.entries(options).filter(([, { given }]) => given !== "words")
  const known = named.map(([name, { takes }]) => {
    const type: "boolean" | "string" = takes === "" ? "boolean" : "string"
    return [name, { type, multiple: true } as const] as const
  })
  return parseArgs({
    options: { ...Object.fromEntries(known), help: { type: "boolean", short: "h", multiple: true } },
    allowPositionals: named.length < Object.keys(options).length
  })
}

/** What the script is to be run with; ends it where that is wrong, or only its usage is asked for. */
export const optionsOf = <V extends object>(script: Script<V>): V => {
  const { command, options } = script
  const given = (() => {
    try {
      return parsed(options)
    } catch (error) {
      return refuse(`${command}: ${error instanceof Error ? error.message : String(error)}`)
    }
  })()
  if (given.values["help"] !== undefined) {
    process.stdout.write(`${usage(script)}\n`)
    process.exit(0)
  }
  const named: { readonly [name: string]: unknown } = given.values
  const values: Partial<V> = {}
  const isComplete = (some: Partial<V>): some is V => Object.keys(options).every((name) => name in some)
  for (const name in options) {
    const option = options[name]
    const isWords = option.given === "words"
    const all = isWords ? given.positionals : [named[name] ?? []].flat().map(String)
    values[name] = option.read(all, (wanted, text) =>
      refuse(
        `${command}: ${isWords ? option.takes : `--${name}`} takes ${wanted}, not ${JSON.stringify(text)}`
      )
    )
  }
  return isComplete(values) ? values : refuse(`${command}: an option is lost`)
}

/** A check that tried nothing has shown nothing: that is no success. */
export const mustHaveTried = (count: number): void => {
  if (count > 0) return
  process.stderr.write("nothing was tried: that shows nothing\n")
  process.exitCode = 1
}
