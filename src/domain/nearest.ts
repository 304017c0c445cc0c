/** The known word that a mistyped one most likely meant. */
import { editDistance } from "./editDistance.ts"

/** A longer word than any of ours is no typing mistake, and the distance takes time with its square. */
const LENGTH_MAX = 40

/** A word that was only begun is near, but not as near as one that is a letter off. */
const BEGINNING = 1.5

/** `undefined` where nothing is close: more than half of the word would have to change. */
export const nearest = (word: string, known: ReadonlyArray<string>): string | undefined => {
  if (word === "" || word.length > LENGTH_MAX) return undefined
  const typed = word.toLowerCase()
  const ranked = known
    .map((candidate) => ({
      candidate,
      off: Math.min(editDistance(typed, candidate), candidate.startsWith(typed) ? BEGINNING : Infinity)
    }))
    .toSorted((a, b) => a.off - b.off)
  const [best] = ranked
  return best !== undefined && best.off <= Math.max(BEGINNING, Math.ceil(best.candidate.length / 2))
    ? best.candidate
    : undefined
}

/** `latest, state or config`. */
export const listed = (words: ReadonlyArray<string>): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`

/** What to say after a word that is not known; with nothing near, which words are. */
export const suggestion = (word: string, known: ReadonlyArray<string>): string => {
  const near = nearest(word, known)
  return near === undefined ? `it is one of ${listed(known)}` : `did you mean ${near}?`
}
