/**
 * What happens, as server-sent events. A listener that is behind misses events and not the last status, so that
 * it costs no memory; one that takes nothing at all is let go by the server.
 */
import { Duration, Effect, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import { Controller } from "../../controller/Controller.ts"
import type { ControllerEvent } from "../../domain/Controller.ts"
import { HttpLimits } from "../HttpSettings.ts"
import { Closing } from "../server/Closing.ts"

/** A comment: it says only that the connection is alive. */
const BEAT = ":\n\n"

const contentOf = (event: ControllerEvent): unknown => {
  switch (event._tag) {
    case "status":
      return event.status
    case "pass":
      return event.pass
    case "operation":
      return event.operation
    case "plugins":
      return {}
    case "desired":
      return event.desired
  }
}

const framed = (id: number, event: ControllerEvent): string =>
  `id: ${id}\nevent: ${event._tag}\ndata: ${JSON.stringify(contentOf(event))}\n\n`

export const eventStream = Effect.gen(function* () {
  const { events } = yield* Controller
  const { begun } = yield* Closing
  const { beatMs } = yield* HttpLimits
  // The first one comes at once, so that the client knows that the stream is open.
  const beats = Stream.map(Stream.tick(Duration.millis(beatMs)), () => undefined)
  const frames = Stream.merge(beats, events, { haltStrategy: "right" }).pipe(
    // Made into text last of all: what waits to be sent is small.
    Stream.mapAccum(
      () => 0,
      (last, event) => (event === undefined ? [last, [BEAT]] : [last + 1, [framed(last + 1, event)]])
    ),
    Stream.encodeText,
    Stream.interruptWhen(begun)
  )
  return HttpServerResponse.stream(frames, {
    contentType: "text/event-stream",
    headers: { "cache-control": "no-store", "x-accel-buffering": "no" }
  })
})
