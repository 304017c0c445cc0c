/**
 * Reading files with Node, synchronously: the files of an installation are small and local, a promise costs
 * several times the read itself, and loading Node's asynchronous file module alone takes a tenth of the time
 * of a check. Bulk reads pause between small chunks.
 */
import { Effect, Layer, Option } from "effect"
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync
} from "node:fs"
import {
  FileFault,
  FileReader,
  type FileStat,
  type Glance,
  PEEK_BYTES_MAX,
  type ReadHandle,
  type Slice,
  type TextRead
} from "../ports/Files.ts"
import { errorCode, fileFault } from "./files/fileFault.ts"
import { feed } from "./files/feed.ts"
import { fileStat } from "./files/fileStat.ts"

/** Files between two chances for other work: a few milliseconds of blocking. */
const CHUNK = 512

const MISSING: Glance = { _tag: "Missing", notDirectory: false }
const NOT_DIRECTORY: Glance = { _tag: "Missing", notDirectory: true }

const glance = (path: string): Glance => {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats === undefined ? missingOr(path) : fileStat(stats)
  } catch (cause) {
    return fileFault("stat", path)(cause)
  }
}

/** Node answers `undefined` for both ways of not being there; which of them matters to callers. */
const missingOr = (path: string): Glance => {
  try {
    const parent = statSync(path.slice(0, path.lastIndexOf("/")), { throwIfNoEntry: false })
    return parent !== undefined && !parent.isDirectory() ? NOT_DIRECTORY : MISSING
  } catch {
    return MISSING
  }
}

const attempt = <A>(operation: string, path: string, run: () => A): Effect.Effect<A, FileFault> =>
  Effect.try({ try: run, catch: fileFault(operation, path) })

const statOf = (operation: string, path: string, read: () => Stats | undefined) =>
  Effect.map(attempt(operation, path, read), (stats) =>
    stats === undefined ? Option.none<FileStat>() : Option.some(fileStat(stats))
  )

const inChunks = <Asked, A>(
  all: ReadonlyArray<Asked>,
  one: (asked: Asked) => A
): Effect.Effect<ReadonlyArray<A>> =>
  Effect.gen(function* () {
    const answers: Array<A> = []
    for (let from = 0; from < all.length; from += CHUNK) {
      if (from > 0) yield* Effect.yieldNow
      for (const asked of all.slice(from, from + CHUNK)) answers.push(one(asked))
    }
    return answers
  })

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Room for any real manifest: most reads need no memory of their own. */
const shared = Buffer.allocUnsafe(1 << 16)

