/**
 * Pure: the plugin's class, as LEDMatrix finds it where a manifest does not name one. Nothing is run. Every
 * character is looked at once, so that no source can be made to take long.
 */

const isQuote = (char: string | undefined): char is '"' | "'" => char === '"' || char === "'"

/** Offset behind the text in quotes that begins at `open`. */
const afterText = (source: string, open: number): number => {
  const quote = source[open] ?? ""
  const triple = quote.repeat(3)
  if (source.startsWith(triple, open)) {
    const close = source.indexOf(triple, open + 3)
    return close < 0 ? source.length : close + 3
  }
  let at = open + 1
  while (at < source.length && source[at] !== quote && source[at] !== "\n") at += source[at] === "\\" ? 2 : 1
  return Math.min(source.length, source[at] === "\n" ? at : at + 1)
}

/** Without texts and comments, in one pass: a comment may hold quotes and a text a number sign. */
const code = (source: string): string => {
  const parts: Array<string> = []
  let from = 0
  for (let at = 0; at < source.length;) {
    const char = source[at]
    if (char !== "#" && !isQuote(char)) {
      at++
      continue
    }
    parts.push(source.slice(from, at))
    if (isQuote(char)) {
      at = afterText(source, at)
      // Not nothing: what stands behind a text does not begin a line.
      parts.push('""')
    } else {
      const end = source.indexOf("\n", at)
      at = end < 0 ? source.length : end
    }
    from = at
  }
  parts.push(source.slice(from))
  return parts.join("")
}

const CLASS = /^class[ \t]+([A-Za-z_]\w*)[ \t]*/gmu
const COLON = /[ \t]*:/y

/** Longer than any list of base classes. */
const BASES_MAX = 4096

interface FoundClass {
  readonly name: string
  readonly bases: string
}

const classesIn = (source: string): ReadonlyArray<FoundClass> => {
  const found: Array<FoundClass> = []
  for (const match of source.matchAll(CLASS)) {
    const [all, name = ""] = match
    const from = match.index + all.length
    const bases = source[from] === "(" ? source.slice(from, from + BASES_MAX) : ""
    const close = bases.indexOf(")")
    if (bases !== "" && close < 0) continue
    COLON.lastIndex = bases === "" ? from : from + close + 1
    if (COLON.test(source)) found.push({ name, bases: bases.slice(1, Math.max(1, close)) })
  }
  return found
}

/** A subclass of `BasePlugin`, else the first class of the entry file. */
export const pluginClass = (source: string): string | undefined => {
  const classes = classesIn(code(source))
  const plugin = classes.find(({ bases }) => /\bBasePlugin\b/u.test(bases))
  return (plugin ?? classes[0])?.name
}
