// A document that is changed often: each revision counts at once, and none is taken for a quarrel of two programs.
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { readJson } from "../../support/reconciling.ts"
import { documentOf, keeping, later, makeWeb, serving } from "./support.ts"

const CITIES = ["Bern", "Rom", "Wien", "Paris", "Oslo"]

describe("a setting that five revisions change within ten minutes", () => {
  const described = { config: { clock: { enabled: true } }, plugins: { clock: {} } }
  const server = makeWeb()
  const changed = Effect.forEach(CITIES, (city) =>
    Effect.gen(function* () {
      server.answer = serving({ "/desired.json": documentOf({ clock: { settings: { city } } }) })
      yield* later("90 seconds")
      return yield* readJson("config/config.json")
    })
  )
  const keptOf = keeping(described, server, { poll: Duration.minutes(1) })

  it.effect("is set by each of them", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        yield* changed,
        CITIES.map((city) => ({ clock: { enabled: true, city } }))
      )
    }).pipe(Effect.provide(keptOf))
  )

  it.effect("stands in the history as often, so that each can be taken back", () =>
    Effect.gen(function* () {
      yield* changed
      const { records } = yield* Effect.flatMap(Journal, ({ view }) => view)
      assert.strictEqual(records.length, CITIES.length)
    }).pipe(Effect.provide(keptOf))
  )
})
