/** One look at the document: from a file, or by one request that asks whether it has changed. */
import { Duration, Effect, Option } from "effect"
import { HttpClient, type HttpClientResponse } from "effect/http"
import { DESIRED_LIMITS } from "../../domain/desired/DesiredDocument.ts"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"
import { FileReader } from "../../ports/Files.ts"
import { BodyBroken, readBody } from "../network/readBody.ts"
import { unlessUnchanged, type Validators, validatorsOf } from "../network/validators.ts"
import { httpGet } from "../store/fetch/httpGet.ts"
import { DocumentRejected } from "./judgeDocument.ts"

const SIGNATURE_BYTES_MAX = 4096

/** Minisign's first; any signature fits these bytes or it does not. */
const SIGNATURES = [".minisig", ".sig"]

/** For document and signature together. */
const TIME_MAX = Duration.seconds(60)

/** Where the document is: an http(s) address, or an absolute path. */
export interface DocumentPlace {
  readonly at: URL | string
  readonly shown: string
}

export const placeOf = (given: string): DocumentPlace => {
  const url = /^https?:\/\//iu.test(given) ? URL.parse(given) : null
  return url === null
    ? { at: given, shown: withoutCredentials(given) }
    : { at: url, shown: withoutCredentials(url.href) }
}

export interface FetchedDocument {
  readonly bytes: Uint8Array
  readonly signature: Uint8Array | undefined
  readonly validators: Validators
}

/** The document could not be fetched; the server may have said how long it wants to be left alone. */
export interface FetchFailure {
  readonly error: DocumentRejected
  readonly retryAfter: Duration.Duration
}

/** It could not be fetched, or nothing can be made of it here. */
export const unfetched = (problem: string, retryAfter = Duration.zero): FetchFailure => ({
  error: new DocumentRejected({ reason: "unreachable", problem }),
  retryAfter
})

const tooLarge = (bytesMax: number): string =>
  `it is larger than ${bytesMax === DESIRED_LIMITS.bytes ? "1 MiB" : `${bytesMax} bytes`}; no more is read`

const bodyOf = (bytesMax: number) =>
  Effect.fnUntraced(function* (response: HttpClientResponse.HttpClientResponse) {
    // None was asked for, and a few bytes may unpack to many.
    if (response.headers["content-encoding"] !== undefined)
      return yield* new BodyBroken({ problem: "it is compressed, which was not asked for" })
    return { bytes: yield* readBody(response, bytesMax), headers: response.headers }
  })

const get = Effect.fnUntraced(function* (
  url: URL,
  bytesMax: number,
  headers: { readonly [name: string]: string }
) {
  return yield* httpGet(url, { headers, attemptsMax: 1, read: bodyOf(bytesMax) }).pipe(
    Effect.mapError((error) =>
      error._tag === "BodyTooLarge"
        ? unfetched(`${withoutCredentials(url.href)}: ${tooLarge(error.bytesMax)}`)
        : unfetched(error.message, error.retryAfter)
    )
  )
})

const signatureAddress = (url: URL, ending: string): URL => {
  const beside = new URL(url)
  beside.pathname += ending
  return beside
}

const remoteSignature = Effect.fnUntraced(function* (url: URL) {
  for (const ending of SIGNATURES) {
    const answer = yield* get(signatureAddress(url, ending), SIGNATURE_BYTES_MAX, {})
    if (answer._tag === "Found") return answer.value.bytes
  }
  return undefined
})

const remote = Effect.fnUntraced(function* (
  url: URL,
  before: Validators,
  signed: boolean
): Effect.fn.Return<FetchedDocument | "unchanged", FetchFailure, HttpClient.HttpClient> {
  const answer = yield* get(url, DESIRED_LIMITS.bytes, {
    accept: "application/json",
    ...unlessUnchanged(before)
  })
  if (answer._tag === "NotModified") {
    if (Object.keys(unlessUnchanged(before)).length > 0) return "unchanged"
    return yield* Effect.fail(
      unfetched(`${withoutCredentials(url.href)}: it is said to be unchanged, and was never read`)
    )
  }
  if (answer._tag !== "Found")
    return yield* Effect.fail(
      unfetched(
        "problem" in answer ? answer.problem : `${withoutCredentials(url.href)}: there is nothing there`
      )
    )
  const { bytes, headers } = answer.value
  return {
    bytes,
    signature: signed ? yield* remoteSignature(url) : undefined,
    validators: validatorsOf(headers)
  }
})

const local = Effect.fnUntraced(function* (
  path: string,
  signed: boolean
): Effect.fn.Return<FetchedDocument, FetchFailure, FileReader> {
  const files = yield* FileReader
  const bytes = yield* readLocal(files, path, DESIRED_LIMITS.bytes)
  return { bytes, signature: signed ? yield* localSignature(files, path) : undefined, validators: {} }
})

const readLocal = (files: typeof FileReader.Service, path: string, bytesMax: number) =>
  files.read(path, { bytesMax }).pipe(
    Effect.map((found) => found.bytes),
    Effect.mapError(({ code, meaning }) =>
      unfetched(`${path}: ${code === "TOO_LARGE" ? tooLarge(bytesMax) : meaning}`)
    )
  )

/** A signature that cannot be read is not one that is missing: the document is signed all the same. */
const localSignature = Effect.fnUntraced(function* (files: typeof FileReader.Service, path: string) {
  for (const ending of SIGNATURES) {
    const at = `${path}${ending}`
    const there = yield* Effect.mapError(files.lstat(at), ({ meaning }) => unfetched(`${at}: ${meaning}`))
    if (Option.isSome(there)) return yield* readLocal(files, at, SIGNATURE_BYTES_MAX)
  }
  return undefined
})

/** `unchanged` where the server says so. Within 60 seconds and 1 MiB; from https only https is followed. */
export const fetchDesired = (
  { at, shown }: DocumentPlace,
  before: Validators,
  signed: boolean
): Effect.Effect<FetchedDocument | "unchanged", FetchFailure, HttpClient.HttpClient | FileReader> =>
  Effect.gen(function* () {
    return typeof at === "string" ? yield* local(at, signed) : yield* remote(at, before, signed)
  }).pipe(
    Effect.timeoutOrElse({
      duration: TIME_MAX,
      orElse: () => Effect.fail(unfetched(`${shown}: no complete answer in time`))
    })
  )
