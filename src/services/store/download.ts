/** A download into a file beside the staging, in bounded memory. */
import { Effect, Stream } from "effect"
import type { HttpClient } from "effect/http"
import type { FileFailed } from "../../domain/FileReason.ts"
import { BadArchive, DownloadFailed } from "../../domain/StoreError.ts"
import { type FileFault, FileReader, FileWriter } from "../../ports/Files.ts"
import { Progress } from "../../ports/Progress.ts"
import { fileFailed } from "../files/fileReason.ts"
import type { Address } from "./addresses.ts"
import { getAnswer, shownAddress } from "./http.ts"
import { DOWNLOAD_BYTES_MAX } from "./limits.ts"
import { announcedLength, bodyPieces, type BodyTooLarge } from "./readBody.ts"

export type Downloaded = "downloaded" | "absent" | { readonly refused: string }

/** Fetches `address` into the new file `path`. Absent and refused are answers: the next way may do. */
export const download = Effect.fn("download")(function* (
  plugin: string,
  address: Address,
  path: string,
  offline: boolean
): Effect.fn.Return<
  Downloaded,
  DownloadFailed | BadArchive | FileFailed | FileFault,
  HttpClient.HttpClient | FileReader | FileWriter
> {
  if (address._tag === "Local") return yield* copyLocal(address.path, path)
  const { url } = address
  if (offline) return yield* new DownloadFailed({ address: shownAddress(url), problem: "offline" })
  const tell = yield* Progress
  const writer = yield* FileWriter
  const answer = yield* getAnswer(url, {
    read: (response) => {
      const bytesTotal = announcedLength(response)
      let bytes = 0
      const pieces = Stream.tap(bodyPieces(response, DOWNLOAD_BYTES_MAX), (piece) => {
        bytes += piece.byteLength
        return tell({ plugin, step: "downloading", bytes, bytesTotal })
      })
      return Effect.andThen(writer.removeFile(path), writeNew(path, pieces))
    }
  }).pipe(Effect.mapError((error) => (error._tag === "BodyTooLarge" ? tooLarge(error) : error)))
  switch (answer._tag) {
    case "Found":
      return "downloaded"
    case "Absent":
      return "absent"
    case "Refused":
      return { refused: answer.problem }
    case "NotModified":
      return { refused: `${shownAddress(url)} answered 304 without having been asked` }
  }
})

const tooLarge = ({ bytesMax }: BodyTooLarge) =>
  new BadArchive({ code: "archive_too_large", problem: `it is larger than ${bytesMax} bytes` })

/** Streams into a file that is not there yet. It is a working copy: nothing is synced. */
export const writeNew = <E, R>(path: string, pieces: Stream.Stream<Uint8Array, E, R>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const handle = yield* (yield* FileWriter).create(path, { mode: 0o600 })
      yield* Stream.runForEach(pieces, (piece) => handle.write(piece))
    })
  )

const PIECE = 1 << 20

const copyLocal = Effect.fnUntraced(function* (from: string, to: string) {
  const reader = yield* FileReader
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const source = yield* reader.open(from)
      const target = yield* (yield* FileWriter).create(to, { mode: 0o600 })
      for (let at = 0; ; at += PIECE) {
        const piece = yield* source.readAt(at, PIECE)
        if (piece.byteLength > 0) yield* target.write(piece)
        if (piece.byteLength < PIECE) return "downloaded" as const
      }
    })
  ).pipe(
    Effect.catchIf(
      (fault) => fault.path === from,
      (fault) =>
        fault.code === "ENOENT" || fault.code === "ENOTDIR"
          ? Effect.succeed("absent" as const)
          : Effect.fail(fileFailed(fault, from))
    )
  )
})
