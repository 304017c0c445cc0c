/** Ed25519 signatures as minisign and openssl make them. A document is signed as its bytes are, not as what they mean. */
import { Result } from "effect"
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto"

/** A key that signs documents, and the id that minisign gives it. */
export interface DesiredKey {
  readonly key: KeyObject
  /** Hexadecimal; absent of a key in PEM. */
  readonly id: string | undefined
}

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const DER_PREFIX = Buffer.from("302a300506032b6570032100", "hex")

const COMMENT = "untrusted comment:"
const TRUSTED = "trusted comment: "
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/u

const linesOf = (text: string): ReadonlyArray<string> =>
  text.split("\n").map((line) => line.replace(/\r$/u, ""))

const base64 = (line: string | undefined, length: number): Buffer | undefined => {
  if (line === undefined || !BASE64.test(line)) return undefined
  const bytes = Buffer.from(line, "base64")
  return bytes.length === length ? bytes : undefined
}

/** Reads a public key: minisign's file, its one line of base64, or PEM. */
export const readKey = (text: string): Result.Result<DesiredKey, string> => {
  if (text.includes("PRIVATE KEY"))
    return Result.fail("it is a private key, which belongs to no sign; give the public one")
  if (text.includes("-----BEGIN PUBLIC KEY-----")) {
    const parsed = Result.try(() => createPublicKey(text))
    return Result.isSuccess(parsed) && parsed.success.asymmetricKeyType === "ed25519"
      ? Result.succeed({ key: parsed.success, id: undefined })
      : Result.fail("it is no Ed25519 key")
  }
  const line = linesOf(text.trim()).find((one) => !one.startsWith(COMMENT))
  const bytes = base64(line?.trim(), 42)
  return bytes?.subarray(0, 2).toString("latin1") === "Ed"
    ? Result.succeed({
        key: createPublicKey({
          key: Buffer.concat([DER_PREFIX, bytes.subarray(10)]),
          format: "der",
          type: "spki"
        }),
        id: bytes.subarray(2, 10).toString("hex")
      })
    : Result.fail("it is no public key of minisign, and no Ed25519 key in PEM")
}

/** Whether a signature fits these bytes and this key; what is wrong where it does not. */
export const verifySignature = (
  { id, key }: DesiredKey,
  bytes: Uint8Array,
  signature: Uint8Array
): Result.Result<void, string> => {
  const text = Buffer.from(signature).toString("latin1")
  return text.startsWith(COMMENT)
    ? verifyMinisign(key, id, bytes, linesOf(text))
    : fits(verifiesPlain(key, bytes, signature, text))
}

const NO_FIT = "the signature does not fit the document and the key"

const fits = (does: boolean): Result.Result<void, string> => (does ? Result.void : Result.fail(NO_FIT))

const verifiesPlain = (key: KeyObject, bytes: Uint8Array, signature: Uint8Array, text: string): boolean => {
  const raw = signature.length === 64 ? signature : base64(text.replaceAll(/\s/gu, ""), 64)
  return raw !== undefined && verify(null, bytes, key, raw)
}

const verifyMinisign = (
  key: KeyObject,
  id: string | undefined,
  bytes: Uint8Array,
  [, first, comment = "", second]: ReadonlyArray<string>
): Result.Result<void, string> => {
  const signed = base64(first, 74)
  const global = base64(second, 64)
  if (signed === undefined || global === undefined || !comment.startsWith(TRUSTED))
    return Result.fail("the signature is none of minisign's")
  const algorithm = signed.subarray(0, 2).toString("latin1")
  if (algorithm !== "Ed" && algorithm !== "ED") return Result.fail("the signature is of an unknown kind")
  if (id !== undefined && signed.subarray(2, 10).toString("hex") !== id)
    return Result.fail("the signature was made with another key")
  const raw = signed.subarray(10)
  const subject = algorithm === "ED" ? createHash("blake2b512").update(bytes).digest() : bytes
  const trusted = Buffer.concat([raw, Buffer.from(comment.slice(TRUSTED.length), "latin1")])
  return fits(verify(null, subject, key, raw) && verify(null, trusted, key, global))
}
