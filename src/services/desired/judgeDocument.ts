/** Whether the bytes that were fetched are a revision that this sign may take. What is not proven is refused. */
import { Data, Option, Result } from "effect"
import type { DesiredDocument, DesiredSign } from "../../domain/desired/DesiredDocument.ts"
import { DesiredRefused } from "../../domain/desired/DesiredRefused.ts"
import { isInShare, wantedOf } from "../../domain/desired/desiredSign.ts"
import { readDesired } from "../../domain/desired/readDesired.ts"
import { namedSecret } from "../../domain/desired/namedSecret.ts"
import { lineNumber } from "../../json/position.ts"
import { decodeUtf8 } from "../files/reading/jsonFileReader.ts"
import { sha256 } from "../files/sha256.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import type { KeptRevision } from "./desiredFile.ts"
import { readFor } from "./readFor.ts"
import { type DesiredKey, verifySignature } from "./signature.ts"

/** Why a document was not taken; `unreachable` and `harmful` beside those that its bytes are refused for. */
export const REJECTIONS = [
  "unreachable",
  "refused",
  "signature",
  "replayed",
  "points_somewhere",
  "harmful"
] as const
export type Rejection = (typeof REJECTIONS)[number]

/** The document was not taken. What was in force stays so. */
export class DocumentRejected extends Data.TaggedError("DocumentRejected")<{
  readonly reason: Rejection
  readonly problem: string
}> {
  override get message(): string {
    return this.problem
  }
}

/** How a sign reads documents. */
export interface DocumentContext {
  /** The document's file or address, as it may be shown. */
  readonly document: string
  readonly remote: boolean
  readonly key: DesiredKey | undefined
  readonly sign: string
  readonly systemKeys: ReadonlySet<string>
  /** The parsed secrets file of this sign; absent where there is none. */
  readonly secrets?: unknown
}

/** A revision that may be taken. */
export interface OfferedRevision extends Omit<KeptRevision, "accepted_at"> {
  readonly inShare: boolean
}

/** `highest` is the serial of the last revision that was accepted. */
export const judgeDocument = (
  { bytes, signature }: { readonly bytes: Uint8Array; readonly signature: Uint8Array | undefined },
  { document, key, remote, secrets, sign, systemKeys }: DocumentContext,
  highest: number | null
): Result.Result<OfferedRevision, DocumentRejected> => {
  const not = (reason: Rejection, problem: string) => Result.fail(new DocumentRejected({ reason, problem }))
  if (key !== undefined) {
    if (signature === undefined)
      return not("signature", `${document} is not signed: there is no .minisig and no .sig beside it`)
    const verified = verifySignature(key, bytes, signature)
    if (Result.isFailure(verified)) return not("signature", `${document}: ${verified.failure}`)
  }
  const read = readFor(bytes, document, systemKeys, sign)
  if (Result.isFailure(read)) return not("refused", read.failure.message)
  const { content, document: desired, parsed, place, pointing } = read.success
  const refusedAt = (reason: Rejection, path: ReadonlyArray<string>, problem: string) =>
    not(
      reason,
      new DesiredRefused({
        document,
        line: lineNumber(decodeUtf8(bytes) ?? "", path),
        path,
        problem
      }).message
    )
  const secret = namedSecret(desired, sign, secrets)
  if (secret !== undefined)
    return refusedAt(
      "refused",
      secret,
      "this setting stands in the secrets file of the sign, which no document reaches"
    )
  const serial = desired.serial ?? null
  if (serial === null && (key !== undefined || highest !== null))
    return not("replayed", `${document} has no serial, so that it may be an old one`)
  if (serial !== null && highest !== null && serial < highest)
    return not(
      "replayed",
      `${document} is an old one: its serial is ${serial}, and ${highest} was accepted before`
    )
  if (remote && key === undefined && pointing !== undefined)
    return refusedAt(
      "points_somewhere",
      pointing,
      "it holds an address or a path, which only a document that is signed, or a file, may set"
    )
  return Result.succeed({
    revision: sha256(bytes),
    content,
    serial,
    text: JSON.stringify(ownPart(parsed, sign)),
    inShare: isInShare(desired.share, place)
  })
}

/** The document with what of it is about this sign, in the same form. */
const ownPart = (parsed: unknown, sign: string): { readonly [key: string]: unknown } => {
  if (!isJsonObject(parsed)) return {}
  const { groups, rollout: _, signs, ...rest } = parsed
  const own = isJsonObject(signs) && Object.hasOwn(signs, sign) ? signs[sign] : undefined
  const named = new Set<unknown>(isJsonObject(own) && Array.isArray(own["groups"]) ? own["groups"] : [])
  const kept = isJsonObject(groups) ? Object.entries(groups).filter(([name]) => named.has(name)) : []
  return {
    ...rest,
    groups: Object.fromEntries(kept),
    ...(own === undefined ? {} : { signs: Object.fromEntries([[sign, own]]) })
  }
}

const wanted = (
  { revision }: Pick<KeptRevision, "revision">,
  { document, sign }: DocumentContext,
  read: DesiredDocument
): DesiredSign => ({ document, revision, sign, plugins: wantedOf(read, sign), others: read.others })

/** What a kept revision wants of this sign; none where what was kept is no document any more. */
export const wantedBy = (kept: KeptRevision, reading: DocumentContext): Option.Option<DesiredSign> =>
  readDesired(new TextEncoder().encode(kept.text), reading.document, reading.systemKeys).pipe(
    Result.map((read) => wanted(kept, reading, read)),
    Result.getSuccess
  )
