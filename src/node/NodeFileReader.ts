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
  type ReadHandle,
  type TextRead
} from "../ports/Files.ts"
import { errorCode, fileFault } from "./fileFault.ts"
import { fileStat } from "./fileStat.ts"

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

const inChunks = <A>(
  paths: ReadonlyArray<string>,
  one: (path: string) => A
): Effect.Effect<ReadonlyArray<A>> =>
  Effect.gen(function* () {
    const answers: Array<A> = []
    for (let from = 0; from < paths.length; from += CHUNK) {
      if (from > 0) yield* Effect.yieldNow
      const to = Math.min(from + CHUNK, paths.length)
      for (let at = from; at < to; at++) answers.push(one(paths[at] ?? ""))
    }
    return answers
  })

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Room for any real manifest: most reads need no memory of their own. */
const shared = Buffer.allocUnsafe(1 << 16)

const text = (path: string, bytesMax: number): TextRead => {
  let descriptor: number | undefined
  try {
    descriptor = openFile(path)
    const stat = fileStat(fstatSync(descriptor))
    if (stat.size > bytesMax) return new FileFault({ operation: "read", path, code: "TOO_LARGE" })
    const buffer = stat.size < shared.length ? shared : Buffer.allocUnsafe(stat.size + 1)
    const filled = fill(descriptor, buffer, 0)
    if (filled === buffer.length) return new FileFault({ operation: "read", path, code: "CHANGED" })
    const read = buffer.toString("utf8", 0, filled)
    // Node replaces what is no UTF-8; only a text that holds the replacement needs the strict look.
    if (read.includes("\uFFFD")) strictUtf8.decode(buffer.subarray(0, filled))
    return { _tag: "Text", text: read, stat }
  } catch (cause) {
    const code = errorCode(cause)
    return new FileFault({
      operation: "read",
      path,
      code: code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "NOT_UTF8" : code
    })
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** A FIFO must not make the opening wait for a writer. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK

/** What is read at once where a file is longer than it said. */
const READ_CHUNK = 1 << 16

const fill = (descriptor: number, buffer: Buffer, position: number): number => {
  let filled = 0
  while (filled < buffer.length) {
    const read = readSync(descriptor, buffer, filled, buffer.length - filled, position + filled)
    if (read === 0) break
    filled += read
  }
  return filled
}

/** Asks for one byte more than the file should have, so that an unchanged one takes a single pass. */
const readWhole = (descriptor: number, path: string, bytesMax: number): Uint8Array => {
  const tooLarge = () => new FileFault({ operation: "read", path, code: "TOO_LARGE" })
  const expected = fstatSync(descriptor).size
  if (expected > bytesMax) throw tooLarge()
  const chunks: Array<Buffer> = []
  let size = 0
  for (;;) {
    const buffer = Buffer.allocUnsafe(chunks.length === 0 ? expected + 1 : READ_CHUNK)
    const filled = fill(descriptor, buffer, size)
    chunks.push(buffer.subarray(0, filled))
    size += filled
    if (size > bytesMax) throw tooLarge()
    if (filled < buffer.length) return Buffer.concat(chunks, size)
  }
}

/** The open descriptor of a plain file. */
const openFile = (path: string): number => {
  const descriptor = openSync(path, OPEN_FLAGS)
  const { kind } = fileStat(fstatSync(descriptor))
  if (kind === "file") return descriptor
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
  readAll: (bytesMax) => attempt("read", path, () => readWhole(descriptor, path, bytesMax))
})

const readFile = (path: string, bytesMax: number) => {
  const descriptor = openFile(path)
  try {
    return { stat: fileStat(fstatSync(descriptor)), bytes: readWhole(descriptor, path, bytesMax) }
  } finally {
    closeSync(descriptor)
  }
}

export const NodeFileReader = {
  layer: Layer.succeed(FileReader, {
    stat: (path) => statOf("stat", path, () => statSync(path, { throwIfNoEntry: false })),
    lstat: (path) => statOf("lstat", path, () => lstatSync(path, { throwIfNoEntry: false })),
    statAll: (paths) => inChunks(paths, glance),
    list: (path) => attempt("list", path, () => readdirSync(path)),
    read: (path, { bytesMax }) => attempt("read", path, () => readFile(path, bytesMax)),
    readTexts: (paths, { bytesMax }) => inChunks(paths, (path) => text(path, bytesMax)),
    realPath: (path) => attempt("realpath", path, () => realpathSync(path)),
    open: (path) =>
      Effect.acquireRelease(
        attempt("open", path, () => openFile(path)),
        (descriptor) =>
          Effect.sync(() => {
            closeSync(descriptor)
          })
      ).pipe(Effect.map((descriptor) => readHandle(path, descriptor)))
  })
}