const text = (path: string, bytesMax: number): TextRead => {
  let descriptor: number | undefined
  try {
    const opened = openFile(path)
    const { stat } = opened
    ;({ descriptor } = opened)
    if (stat.size > bytesMax) return new FileFault({ operation: "read", path, code: "TOO_LARGE" })
    const buffer = stat.size < shared.length ? shared : Buffer.allocUnsafe(stat.size + 1)
    const filled = fill(descriptor, buffer, 0, stat.size)
    if (filled === buffer.length) return new FileFault({ operation: "read", path, code: "CHANGED" })
    const read = buffer.toString("utf8", 0, filled)
    // Node replaces what is no UTF-8; only a text that holds the replacement needs the strict look.
    if (read.includes("\uFFFD")) strictUtf8.decode(buffer.subarray(0, filled))
    return { _tag: "Text", text: read, stat }
  } catch (cause) {
    return readFault(path, cause)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** By opening, reading and closing alone: what it cannot hold in one piece is none of the small files. */
const peek = (path: string, bytesMax: number): string | FileFault => {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, OPEN_FLAGS)
    const filled = readSync(descriptor, shared, 0, PEEK_BYTES_MAX + 1, 0)
    if (filled > bytesMax || filled > PEEK_BYTES_MAX)
      return new FileFault({ operation: "read", path, code: "TOO_LARGE" })
    const read = shared.toString("utf8", 0, filled)
    if (read.includes("\uFFFD")) strictUtf8.decode(shared.subarray(0, filled))
    return read
  } catch (cause) {
    return readFault(path, cause)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const slice = ({ length, offset, path }: Slice): Uint8Array | FileFault => {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, OPEN_FLAGS)
    const buffer = length > shared.length ? Buffer.allocUnsafe(length) : shared.subarray(0, length)
    // A copy: the room is shared with the next read.
    return Uint8Array.from(buffer.subarray(0, fill(descriptor, buffer, offset)))
  } catch (cause) {
    return readFault(path, cause)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const readFault = (path: string, cause: unknown): FileFault => {
  return errorCode(cause) === "ERR_ENCODING_INVALID_ENCODED_DATA"
    ? new FileFault({ operation: "read", path, code: "NOT_UTF8" })
    : fileFault("read", path)(cause)
}

const names = (path: string): ReadonlyArray<string> | FileFault => {
  try {
    return readdirSync(path)
  } catch (cause) {
    return fileFault("list", path)(cause)
  }
}

/** A FIFO must not make the opening wait for a writer. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK

/** What is read at once where a file is longer than it said. */
const READ_CHUNK = 1 << 16

/** Until the buffer is full, the file ends, or it has given the `expected` bytes that it said it had. */
const fill = (
  descriptor: number,
  buffer: Buffer,
  position: number,
  expected = Number.POSITIVE_INFINITY
): number => {
  let filled = 0
  while (filled < buffer.length && filled !== expected) {
    const read = readSync(descriptor, buffer, filled, buffer.length - filled, position + filled)
    if (read === 0) break
    filled += read
  }
  return filled
}

/** Asks for one byte more than the file should have, so that one that has grown gives itself away. */
const readWhole = (
  descriptor: number,
  path: string,
  bytesMax: number,
  expected = fstatSync(descriptor).size
): Uint8Array => {
  const tooLarge = () => new FileFault({ operation: "read", path, code: "TOO_LARGE" })
  if (expected > bytesMax) throw tooLarge()
  const chunks: Array<Buffer> = []
  let size = 0
  for (;;) {
    const buffer = Buffer.allocUnsafe(chunks.length === 0 ? expected + 1 : READ_CHUNK)
    const filled = fill(descriptor, buffer, size, expected - size)
    const chunk = buffer.subarray(0, filled)
    size += filled
    if (size > bytesMax) throw tooLarge()
    if (filled < buffer.length) return chunks.length === 0 ? chunk : Buffer.concat([...chunks, chunk], size)
    chunks.push(chunk)
  }
}

/** A plain file, open. */
const openFile = (path: string): { readonly descriptor: number; readonly stat: FileStat } => {
  const descriptor = openSync(path, OPEN_FLAGS)
  const stat = fileStat(fstatSync(descriptor))
  const { kind } = stat
  if (kind === "file") return { descriptor, stat }
  closeSync(descriptor)
  throw new FileFault({ operation: "open", path, code: kind === "directory" ? "EISDIR" : "NOT_A_FILE" })
}

const readHandle = (path: string, descriptor: number): ReadHandle => ({
  stat: attempt("stat", path, () => fileStat(fstatSync(descriptor))),
  readAt: (offset, length) =>
    attempt("read", path, () => {
      const buffer = Buffer.allocUnsafe(length)
      return buffer.subarray(0, fill(descriptor, buffer, offset))
    }),
  readAll: (bytesMax) => attempt("read", path, () => readWhole(descriptor, path, bytesMax)),
  feed: (take) => attempt("read", path, () => feed(descriptor, take))
})

const readFile = (path: string, bytesMax: number) => {
  const { descriptor, stat } = openFile(path)
  try {
    return { stat, bytes: readWhole(descriptor, path, bytesMax, stat.size) }
  } finally {
    closeSync(descriptor)
  }
}

/** `FileReader` by Node's synchronous calls; bulk reads give other fibers their turn. */
export const NodeFileReader = {
  layer: Layer.succeed(FileReader, {
    stat: (path) => statOf("stat", path, () => statSync(path, { throwIfNoEntry: false })),
    lstat: (path) => statOf("lstat", path, () => lstatSync(path, { throwIfNoEntry: false })),
    statAll: (paths) => inChunks(paths, glance),
    list: (path) => attempt("list", path, () => readdirSync(path)),
    read: (path, { bytesMax }) => attempt("read", path, () => readFile(path, bytesMax)),
    readTexts: (paths, { bytesMax }) => inChunks(paths, (path) => text(path, bytesMax)),
    peekTexts: (paths, { bytesMax }) => inChunks(paths, (path) => peek(path, bytesMax)),
    readSlices: (slices) => inChunks(slices, slice),
    listAll: (paths) => inChunks(paths, names),
    realPath: (path) => attempt("realpath", path, () => realpathSync(path)),
    open: (path) =>
      Effect.acquireRelease(
        attempt("open", path, () => openFile(path).descriptor),
        (descriptor) =>
          Effect.sync(() => {
            closeSync(descriptor)
          })
      ).pipe(Effect.map((descriptor) => readHandle(path, descriptor)))
  })
}
