/** The body of an HTTP response, with limits of its size, of the time between two pieces, and of the time in all. */
import { Clock, Data, Duration, Effect, Stream } from "effect"
import type { HttpClientResponse } from "effect/http"

/** Between two pieces of a body. */
const STALL_TIME_MAX = Duration.seconds(60)

/** Within this time a body may come as slowly as it likes. */
const SLOW_TIME_MAX = Duration.seconds(60)

/** From then on, on average. Of a line that carries less, no plugin of usual size would ever arrive. */
const BYTES_PER_SECOND_MIN = 8 * 1024

/** For the whole body, however large. */
const BODY_TIME_MAX = Duration.hours(1)

/** The body stalled for 60 s, broke off, or was shorter than announced; another request may do better. */
export class BodyBroken extends Data.TaggedError("BodyBroken")<{ readonly problem: string }> {}

/** The body comes so slowly that waiting for it would be for ever; another request would be no faster. */
export class BodyTooSlow extends Data.TaggedError("BodyTooSlow")<{ readonly problem: string }> {}

/** The body is larger than allowed; another request would come to the same. */
export class BodyTooLarge extends Data.TaggedError("BodyTooLarge")<{ readonly bytesMax: number }> {}

/** The body as it comes. `bytesMax` is counted after decompression. */
export const bodyPieces = (
  response: HttpClientResponse.HttpClientResponse,
  bytesMax: number
): Stream.Stream<Uint8Array, BodyBroken | BodyTooSlow | BodyTooLarge> =>
  Stream.unwrap(Effect.map(Clock.monotonicTimeNanos, (begun) => piecesSince(begun, response, bytesMax)))

const piecesSince = (
  begun: bigint,
  response: HttpClientResponse.HttpClientResponse,
  bytesMax: number
): Stream.Stream<Uint8Array, BodyBroken | BodyTooSlow | BodyTooLarge> =>
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
      Stream.tap((piece): Effect.Effect<void, BodyTooSlow | BodyTooLarge> => {
        size += piece.byteLength
        return size > bytesMax ? Effect.fail(new BodyTooLarge({ bytesMax })) : fastEnough(begun, size)
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

const fastEnough = Effect.fnUntraced(function* (
  begun: bigint,
  bytes: number
): Effect.fn.Return<void, BodyTooSlow> {
  const passed = Duration.nanos((yield* Clock.monotonicTimeNanos) - begun)
  const allowed = Duration.sum(SLOW_TIME_MAX, Duration.seconds(bytes / BYTES_PER_SECOND_MIN))
  if (Duration.isLessThanOrEqualTo(passed, Duration.min(allowed, BODY_TIME_MAX))) return
  const seconds = Math.round(Duration.toSeconds(passed))
  return yield* new BodyTooSlow({ problem: `the server is too slow: ${bytes} bytes in ${seconds} s` })
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
): Effect.Effect<Uint8Array, BodyBroken | BodyTooSlow | BodyTooLarge> =>
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
