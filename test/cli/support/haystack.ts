/** Everything that a program has written or printed, looked through for what must stand nowhere. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"

export interface Straw {
  /** Where it was found: a file, an output, an answer. */
  readonly place: string
  readonly text: string
}

/** A text as it is, and as addresses, JSON, headers and `Basic` credentials spell it. */
const spellings = (needle: string): ReadonlyArray<string> => [
  needle,
  encodeURIComponent(needle),
  JSON.stringify(needle).slice(1, -1),
  Buffer.from(needle).toString("base64").replace(/=+$/u, "")
]

/** `needle in place` for each that is found. */
export const found = (
  needles: ReadonlyArray<string>,
  haystack: ReadonlyArray<Straw>
): ReadonlyArray<string> =>
  haystack.flatMap(({ place, text }) =>
    needles
      .filter((needle) => spellings(needle).some((spelled) => text.includes(spelled)))
      .map((needle) => `${needle} in ${place}`)
  )

/** Every file below a directory but those named, their names too. */
export const filesBelow = (directory: string, but: ReadonlyArray<string>): ReadonlyArray<Straw> =>
  readdirSync(directory, { recursive: true, encoding: "utf8" }).flatMap((path) => {
    if (but.includes(path)) return []
    const full = join(directory, path)
    return [{ place: path, text: path + (statSync(full).isFile() ? readFileSync(full, "latin1") : "") }]
  })

/** The texts and long numbers of a JSON value, at any depth. */
export const leaves = (value: unknown): ReadonlyArray<string> =>
  typeof value === "object" && value !== null
    ? Object.values(value).flatMap(leaves)
    : typeof value === "string" || (typeof value === "number" && value > 99_999)
      ? [String(value)]
      : []
