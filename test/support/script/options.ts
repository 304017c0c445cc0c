/** What the command line of a script may hold: names are given to these where a script puts them together. */

type Read<A> = { readonly value: A } | { readonly wrong: string }

export interface ScriptOption<A> {
  /** Stands for the value in the usage; empty where there is none. */
  readonly takes: string
  readonly meaning: string
  /** `words` have no name before them. */
  readonly given: "once" | "repeatedly" | "words"
  readonly read: (texts: ReadonlyArray<string>) => Read<A>
}

const refused = (wanted: string, text: string): { readonly wrong: string } => ({
  wrong: `takes ${wanted}, not ${JSON.stringify(text)}`
})

export const flag = (meaning: string): ScriptOption<boolean> => ({
  takes: "",
  meaning,
  given: "once",
  read: (texts) => ({ value: texts.length > 0 })
})

const one =
  <A>(takes: string, wanted: string, parse: (text: string) => A | undefined) =>
  <D extends A | undefined>(meaning: string, otherwise: D): ScriptOption<A | D> => ({
    takes,
    meaning: otherwise === undefined ? meaning : `${meaning} (${String(otherwise)} unless given)`,
    given: "once",
    read: (texts) => {
      const text = texts.at(-1)
      if (text === undefined) return { value: otherwise }
      const value = parse(text)
      return value === undefined ? refused(wanted, text) : { value }
    }
  })

/** Any text but none. */
export const text = (takes: string) => one(takes, "a text", (given) => (given === "" ? undefined : given))

export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const upTo = most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most}`
  return one("N", `a whole number from ${least}${upTo}`, (given) => {
    const value = /^\d+$/u.test(given) ? Number(given) : Number.NaN
    return value >= least && value <= most ? value : undefined
  })
}

export const positiveNumber = one("N", "a number above 0", (given) => {
  const value = Number(given)
  return value > 0 && Number.isFinite(value) ? value : undefined
})

/** As often as one likes: each text as it is. */
export const texts = (takes: string, meaning: string): ScriptOption<ReadonlyArray<string>> => ({
  takes,
  meaning,
  given: "repeatedly",
  read: (given) => (given.includes("") ? refused("a text", "") : { value: given })
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
  read: (all) => {
    const unknown = all.find((name) => !names.includes(name))
    return unknown === undefined ? { value: all } : refused(`one of ${names.join(", ")}`, unknown)
  }
})
