/** From the bytes of a document to what one sign should be. */
import { Result } from "effect"
import { createHash } from "node:crypto"
import type { DesiredDocument, DesiredSign } from "../../domain/desired/DesiredDocument.ts"
import { DesiredRefused } from "../../domain/desired/DesiredRefused.ts"
import { isInShare, rolloutSubject, secretNamed, wantedOf } from "../../domain/desired/desiredSign.ts"
import { readDesired } from "../../domain/desired/readDesired.ts"
import { lineOf } from "../../json/position.ts"
import { parseJson } from "../../json/parseJson.ts"
import { decodeUtf8 } from "../files/readDocument.ts"

/** For whom a document is read. */
export interface ForSign {
  /** The document's file or address, without credentials. */
  readonly document: string
  readonly sign: string
  /** Top-level keys of config that can be no plugin's. */
  readonly systemKeys: ReadonlySet<string>
  /** The parsed secrets file of this sign; `undefined` where there is none. */
  readonly secrets: unknown
}

/** A document that was accepted, and what of it means this sign. */
export interface Accepted {
  readonly state: DesiredSign
  /** Whether the sign is in the share that takes this revision. */
  readonly inShare: boolean
  readonly serial: number | undefined
}

const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex")

/** The revision of a document: sha256 of its bytes, hexadecimal. */
export const revisionOf = (bytes: Uint8Array): string => sha256(bytes)

/** Reads a document for one sign. Accepts all of it or refuses all of it. */
export const acceptDesired = (
  bytes: Uint8Array,
  { document, secrets, sign, systemKeys }: ForSign
): Result.Result<Accepted, DesiredRefused> =>
  Result.flatMap(readDesired(bytes, document, systemKeys), (read) => {
    const refused = secretRefused(bytes, document, read, sign, secrets)
    if (refused !== undefined) return Result.fail(refused)
    const { others, serial, share } = read
    return Result.succeed({
      state: { document, revision: revisionOf(bytes), sign, plugins: wantedOf(read, sign), others },
      inShare: share === 1 || isInShare(share, sha256(`${sign}\0${subjectOf(bytes)}`)),
      serial
    })
  })

const subjectOf = (bytes: Uint8Array): string => {
  const parsed = parseJson(decodeUtf8(bytes) ?? "")
  return Result.isSuccess(parsed) ? rolloutSubject(parsed.success) : ""
}

/** A document that names a secret of the sign is refused in the layer that names it. */
const secretRefused = (
  bytes: Uint8Array,
  document: string,
  { groups, plugins, signs }: DesiredDocument,
  sign: string,
  secrets: unknown
): DesiredRefused | undefined => {
  const own = signs.get(sign)
  const layers = [
    { at: ["plugins"], plugins },
    ...(own?.groups ?? []).map((name) => ({
      at: ["groups", name, "plugins"],
      plugins: groups.get(name) ?? new Map<string, never>()
    })),
    ...(own === undefined ? [] : [{ at: ["signs", sign, "plugins"], plugins: own.plugins }])
  ]
  for (const layer of layers) {
    for (const [id, { settings }] of layer.plugins) {
      if (settings === undefined || settings === null) continue
      const named = secretNamed({ [id]: settings }, secrets)
      if (named === undefined) continue
      const path = [...layer.at, id, "settings", ...named.slice(1)]
      return new DesiredRefused({
        document,
        line: lineOf(decodeUtf8(bytes) ?? "", path),
        field: path.join("."),
        problem:
          "this setting stands in the secrets file of the sign, which no document reaches; take it out of the document"
      })
    }
  }
  return undefined
}
