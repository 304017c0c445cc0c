/** Help that fits the terminal: what explains an option is wrapped under itself. */
import { displayWidth } from "../text/displayWidth.ts"
import { wrapped } from "../text/wrapped.ts"

/** A term, at least two spaces, and what it means. */
const EXPLAINED = /^( +\S.*? {2,})(\S.*)$/u

/** Where the terms take more than half of the width, what they mean stands below. */
const wrappedLine = (line: string, columns: number): ReadonlyArray<string> => {
  const [, term = "", meaning] = EXPLAINED.exec(line) ?? []
  if (meaning === undefined)
    return wrapped(line.trimStart(), columns - 2).map((text) => (line.startsWith(" ") ? `  ${text}` : text))
  const width = displayWidth(term)
  const beside = width <= columns / 2
  const indent = " ".repeat(beside ? width : 6)
  const lines = wrapped(meaning, columns - indent.length)
  return beside
    ? lines.map((text, at) => (at === 0 ? term : indent) + text)
    : [term.trimEnd(), ...lines.map((text) => indent + text)]
}

export const wrapHelp = (help: string, columns: number): string =>
  help
    .split("\n")
    .flatMap((line) => (displayWidth(line) <= columns ? [line] : wrappedLine(line, columns)))
    .join("\n")
