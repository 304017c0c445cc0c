/** Zip archives through yauzl, on top of the file port; yauzl is loaded when the first archive is opened. */
import { Cause, Effect, Exit, Layer, Option, Stream } from "effect"
import { Readable } from "node:stream"
import { crc32, inflateRawSync } from "node:zlib"
import type * as Yauzl from "yauzl"
import { FileReader } from "../ports/Files.ts"
import { FileFault } from "../ports/FileFault.ts"
import { type ZipEntry, ZipFault, ZipReader } from "../ports/ZipReader.ts"
import { type ReadAt, readAhead } from "./files/readAhead.ts"

const LOCAL_HEADER = 0x04034b50
const ENCRYPTED = 1
const UTF8_NAMES = 0x800
const MADE_ON_UNIX = 3

/** Of names, notes and extra fields together, all of which are kept while the archive is open. */
const LIST_BYTES_MAX = 32 * 1024 * 1024

/** yauzl asks for pieces of the file; the port answers. */
const readerOn = (yauzl: typeof Yauzl, readAt: ReadAt) =>
  new (class extends yauzl.RandomAccessReader {
    override _readStreamForRange(start: number, end: number): Readable {
      return Readable.from(pieces(readAt, start, end))
    }
    /** Headers, without a stream for each. */
    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (err: Error | null) => void
    ): void {
      Effect.runCallback(readAt(position, length), {
        onExit: Exit.match({
          onSuccess: (bytes) => {
            buffer.set(bytes, offset)
            callback(bytes.byteLength === length ? null : new Error("it ends in the middle of a header"))
          },
          onFailure: (cause) => {
            const fault = Cause.squash(cause)
            callback(fault instanceof Error ? fault : new Error(String(fault)))
          }
        })
      })
    }
  })()

const PIECE = 256 * 1024

async function* pieces(readAt: ReadAt, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += PIECE) {
    // oxlint-disable-next-line no-await-in-loop -- a stream gives one piece after the other
    const piece = await Effect.runPromise(readAt(at, Math.min(PIECE, end - at)))
    yield piece
    if (piece.byteLength === 0) return
  }
}

const FILE_TYPE = 0o170000
const SYMLINK = 0o120000

/** Other programs keep other things in these bits; but what they mark as a link is one for who unpacks it. */
const fileTypeOf = ({ externalFileAttributes, versionMadeBy }: Yauzl.Entry): number => {
  const type = (externalFileAttributes >>> 16) & FILE_TYPE
  return versionMadeBy >> 8 === MADE_ON_UNIX || type === SYMLINK ? type : 0
}

const zipEntry = (entry: Yauzl.Entry): ZipEntry => ({
  rawName: entry.fileNameRaw,
  isUtf8: (entry.generalPurposeBitFlag & UTF8_NAMES) !== 0,
  compressedSize: entry.compressedSize,
  uncompressedSize: entry.uncompressedSize,
  encrypted: (entry.generalPurposeBitFlag & ENCRYPTED) !== 0,
  method: entry.compressionMethod,
  fileType: fileTypeOf(entry)
})

/** A file fault below stays what it is; anything else that yauzl says means a damaged archive. */
const faultOf = (cause: unknown): ZipFault | FileFault =>
  cause instanceof FileFault || cause instanceof ZipFault
    ? cause
    : new ZipFault({ problem: "corrupt_archive" })

const openZip = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string,
  { entriesMax }: { readonly entriesMax: number }
) {
  const handle = yield* files.open(path)
  const { size } = yield* handle.stat
  const readAt = readAhead(handle)
  const start = yield* readAt(0, 4)
  const isZip = start.byteLength === 4 && Buffer.from(start).readUInt32LE(0) === LOCAL_HEADER
  const yauzl = yield* Effect.promise(() => import("yauzl"))
  const zip = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () =>
        yauzl.fromRandomAccessReaderPromise(readerOn(yauzl, readAt), size, {
          decodeStrings: false,
          validateEntrySizes: true,
          autoClose: false
        }),
      // The directory of a zip is its end: a file that begins like one and has none was cut off.
      catch: (cause) =>
        cause instanceof FileFault
          ? cause
          : new ZipFault({ problem: isZip ? "truncated_archive" : "not_a_zip" })
    }),
    (opened) => Effect.sync(() => opened.close())
  )
  const found = new Map<ZipEntry, Yauzl.Entry>()
  yield* Effect.tryPromise({
    try: async () => {
      let bytes = 0
      for await (const entry of zip.eachEntry()) {
        bytes += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
        if (bytes > LIST_BYTES_MAX) throw new ZipFault({ problem: "list_too_long" })
        found.set(zipEntry(entry), entry)
        if (found.size > entriesMax) break
      }
    },
    catch: faultOf
  })
  const sourceOf = (entry: ZipEntry): Effect.Effect<Yauzl.Entry, ZipFault> =>
    Effect.fromOption(Option.fromUndefinedOr(found.get(entry))).pipe(
      Effect.mapError(() => new ZipFault({ problem: "corrupt_archive" }))
    )
  return {
    entries: [...found.keys()],
    content: (entry: ZipEntry) =>
      Stream.unwrap(
        Effect.map(sourceOf(entry), (source) => Stream.fromAsyncIterable(unpacked(zip, source), faultOf))
      ),
    whole: (entry: ZipEntry) =>
      Effect.flatMap(sourceOf(entry), (source) =>
        Effect.tryPromise({
          try: () => zip.readLocalFileHeaderPromise(source, { minimal: true }),
          catch: faultOf
        }).pipe(
          Effect.flatMap(({ fileDataStart }) => readAt(fileDataStart, source.compressedSize)),
          Effect.flatMap((packed) => Effect.try({ try: () => unpackedWhole(packed, source), catch: faultOf }))
        )
      )
  }
})

const DEFLATED = 8

const unpackedWhole = (packed: Uint8Array, entry: Yauzl.Entry): Uint8Array => {
  const content =
    entry.compressionMethod === DEFLATED
      ? // One byte more than it says gives a lie away; nothing is made larger than that.
        inflateRawSync(packed, { maxOutputLength: entry.uncompressedSize + 1 })
      : packed
  if (content.byteLength !== entry.uncompressedSize || crc32(content) !== entry.crc32)
    throw new ZipFault({ problem: "corrupt_archive" })
  return content
}

async function* unpacked(zip: Yauzl.ZipFile, entry: Yauzl.Entry): AsyncGenerator<Uint8Array> {
  const readable = await zip.openReadStreamPromise(entry)
  let sum = 0
  for await (const piece of readable) {
    if (!(piece instanceof Uint8Array)) continue
    sum = crc32(piece, sum)
    yield piece
  }
  if (sum !== entry.crc32) throw new ZipFault({ problem: "corrupt_archive" })
}

/** `ZipReader` by yauzl. */
export const NodeZipReader = {
  layer: Layer.effect(
    ZipReader,
    Effect.map(FileReader, (files) =>
      ZipReader.of({ open: (path, options) => openZip(files, path, options) })
    )
  )
}
