/** The body of an answer, in pieces with a limit and an eye on the clock between them. */
import { Effect, Stream } from "effect"
import type { HttpClientResponse } from "effect/http"
import { STALL_TIME_MAX } from "./limits.ts"

/** Pieces of the body; fails in words where it stalls, breaks off, is too long or shorter than announced. */
export const bodyPieces = (
  response: HttpClientResponse.HttpClientResponse,
  bytesMax: number
): Stream.Stream<Uint8Array, string> =>
  Stream.suspend(() => {
    const announced = announcedLength(response)
    let size = 0
    return response.stream.pipe(
      Stream.mapError(() => "the connection broke off"),
      Stream.timeoutOrElse({
        duration: STALL_TIME_MAX,
        orElse: () => Stream.fail("the download stalled")
      }),
      Stream.tap((piece) => {
        size += piece.byteLength
        return size > bytesMax ? Effect.fail(`it is larger than ${bytesMax} bytes`) : Effect.void
      }),
      Stream.concat(
        Stream.suspend(() =>
          announced === undefined || announced === size
            ? Stream.empty
            : Stream.fail(`it broke off after ${size} of ${announced} bytes`)
        )
      )
    )
  })

/** Not known where the body is packed on the way. */
export const announcedLength = ({ headers }: HttpClientResponse.HttpClientResponse): number | undefined => {
  const length = headers["content-length"]
  return length === undefined || headers["content-encoding"] !== undefined || !/^\d+$/u.test(length)
    ? undefined
    : Number(length)
}

export const readBody = (
  response: HttpClientResponse.HttpClientResponse,
  bytesMax: number
): Effect.Effect<Uint8Array, string> =>
  Stream.runCollect(bodyPieces(response, bytesMax)).pipe(Effect.map(joined))

const joined = (pieces: ReadonlyArray<Uint8Array>): Uint8Array => {
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.byteLength
  }
  return all
}
