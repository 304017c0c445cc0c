/** Finds a commit in packs by their indexes (version 2). */
import { Effect } from "effect"
import type { FileReader, ReadHandle } from "../../../../ports/Files.ts"
import { packedObject, type Platform } from "./gitObjects.ts"
import { applyDelta } from "./packDelta.ts"

const COMMIT_BYTES_MAX = 64 * 1024
const PACKS_MAX = 64
const INDEX_BYTES_MAX = 256 * 1024 * 1024

const MAGIC = 0xff744f63
const HEADER = 8
const FANOUT = 256 * 4

export const commitFromPacks = Effect.fnUntraced(
  function* (
    files: typeof FileReader.Service,
    platform: Platform,
    packs: ReadonlyArray<string>,
    commit: string
  ) {
    for (const pack of packs.slice(0, PACKS_MAX)) {
      const offset = yield* Effect.scoped(
        Effect.flatMap(files.open(`${pack}.idx`), (handle) => offsetIn(handle, commit))
      )
      if (offset === undefined) continue
      const content = yield* Effect.scoped(
        Effect.flatMap(files.open(`${pack}.pack`), (handle) => contentAt(handle, platform, offset))
      )
      return content === undefined ? undefined : new TextDecoder().decode(content)
    }
    return undefined
  },
  // If the index is damaged, git will say it better.
  (self) => Effect.orElseSucceed(self, () => undefined)
)

const DELTAS_MAX = 64

/** The commit at `offset`, put together where the pack holds it as a difference to another one in it. */
const contentAt = Effect.fnUntraced(function* (handle: ReadHandle, platform: Platform, offset: number) {
  const deltas: Array<Uint8Array> = []
  let at = offset
  for (;;) {
    const object = packedObject(platform, yield* handle.readAt(at, COMMIT_BYTES_MAX))
    if (object?._tag === "Commit") {
      let content: Uint8Array | undefined = object.content
      for (const delta of deltas.toReversed())
        content = content && applyDelta(content, delta, COMMIT_BYTES_MAX)
      return content
    }
    if (object === undefined || deltas.length === DELTAS_MAX || object.distance > at) return undefined
    deltas.push(object.delta)
    at -= object.distance
  }
})

const u32 = (bytes: Uint8Array, at: number): number =>
  at + 4 <= bytes.byteLength
    ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at)
    : 0

const bytesOf = (hex: string): ReadonlyArray<number> =>
  Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))

/** A table of first bytes, then names in order, checksums, offsets. */
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
