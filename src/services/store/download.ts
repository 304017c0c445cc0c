/** A download into a file beside the staging, in bounded memory. */
import { Effect, Stream } from "effect"
import type { HttpClient } from "effect/http"
import { DownloadFailed } from "../../domain/StoreError.ts"
import { type FileFault, FileReader, FileWriter } from "../../ports/Files.ts"
import { Progress } from "../../ports/Progress.ts"
import type { NoSource } from "../../domain/StoreError.ts"
import type { Address } from "./addresses.ts"
import { getAnswer, shownAddress } from "./http.ts"
import { DOWNLOAD_BYTES_MAX } from "./limits.ts"
import { announcedLength, bodyPieces } from "./readBody.ts"

export type Downloaded = "downloaded" | "absent" | { readonly refused: string }

/** Fetches `address` into the new file `path`. Absent and refused are answers: the next way may do. */
export const download = Effect.fn("download")(function* (
  plugin: string,
  address: Address,
  path: string,
  offline: boolean
): Effect.fn.Return<
  Downloaded,
  DownloadFailed | NoSource | FileFault,
  HttpClient.HttpClient | FileReader | FileWriter
> {
  if (address._tag === "Local") return yield* copyLocal(address.path, path)
  const { url } = address
  if (offline) return yield* new DownloadFailed({ address: shownAddress(url), problem: "offline" })
  const answer = yield* getAnswer(url)
  if (answer._tag === "Absent") return "absent"
  if (answer._tag === "Refused") return { refused: answer.problem }
  if (answer._tag === "NotModified")
    return { refused: `${shownAddress(url)} answered 304 without having been asked` }
  const { response } = answer
  const tell = yield* Progress
  const total = announcedLength(response)
  let size = 0
  yield* writeNew(
    path,
    bodyPieces(response, DOWNLOAD_BYTES_MAX).pipe(
      Stream.mapError((problem) => new DownloadFailed({ address: shownAddress(url), problem })),
      Stream.tap((piece) => {
        size += piece.byteLength
        return tell({ plugin, step: "downloading", bytes: size, bytesTotal: total })
      })
    )
  )
  return "downloaded"
})

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
      (fault) => fault.path === from && fault.code === "ENOENT",
      () => Effect.succeed("absent" as const)
    )
  )
})
