/** Pure but for the loading: git's compressed objects as texts. */
import { Effect, Result } from "effect"
import { baseDistanceAt } from "./packDelta.ts"

/** What Node has for inflating and hashing; it computes, and touches nothing. */
export interface Platform {
  readonly zlib: typeof import("node:zlib")
  readonly crypto: typeof import("node:crypto")
}

let loaded: Platform | undefined

/** Loaded when the first commit is read: most commands read none. */
export const loadPlatform: Effect.Effect<Platform> = Effect.suspend(() =>
  loaded === undefined
    ? Effect.promise(async () => {
        const [zlib, crypto] = await Promise.all([import("node:zlib"), import("node:crypto")])
        loaded = { zlib, crypto }
        return loaded
      })
    : Effect.succeed(loaded)
)

/** Behind a pack's own header. */
export const FIRST_OBJECT = 12

const TEXT_BYTES_MAX = 256 * 1024

/** Room for most: a larger one is made of several pieces. */
const COMMIT_BYTES = 256

/** What comes out; bytes of other objects may follow, which is no fault. */
const inflated = ({ zlib }: Platform, bytes: Uint8Array): Buffer | undefined =>
  Result.getOrUndefined(
    Result.try(() =>
      zlib.inflateSync(bytes, {
        chunkSize: COMMIT_BYTES,
        finishFlush: zlib.constants.Z_SYNC_FLUSH,
        maxOutputLength: TEXT_BYTES_MAX
      })
    )
  )

/** Its text begins with `commit`, its size and a zero byte. */
export const looseCommit = (platform: Platform, bytes: Uint8Array): string | undefined => {
  const text = inflated(platform, bytes)?.toString("utf8")
  return text?.startsWith("commit ") === true ? text.slice(text.indexOf("\0") + 1) : undefined
}

export type PackedObject =
  | { readonly _tag: "Commit"; readonly content: Uint8Array }
  /** A difference to the object that begins `distance` bytes earlier. */
  | { readonly _tag: "Delta"; readonly delta: Uint8Array; readonly distance: number }

const COMMIT = 1
const OFFSET_DELTA = 6

/** The object that `bytes` begin with, where it is a commit or leads to one. */
export const packedObject = (platform: Platform, bytes: Uint8Array): PackedObject | undefined => {
  const type = ((bytes[0] ?? 0) >> 4) & 7
  const body = bytes.findIndex((byte) => byte < 0x80) + 1
  if (type === COMMIT) {
    const content = inflated(platform, bytes.subarray(body))
    return content && { _tag: "Commit", content }
  }
  if (type !== OFFSET_DELTA) return undefined
  const { next, value } = baseDistanceAt(bytes, body)
  const delta = inflated(platform, bytes.subarray(next))
  return value > 0 && delta !== undefined ? { _tag: "Delta", delta, distance: value } : undefined
}

/** The commit `name`, where `bytes` begin with it. */
export const packedCommit = (platform: Platform, bytes: Uint8Array, name: string): string | undefined => {
  const object = packedObject(platform, bytes)
  if (object?._tag !== "Commit" || nameOf(platform, object.content, name.length) !== name) return undefined
  return new TextDecoder().decode(object.content)
}

const SHA256_DIGITS = 64

const nameOf = ({ crypto }: Platform, content: Uint8Array, digits: number): string =>
  crypto.hash(
    digits === SHA256_DIGITS ? "sha256" : "sha1",
    Buffer.concat([Buffer.from(`commit ${content.byteLength}\0`), content])
  )
