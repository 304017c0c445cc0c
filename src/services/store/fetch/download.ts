/** Downloads into a file, in bounded memory; a local archive is read where it lies. */
import { Effect, Option, Stream } from "effect"
import type { HttpClient } from "effect/http"
import type { FileFailed } from "../../../domain/errors/FileReason.ts"
import { BadArchive, DownloadFailed } from "../../../domain/errors/FetchReason.ts"
import { withoutCredentials } from "../../../domain/text/withoutCredentials.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import { Progress } from "../../../ports/Progress.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { HEAD_BYTES, insteadOfArchive, TAIL_BYTES, UNKNOWN } from "../archive/archiveSignature.ts"
import type { Address } from "./addresses.ts"
import { httpGet } from "./httpGet.ts"
import { DOWNLOAD_BYTES_MAX } from "../limits.ts"
import { announcedLength, bodyPieces, BodyBroken, type BodyTooLarge } from "../../network/readBody.ts"

/** Where the archive lies; absent and refused are no failures, since the next fetch method may do. */
export type DownloadResult = { readonly archive: string } | "absent" | { readonly refused: string }

/**
 * Fetches `address` into the new file `path`; a local address is only looked at. `DownloadFailed` where time may help,
 * `BadArchive` over 500 MiB, `FileFailed` and `FileFault` for files of this machine.
 */
export const download = Effect.fn("download")(function* (
  plugin: string,
  address: Address,
  path: string,
  offline: boolean
): Effect.fn.Return<
  DownloadResult,
  DownloadFailed | BadArchive | FileFailed | FileFault,
  HttpClient.HttpClient | FileReader | FileWriter
> {
  if (address._tag === "Local") return yield* localArchive(address.path)
  const { url } = address
  if (offline) return yield* new DownloadFailed({ address: withoutCredentials(url.href), problem: "offline" })
  const tell = yield* Progress
  const writer = yield* FileWriter
  const answer = yield* httpGet(url, {
    read: (response) => {
      const bytesTotal = announcedLength(response)
      let bytes = 0
      const pieces = Stream.tap(bodyPieces(response, DOWNLOAD_BYTES_MAX), (piece) => {
        bytes += piece.byteLength
        return tell({ plugin, step: "downloading", bytes, bytesTotal })
      })
      return writer
        .removeFile(path)
        .pipe(Effect.andThen(writeNew(path, pieces)), Effect.andThen(refuseOtherThanArchive(path)))
    }
  }).pipe(Effect.mapError((error) => (error._tag === "BodyTooLarge" ? tooLarge(error) : error)))
  switch (answer._tag) {
    case "Found":
      return { archive: path }
    case "Absent":
      return "absent"
    case "Refused":
    case "Misled":
      return { refused: answer.problem }
    case "NotModified":
      return { refused: `${withoutCredentials(url.href)} answered 304 without having been asked` }
  }
})

/** A login page of the network, a notice of a proxy, an empty answer: another attempt may get the archive. */
const refuseOtherThanArchive = Effect.fnUntraced(function* (path: string) {
  const instead = yield* insteadIn(path)
  if (instead !== undefined)
    return yield* new BodyBroken({ problem: `it sent ${instead} instead of an archive` })
})

/** What the file is instead of an archive, in words. */
const insteadIn = Effect.fnUntraced(function* (path: string) {
  const handle = yield* (yield* FileReader).open(path)
  const { size } = yield* handle.stat
  const head = yield* handle.readAt(0, HEAD_BYTES)
  const tail = yield* handle.readAt(Math.max(0, size - TAIL_BYTES), TAIL_BYTES)
  return insteadOfArchive(head, tail)
}, Effect.scoped)

const tooLarge = ({ bytesMax }: BodyTooLarge) =>
  new BadArchive({ code: "archive_too_large", problem: `it is larger than ${bytesMax} bytes` })

/** Streams into a file that is not there yet. Nothing is synced, since the file does not stay. */
export const writeNew = <E, R>(path: string, pieces: Stream.Stream<Uint8Array, E, R>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const handle = yield* (yield* FileWriter).create(path, { mode: 0o600 })
      yield* Stream.runForEach(pieces, (piece) => handle.write(piece))
    })
  )

const localArchive = Effect.fnUntraced(function* (path: string) {
  const reader = yield* FileReader
  const stat = yield* Effect.mapError(reader.stat(path), (fault) => fileFailed(fault, path))
  if (Option.isNone(stat)) return "absent" as const
  const instead = stat.value.kind === "file" ? yield* insteadIn(path) : undefined
  // A page or nothing is what the network gave to the program that fills this store; other bytes are a damaged archive.
  return instead === undefined || instead === UNKNOWN
    ? { archive: path }
    : yield* new DownloadFailed({ address: path, problem: `it is ${instead} instead of an archive` })
})
