/**
 * Reading files with Node. Single reads are asynchronous; bulk reads are synchronous in small chunks,
 * because a promise per small file costs several times the read itself.
 */
import { Effect, Layer, Option } from "effect"
import * as fs from "node:fs"
import * as fsp from "node:fs/promises"
import {
  FileFault,
  type FileKind,
  FileReader,
  type FileStat,
  type Glance,
  type ReadHandle,
  type TextRead
} from "../ports/Files.ts"
import { errorCode, fileFault } from "./fileFault.ts"

/** Files between two chances for other work: about a millisecond of blocking. */
const CHUNK = 64

const kindOf = (stats: fs.Stats): FileKind =>
  stats.isFile() ? "file" : stats.isDirectory() ? "directory" : stats.isSymbolicLink() ? "symlink" : "other"

const fileStat = (stats: fs.Stats): FileStat => ({
  _tag: "FileStat",
  kind: kindOf(stats),
  size: stats.size,
  mode: stats.mode & 0o7777,
  uid: stats.uid,
  gid: stats.gid,
  device: stats.dev,
  inode: stats.ino,
  modifiedAtMs: stats.mtimeMs,
  changedAtMs: stats.ctimeMs
})

const MISSING: Glance = { _tag: "Missing", notDirectory: false }
const NOT_DIRECTORY: Glance = { _tag: "Missing", notDirectory: true }

const glance = (path: string): Glance => {
  try {
    const stats = fs.statSync(path, { throwIfNoEntry: false })
    return stats === undefined ? missingOr(path) : fileStat(stats)
  } catch (cause) {
    return fileFault("stat", path)(cause)
  }
}

/** Node answers `undefined` for both ways of not being there; which of them matters to callers. */
const missingOr = (path: string): Glance => {
  try {
    const parent = fs.statSync(path.slice(0, path.lastIndexOf("/")), { throwIfNoEntry: false })
    return parent !== undefined && !parent.isDirectory() ? NOT_DIRECTORY : MISSING
  } catch {
    return MISSING
  }
}

const statOf = (path: string, read: (path: string) => Promise<fs.Stats>) =>
  Effect.tryPromise({ try: () => read(path), catch: fileFault("stat", path) }).pipe(
    Effect.map((stats) => Option.some(fileStat(stats))),
    Effect.catch((fault) =>
      fault.code === "ENOENT" || fault.code === "ENOTDIR"
        ? Effect.succeed(Option.none<FileStat>())
        : Effect.fail(fault)
    )
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

const text = (path: string, bytesMax: number): TextRead => {
  try {
    const stats = fs.statSync(path)
    if (!stats.isFile())
      return new FileFault({ operation: "read", path, code: stats.isDirectory() ? "EISDIR" : "NOT_A_FILE" })
    if (stats.size > bytesMax) return new FileFault({ operation: "read", path, code: "TOO_LARGE" })
    const read = fs.readFileSync(path, "utf8")
    // Node replaces what is no UTF-8; only a text that holds the replacement needs the strict look.
    if (read.includes("\uFFFD")) strictUtf8.decode(fs.readFileSync(path))
    return { _tag: "Text", text: read }
  } catch (cause) {
    const code = errorCode(cause)
    return new FileFault({
      operation: "read",
      path,
      code: code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "NOT_UTF8" : code
    })
  }
}

const OPEN_FLAGS = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK

const openHandle = (path: string) =>
  Effect.acquireRelease(
    Effect.tryPromise({ try: () => fsp.open(path, OPEN_FLAGS), catch: fileFault("open", path) }),
    (handle) => Effect.ignore(Effect.tryPromise(() => handle.close()))
  )

const READ_CHUNK = 1 << 20

const readHandle = (path: string, handle: fsp.FileHandle): ReadHandle => {
  const readAt = (offset: number, length: number) =>
    Effect.tryPromise({
      try: async () => {
        const buffer = Buffer.allocUnsafe(length)
        let filled = 0
        while (filled < length) {
          // oxlint-disable-next-line no-await-in-loop -- each read continues where the last one ended
          const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return buffer.subarray(0, filled)
      },
      catch: fileFault("read", path)
    })
  const readAll = Effect.fnUntraced(function* (bytesMax: number) {
    const chunks: Array<Uint8Array> = []
    let size = 0
    for (;;) {
      const chunk = yield* readAt(size, READ_CHUNK)
      chunks.push(chunk)
      size += chunk.byteLength
      if (size > bytesMax) return yield* new FileFault({ operation: "read", path, code: "TOO_LARGE" })
      if (chunk.byteLength < READ_CHUNK) return chunks.length === 1 ? chunk : Buffer.concat(chunks)
    }
  })
  const stat = Effect.tryPromise({ try: () => handle.stat(), catch: fileFault("stat", path) }).pipe(
    Effect.map(fileStat)
  )
  return { stat, readAt, readAll }
}

const open = Effect.fnUntraced(function* (path: string) {
  const handle = readHandle(path, yield* openHandle(path))
  const { kind } = yield* handle.stat
  if (kind === "file") return handle
  return yield* new FileFault({
    operation: "open",
    path,
    code: kind === "directory" ? "EISDIR" : "NOT_A_FILE"
  })
})

export const NodeFileReader = {
  layer: Layer.succeed(FileReader, {
    stat: (path) => statOf(path, (at) => fsp.stat(at)),
    lstat: (path) => statOf(path, (at) => fsp.lstat(at)),
    statAll: (paths) => inChunks(paths, glance),
    list: (path) => Effect.try({ try: () => fs.readdirSync(path), catch: fileFault("list", path) }),
    read: (path, { bytesMax }) =>
      Effect.scoped(
        Effect.gen(function* () {
          const handle = yield* open(path)
          const stat = yield* handle.stat
          if (stat.size > bytesMax)
            return yield* new FileFault({ operation: "read", path, code: "TOO_LARGE" })
          return { bytes: yield* handle.readAll(bytesMax), stat }
        })
      ),
    readTexts: (paths, { bytesMax }) => inChunks(paths, (path) => text(path, bytesMax)),
    realPath: (path) =>
      Effect.tryPromise({ try: () => fsp.realpath(path), catch: fileFault("realpath", path) }),
    open
  })
}
