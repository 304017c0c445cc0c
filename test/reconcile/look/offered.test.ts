/** `store`: what the registry offers, and what of it is installed. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { offered } from "../../../src/reconcile/look/offered.ts"
import { spec, withRegistry } from "../../support/operating.ts"

const ENTRIES = [
  { id: "weather", name: "Weather", latest_version: "2.0.0", description: "Rain and sun", tags: ["outdoor"] },
  { id: "clock", name: "Clock", latest_version: "1.1.0", description: "Time, big" },
  { id: "sun-clock", name: "Sun Clock", latest_version: "1.0.0" }
]

const idsOf = (words: ReadonlyArray<string>) =>
  Effect.map(offered(words), ({ plugins }) => plugins.map(({ id }) => id))

describe("what the store offers", () => {
  it.effect("is listed whole without words, by id", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* idsOf([]), ["clock", "sun-clock", "weather"])
      }).pipe(withRegistry(ENTRIES))
    )
  )

  it.effect.each([
    [["CLOCK"], ["clock", "sun-clock"]],
    [["sun"], ["sun-clock", "weather"]],
    [["sun", "clock"], ["sun-clock"]],
    [["outdoor"], ["weather"]],
    [["nothing"], []]
  ] as const)("is searched for every one of %j", ([words, ids]) =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* idsOf(words), [...ids])
      }).pipe(withRegistry(ENTRIES))
    )
  )

  it.effect("tells what is installed, under which id and in which version", () =>
    spec(
      { plugins: { "ledmatrix-weather": { version: "1.9.0" } } },
      Effect.gen(function* () {
        const { plugins } = yield* offered([])
        assert.deepStrictEqual(
          plugins.map((plugin) => [
            plugin.id,
            plugin.installed,
            plugin.installed_id,
            plugin.installed_version
          ]),
          [
            ["clock", false, null, null],
            ["sun-clock", false, null, null],
            ["weather", true, "ledmatrix-weather", "1.9.0"]
          ]
        )
      }).pipe(withRegistry(ENTRIES))
    )
  )
})
