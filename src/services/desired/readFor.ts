/** Reads a document for one sign: what of it is about that sign, and what of all of it counts. */
import { Result } from "effect"
import { createHash } from "node:crypto"
import type { DesiredDocument } from "../../domain/desired/DesiredDocument.ts"
import type { DesiredRefused } from "../../domain/desired/DesiredRefused.ts"
import { rolloutSubject } from "../../domain/desired/desiredSign.ts"
import { readDesired } from "../../domain/desired/readDesired.ts"
import { readPortions } from "../../domain/desired/readPortions.ts"
import { parseJsonSpelled } from "../../json/parsing/parseJson.ts"
import { pointsSomewhere } from "./pointsSomewhere.ts"

interface ReadFor {
  /** It may lack other signs than the one it was read for. */
  readonly document: DesiredDocument
  readonly parsed: unknown
  /** Digests of what it wants, and of the sign with that. */
  readonly content: string
  readonly place: string
  /** The path of the first setting of any sign that holds an address or a path. */
  readonly pointing: ReadonlyArray<string> | undefined
}

export const readFor = (
  bytes: Uint8Array,
  name: string,
  systemKeys: ReadonlySet<string>,
  sign: string
): Result.Result<ReadFor, DesiredRefused> => {
  const digests = () => {
    const [content, place] = [createHash("sha256"), createHash("sha256").update(`${sign}\n`)]
    return {
      subject: (piece: string): void => {
        content.update(piece)
        place.update(piece)
      },
      ends: () => ({ content: content.digest("hex"), place: place.digest("hex") })
    }
  }
  const { ends, subject } = digests()
  let pointing: ReadonlyArray<string> | undefined
  const part = (some: DesiredDocument): void => {
    pointing ??= pointsSomewhere(some)
  }
  const own = readPortions(bytes, systemKeys, sign, { part, subject })
  if (own !== undefined) return Result.succeed({ ...own, ...ends(), pointing })
  return Result.map(readDesired(bytes, name, systemKeys), (document) => {
    const parsed = Result.getOrUndefined(parseJsonSpelled(new TextDecoder().decode(bytes)))
    const whole = digests()
    whole.subject(rolloutSubject(parsed))
    return { document, parsed, ...whole.ends(), pointing: pointsSomewhere(document) }
  })
}
