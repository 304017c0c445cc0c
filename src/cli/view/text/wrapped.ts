/** Text in lines that fit: paragraphs, and words that are too long for their place. */
import { displayWidth } from "./displayWidth.ts"

/** Paths, addresses and names of runs are shorter; a longer word would only push the rest out of sight. */
const WORD_MAX = 200

/** A command between backticks is one word, with what stands right before and behind it. */
const WORDS = /(?:^| )([^ `]*`[^`]+`[^ ]*|[^ ]*)/gu

/** Breaks at spaces; a word or a command that is longer than a line stays whole, so that it can be copied. */
export const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  if (displayWidth(text) <= width) return [text]
  const lines: Array<string> = []
  let line = ""
  for (const [, whole = ""] of text.matchAll(WORDS)) {
    const word = whole.includes(" ") ? whole : clipped(whole, WORD_MAX)
    const longer = line === "" ? word : `${line} ${word}`
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  return [...lines, line]
}

/** The lines of a paragraph, all but the first set in. */
export const paragraph = (text: string, width: number, indent = ""): ReadonlyArray<string> =>
  wrapped(text, width - indent.length).map((line, at) => (at === 0 ? line : indent + line))

const taken = (characters: ReadonlyArray<string>, width: number): string => {
  let [kept, left] = ["", width]
  for (const character of characters) {
    left -= displayWidth(character)
    if (left < 0) break
    kept += character
  }
  return kept
}

/** Both ends of a text, so that two that begin alike still look different. */
export const clipped = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text
  const tail = Math.floor((width - 1) / 3)
  const characters = Array.from(text)
  const end = Array.from(taken(characters.toReversed(), tail)).toReversed().join("")
  return `${taken(characters, width - 1 - tail)}…${end}`
}
