/** A body that keeps coming, but too slowly: how long it is waited for. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Fiber } from "effect"
import { HttpClientRequest, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { readBody } from "../../../src/services/network/readBody.ts"

const BYTES_MAX = 500 * 1024 * 1024

/** Sends a piece each time it is asked to. */
const dripping = (bytes: number) => {
  let asked = Deferred.makeUnsafe<() => void>()
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) =>
        new Promise<void>((sent) => {
          Deferred.doneUnsafe(
            asked,
            Effect.succeed(() => {
              asked = Deferred.makeUnsafe()
              controller.enqueue(new Uint8Array(bytes))
              sent()
            })
          )
        })
    },
    { highWaterMark: 0 }
  )
  const drip = Effect.map(
    Effect.suspend(() => Deferred.await(asked)),
    (send) => send()
  )
  return { body, drip }
}

/** How many pieces were taken before it was given up; `most` where it was not. */
const taken = Effect.fnUntraced(function* (bytes: number, every: Duration.Duration, most: number) {
  const { body, drip } = dripping(bytes)
  const response = HttpClientResponse.fromWeb(HttpClientRequest.get("/"), new Response(body))
  const reading = yield* Effect.forkChild(Effect.exit(readBody(response, BYTES_MAX)))
  for (let pieces = 0; pieces < most; pieces++) {
    const next = yield* Effect.raceFirst(Effect.as(drip, "sent"), Fiber.join(reading))
    if (next !== "sent") return pieces
    yield* TestClock.adjust(every)
  }
  yield* Fiber.interrupt(reading)
  return most
})

describe("a body that drips", () => {
  it.effect("is given up after a minute", () =>
    Effect.gen(function* () {
      // The piece that comes after more than 60 seconds is the last.
      assert.strictEqual(yield* taken(1, Duration.seconds(5), 100), 14)
    })
  )

  it.effect("is waited for as long as it carries 8 KiB a second", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* taken(41 * 1024, Duration.seconds(5), 100), 100)
    })
  )

  it.effect("is given up after an hour, however fast it is", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* taken(5 * 1024 * 1024, Duration.seconds(50), 100), 74)
    })
  )
})
