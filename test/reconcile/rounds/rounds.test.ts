/** What a run does in its rounds where its first look has found something to do. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Progress } from "../../../src/ports/Progress.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, spec } from "../../support/operating.ts"
import { patiently } from "../../support/runs/patiently.ts"
import { type Described, record } from "../../support/reconciling.ts"
import { going } from "../../support/runs/rounds.ts"

const on = { enabled: true }
const STATE = "data/plugin_state.json"

const NO_ENTRY: Described = { plugins: { clock: {} } }

/** Four that config has on. Each time the run has told of a repair, somebody switches off the record of the next. */
const FOUR: Described = {
  config: { a: on, b: on, c: on, d: on },
  plugins: { a: {}, b: {}, c: {}, d: {} },
  state: { a: record("a", false) }
}
const switchingOff = (...ids: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    const left = [...ids]
    yield* files.before(({ name, path }) => {
      const isTold = name === "rename" && /journal\/[^/.]+\.json$/u.test(path)
      const id = isTold ? left.shift() : undefined
      const states = id === undefined ? {} : { [id]: record(id, false) }
      return id === undefined
        ? Effect.undefined
        : Effect.as(files.put(place(STATE), JSON.stringify({ version: 1, states })), undefined)
    })
  })

describe("rounds", () => {
  it.effect("end with the one that finds nothing to do any more", () =>
    spec(
      NO_ENTRY,
      Effect.gen(function* () {
        const { held, looks, outcomes } = yield* going({ looked: true })
        assert.deepStrictEqual(outcomes, ["clock Fixed"])
        // Once under the lock, and once to see that it is so.
        assert.strictEqual(looks, 2)
        assert.strictEqual(held, 2)
      })
    )
  )

  it.effect("are three at most; what is found after them has failed for now", () =>
    spec(
      FOUR,
      Effect.gen(function* () {
        yield* switchingOff("b", "c", "d")
        assert.deepStrictEqual((yield* going({})).outcomes, [
          "a Fixed",
          "b Fixed",
          "c Fixed",
          "d Failed not_converged"
        ])
      })
    )
  )
})

describe("in a round", () => {
  const EVERYTHING: Described = {
    config: { gone: on, unwanted: on },
    plugins: { unwanted: {} },
    files: { "plugin-repos/hurt/manifest.json": "{," },
    offers: Object.fromEntries(["gone", "hurt", "asked"].map((id) => [id, { manifestId: id, version: "1" }]))
  }

  it.effect("everything is done that can be, and told of what is about to be fetched", () =>
    spec(
      EVERYTHING,
      Effect.gen(function* () {
        const fetched: Array<string> = []
        const run = going({ desired: { asked: {}, unwanted: { absent: true } }, replaceBroken: true })
        const { outcomes } = yield* patiently(
          Effect.provideService(run, Progress, ({ plugin }) => Effect.sync(() => void fetched.push(plugin)))
        )
        assert.deepStrictEqual(outcomes.toSorted(), [
          "asked Fixed",
          "asked Fixed",
          "gone Fixed",
          "hurt Fixed",
          "hurt Replaced",
          "unwanted Fixed",
          "unwanted Informational"
        ])
        assert.deepStrictEqual(fetched, ["gone", "hurt", "asked"])
      })
    )
  )

  it.effect("that edits no file, the lock is held only where a plugin is put in its place", () =>
    spec(
      { config: { gone: on }, offers: { gone: { manifestId: "gone", version: "1" } } },
      Effect.gen(function* () {
        const { held, outcomes } = yield* going({})
        assert.deepStrictEqual(outcomes, ["gone Fixed"])
        // And once to remember that its entry was seen.
        assert.strictEqual(held, 2)
      })
    )
  )
})
