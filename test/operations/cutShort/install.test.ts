/** An install that is cut short: completed where the plugin is in place, forgotten where it is not. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { history } from "../../../src/reconcile/look/history.ts"
import { install } from "../../../src/operations/install/install.ts"
import { recover } from "../../../src/reconcile/recover.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, spec, text } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"

const run = install("clock")
const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const FILE = "plugin-repos/clock"
const CLOCK: Described = { offers: { clock: { manifestId: "clock", version: "1.1.0" } } }

/** From the first operation that `from` picks on nothing works any more, as after a power cut. */
const cutFrom = (from: (path: string) => boolean) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    let cut = false
    yield* files.before(({ name, path }) =>
      Effect.sync(() => {
        if (name === "rename" && from(path)) cut = true
        return cut ? "EIO" : undefined
      })
    )
    yield* Effect.exit(run)
    yield* files.reset
    yield* recover()
  })

describe("an install that is cut", () => {
  it.effect("once the plugin is in place is completed by the next run", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* cutFrom((path) => path === place(CONFIG))
        assert.isDefined(yield* text(`${FILE}/manifest.json`))
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock: { enabled: false } })
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), "1.1.0")
        assert.deepStrictEqual(
          (yield* history()).runs.map(({ command, status }) => `${command} ${status}`),
          ["install done"]
        )
      })
    )
  )

  it.effect("before the plugin is in place is forgotten by the next run", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* cutFrom((path) => path === place(FILE))
        assert.deepStrictEqual(
          [yield* readJson(CONFIG), yield* text(STATE), (yield* history()).runs],
          [{}, undefined, []]
        )
      })
    )
  )
})
