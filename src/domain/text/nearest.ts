/** The known word that a mistyped one most likely meant. */
import { editDistance } from "./editDistance.ts"

/** A longer word than any of ours is no typing mistake, and the distance takes time with its square. */
const LENGTH_MAX = 40

/** A word that was only begun is near, but not as near as one that is a letter off. */
const BEGINNING = 1.5

interface RankedWord {
  readonly candidate: string
  readonly off: number
}

const ranked = (typed: string, known: ReadonlyArray<string>): ReadonlyArray<RankedWord> =>
  known
    .map((candidate) => {
      const name = candidate.toLowerCase()
      return {
        candidate,
        off: Math.min(editDistance(typed, name), name.startsWith(typed) ? BEGINNING : Infinity)
      }
    })
    .toSorted((a, b) => a.off - b.off)

/** `undefined` where nothing is close: more than half of either word would have to change. */
export const nearest = (word: string, known: ReadonlyArray<string>): string | undefined => {
  if (word === "" || word.length > LENGTH_MAX) return undefined
  const [best] = ranked(word.toLowerCase(), known)
  return best !== undefined &&
    best.off <= Math.max(BEGINNING, Math.ceil(Math.min(best.candidate.length, word.length) / 2))
    ? best.candidate
    : undefined
}

/** Ids are many, and shorter words among them are near to each other: a third of one may be wrong. */
const ID_SHARE = 3
const IDS_SHOWN = 3

/** The ids that a mistyped one may have meant, the nearest first. The `otherwise` spelling is as good as the id. */
export const nearestOf = (
  id: string,
  known: ReadonlyArray<string>,
  otherwise: string
): ReadonlyArray<string> => {
  if (known.includes(otherwise)) return [otherwise]
  if (id === "" || id.length > LENGTH_MAX) return []
  const typed = id.toLowerCase()
  const near = ranked(
    typed,
    known.filter(({ length }) => length <= LENGTH_MAX)
  ).filter(
    ({ candidate, off }) => off <= Math.max(1, Math.floor(candidate.length / ID_SHARE)) || off === BEGINNING
  )
  const within = known.filter((one) => typed.length > 2 && one.toLowerCase().includes(typed))
  return [...new Set([...near.map(({ candidate }) => candidate), ...within])].slice(0, IDS_SHOWN)
}

/** `latest, state or config`. */
export const listed = (words: ReadonlyArray<string>): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`

/** What to say after a word that is not known; with nothing near, which words are. */
export const suggestion = (word: string, known: ReadonlyArray<string>): string => {
  const near = nearest(word, known)
  return near === undefined ? `it is one of ${listed(known)}` : `did you mean ${near}?`
}
