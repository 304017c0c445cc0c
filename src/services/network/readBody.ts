/** The body of an HTTP response, with a limit of its size and of the time between two pieces. */
import { Data, Duration, Effect, Stream } from "effect"
import type { HttpClientResponse } from "effect/http"

/** Between two pieces of a body. */
const STALL_TIME_MAX = Duration.seconds(60)

/** The body stalled for 60 s, broke off, or was shorter than announced; another request may do better. */
export class BodyBroken extends Data.TaggedError("BodyBroken")<{ readonly problem: string }> {}

/** The body is larger than allowed; another request would come to the same. */
export class BodyTooLarge extends Data.TaggedError("BodyTooLarge")<{ readonly bytesMax: number }> {}

/** The body as it comes. `bytesMax` is counted after decompression. */
export const bodyPieces = (
  response: HttpClientResponse.HttpClientResponse,
  bytesMax: number
): Stream.Stream<Uint8Array, BodyBroken | BodyTooLarge> =>
  Stream.suspend(() => {
    const announced = announcedLength(response)
    if (announced !== undefined && announced > bytesMax) return Stream.fail(new BodyTooLarge({ bytesMax }))
    let size = 0
    return response.stream.pipe(
      Stream.mapError(() => new BodyBroken({ problem: "the connection broke off" })),
      Stream.timeoutOrElse({
        duration: STALL_TIME_MAX,
        orElse: () => Stream.fail(new BodyBroken({ problem: "the download stalled" }))
      }),
      Stream.tap((piece) => {
        size += piece.byteLength
        return size > bytesMax ? Effect.fail(new BodyTooLarge({ bytesMax })) : Effect.void
      }),
      Stream.concat(
        Stream.suspend(() =>
          announced === undefined || announced === size
            ? Stream.empty
            : Stream.fail(new BodyBroken({ problem: `it broke off after ${size} of ${announced} bytes` }))
        )
      )
    )
  })

/** The size that the server announces, in bytes; `undefined` where it does not, or compresses the body. */
export const announcedLength = ({ headers }: HttpClientResponse.HttpClientResponse): number | undefined => {
  const length = headers["content-length"]
  return length === undefined || headers["content-encoding"] !== undefined || !/^\d+$/u.test(length)
    ? undefined
    : Number(length)
}

/** The whole body, in memory. */
export const readBody = (
  response: HttpClientResponse.HttpClientResponse,
  bytesMax: number
): Effect.Effect<Uint8Array, BodyBroken | BodyTooLarge> =>
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
