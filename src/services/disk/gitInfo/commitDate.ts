/**
 * The date of a commit from git's objects, loose or packed, without starting git. A commit that is packed as
 * a difference to another one is left to git: its date is then not known.
 */
import { Effect, Option } from "effect"
import type { FileReader, ReadHandle } from "../../../ports/Files.ts"
import { commitTime } from "./gitTexts.ts"

const COMMIT_BYTES_MAX = 64 * 1024
const PACKS_MAX = 64
const INDEX_BYTES_MAX = 256 * 1024 * 1024

type Files = typeof FileReader.Service

export const commitDate = Effect.fnUntraced(
  function* (files: Files, common: string, commit: string) {
    const loose = `${common}/objects/${commit.slice(0, 2)}/${commit.slice(2)}`
    const content = yield* Effect.option(files.read(loose, { bytesMax: COMMIT_BYTES_MAX }))
    if (Option.isSome(content)) return commitTime(yield* inflated(content.value.bytes))
    const packs = `${common}/objects/pack`
    const indexes = (yield* files.list(packs)).filter((name) => name.endsWith(".idx")).toSorted()
    for (const index of indexes.slice(0, PACKS_MAX)) {
      const offset = yield* Effect.scoped(
        Effect.flatMap(files.open(`${packs}/${index}`), (handle) => offsetIn(handle, commit))
      )
      if (offset === undefined) continue
      const text = yield* Effect.scoped(
        Effect.flatMap(files.open(`${packs}/${index.replace(/idx$/u, "pack")}`), (handle) =>
          packedCommit(handle, offset)
        )
      )
      return text === undefined ? undefined : commitTime(text)
    }
    return undefined
  },
  // Whatever is wrong in there, git will say it better.
  (self) => Effect.orElseSucceed(self, () => undefined)
)

const u32 = (bytes: Uint8Array, at: number): number =>
  at + 4 <= bytes.byteLength
    ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at)
    : 0

const bytesOf = (hex: string): ReadonlyArray<number> =>
  Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))

const MAGIC = 0xff744f63
const HEADER = 8
const FANOUT = 256 * 4

/** Version 2 of the index: a table of first bytes, then names in order, checksums, offsets. */
const offsetIn = Effect.fnUntraced(function* (handle: ReadHandle, commit: string) {
  const { size } = yield* handle.stat
  if (size > INDEX_BYTES_MAX) return undefined
  const head = yield* handle.readAt(0, HEADER + FANOUT)
  if (u32(head, 0) !== MAGIC || u32(head, 4) !== 2) return undefined
  const width = commit.length / 2
  const first = Number.parseInt(commit.slice(0, 2), 16)
  const from = first === 0 ? 0 : u32(head, HEADER + (first - 1) * 4)
  const to = u32(head, HEADER + first * 4)
  const count = u32(head, HEADER + FANOUT - 4)
  if (to < from || to > count || count * width > size) return undefined
  const names = yield* handle.readAt(HEADER + FANOUT + from * width, (to - from) * width)
  const wanted = bytesOf(commit)
  for (let at = 0; at + width <= names.byteLength; at += width) {
    if (!wanted.every((byte, index) => names[at + index] === byte)) continue
    const position = from + at / width
    const offsets = HEADER + FANOUT + count * (width + 4)
    const offset = u32(yield* handle.readAt(offsets + position * 4, 4), 0)
    // A set highest bit leads to a table for packs larger than two gigabytes.
    return offset >= 0x80000000 ? undefined : offset
  }
  return undefined
})

const COMMIT = 1

const packedCommit = Effect.fnUntraced(function* (handle: ReadHandle, offset: number) {
  const bytes = yield* handle.readAt(offset, COMMIT_BYTES_MAX)
  if ((((bytes[0] ?? 0) >> 4) & 7) !== COMMIT) return undefined
  const body = bytes.findIndex((byte) => byte < 0x80) + 1
  return yield* inflated(bytes.subarray(body))
})

/** As much as comes out of it; what follows in the pack ends the stream with a fault, which is expected. */
const inflated = (bytes: Uint8Array): Effect.Effect<string> =>
  Effect.promise(async () => {
    const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new DecompressionStream("deflate"))
    let text = ""
    const decoder = new TextDecoder()
    try {
      for await (const piece of stream) {
        text += decoder.decode(piece, { stream: true })
        if (text.length >= COMMIT_BYTES_MAX) break
      }
    } catch {
      return text
    }
    return text
  })
