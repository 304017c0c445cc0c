/** The answer to an id that no source knows, and what it says of the one that was probably meant. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { setEnabled } from "../../src/operations/setEnabled.ts"
import { refused, spec } from "../support/operating.ts"

const LIST = "`installed` lists the ids"

it.effect.each([
  [
    "the id in the directory of that name",
    { plugins: { weather: { id: "forecast" } } },
    "did you mean forecast?"
  ],
  [
    "the spelling that is on disk",
    { plugins: { aaa: {}, "ledmatrix-weather": {} } },
    "did you mean ledmatrix-weather?"
  ],
  [
    "the spelling that has an entry",
    { config: { "ledmatrix-weather": {} } },
    "did you mean ledmatrix-weather?"
  ],
  ["no key that is no entry", { config: { "ledmatrix-weather": true } }, LIST],
  ["where the ids are listed", { plugins: { news: {} } }, LIST]
] as const)("an unknown id is answered with %s", ([_title, described, hint]) =>
  spec(
    described,
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refused(setEnabled("weather", true)), {
        code: "unknown_plugin",
        message: `there is no plugin "weather": neither an entry in config.json nor a directory`,
        path: undefined,
        hint
      })
    })
  )
)

it.effect("an unknown id is said to be marked as uninstalled", () =>
  spec(
    { files: { "config/uninstalled_plugins.json": `["weather"]` } },
    Effect.gen(function* () {
      const { message } = yield* refused(setEnabled("weather", true))
      assert.match(message, /nor a directory; it is marked as uninstalled$/u)
    })
  )
)
