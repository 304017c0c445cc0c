/** The warnings of a program that stays: each once, also one that comes about later, as by an update of LEDMatrix. */
import { Effect, Layer, Stream } from "effect"
import { Controller } from "../../controller/Controller.ts"
import { warnings } from "../commands/look/warnAbout.ts"

/** At the start, and after each pass. One that was mended and is back is said again. */
export const keepWarning = Layer.effectDiscard(
  Effect.gen(function* () {
    const { events } = yield* Controller
    let said: ReadonlySet<string> = new Set()
    const say = Effect.flatMap(warnings, (now) => {
      const fresh = now.filter((warning) => !said.has(warning))
      said = new Set(now)
      return Effect.forEach(fresh, (warning) => Effect.logWarning(warning), { discard: true })
    })
    yield* say
    yield* events.pipe(
      Stream.filter(({ _tag }) => _tag === "pass"),
      Stream.runForEach(() => say),
      Effect.forkScoped
    )
  })
)
