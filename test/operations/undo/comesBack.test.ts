/** A plugin that an undoing brings back: when its mark goes, and what becomes of it when that is undone. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { install } from "../../../src/operations/install/install.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, put, refused, spec, text } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"

const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const TOMBSTONES = "data/reconciler/tombstones.json"
const DIRECTORY = "plugin-repos/clock"
const MINE = "plugin-repos/clock/mine.py"
const MANIFEST = "plugin-repos/clock/manifest.json"
const CLOCK: Described = { config: { clock: { enabled: true } }, plugins: { clock: { version: "1.0.0" } } }

/** The plugin is uninstalled, and the uninstall undone. */
const back = Effect.gen(function* () {
  yield* uninstall("clock", { preserveConfig: false })
  yield* TestClock.adjust("1 minute")
  const { run_id } = yield* undo(undefined)
  yield* TestClock.adjust("1 minute")
  return run_id
})

/** LEDMatrix deletes the directory of a marked plugin when it starts. */
describe("a plugin that comes back", () => {
  it.effect.each([
    ["mark", MARKS, []],
    ["tombstone", TOMBSTONES, {}]
  ] as const)("has no %s any more by then", ([_title, path, cleared]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        const seen: Array<string | undefined> = []
        const files = yield* MemoryFiles
        yield* files.before((operation) =>
          operation.name === "rename" && operation.path === place(DIRECTORY)
            ? Effect.map(files.text(place(path)), (content) => {
                seen.push(content)
                return undefined
              })
            : Effect.undefined
        )
        yield* undo(undefined)
        assert.isDefined(yield* text(MANIFEST))
        assert.deepStrictEqual(
          seen.map((content): unknown => (content === undefined ? undefined : JSON.parse(content))),
          [cleared]
        )
      })
    )
  )
})

describe("a plugin that came back", () => {
  it.effect("and was changed since stays with all that belongs to it, unmarked, when that is undone", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const run = yield* back
        yield* put(MINE, "mine")
        const { code, message } = yield* refused(undo(run))
        assert.strictEqual(code, "nothing_to_undo")
        assert.include(message, "plugin-repos/clock has changed since")
        assert.strictEqual(yield* text(MINE), "mine")
        assert.deepStrictEqual(yield* readJson(MARKS), [])
        assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: true } })
      })
    )
  )

  it.effect("and is as it came goes again", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const run = yield* back
        const { left_alone } = yield* undo(run)
        assert.deepStrictEqual(left_alone, [])
        assert.isUndefined(yield* text(MANIFEST))
      })
    )
  )
})

it.effect("an undone install comes back with its record in order, and nothing is said to be missing", () =>
  spec(
    { offers: { clock: { manifestId: "clock", version: "1.1.0" } } },
    Effect.gen(function* () {
      yield* install("clock")
      const fields = Object.keys(Object(yield* at(STATE, "states", "clock")))
      yield* TestClock.adjust("1 minute")
      const { run_id } = yield* undo(undefined)
      yield* TestClock.adjust("1 minute")
      const { notes } = yield* undo(run_id)
      assert.deepStrictEqual(notes, [])
      assert.deepStrictEqual(Object.keys(Object(yield* at(STATE, "states", "clock"))), fields)
    })
  )
)
