/** Changes of `enabled` offered to the program that keeps it in memory: what it is asked for, and what is journalled. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Change, removeValue, setValue, type ValueChange } from "../../../src/domain/changes/Change.ts"
import { offerOrWrite } from "../../../src/changes/offerEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { EnabledSwitch } from "../../../src/services/writing/EnabledSwitch.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, put, spec } from "../../support/operating.ts"
import { patiently } from "../../support/runs/patiently.ts"
import { type Described, installationFiles, readJson, reconcile, record } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"

const why = { plugin: "clock", cause: "undo" }
const entryTo = (after: boolean | string, before?: boolean): ValueChange =>
  setValue({ ...why, file: "config", key: ["clock", "enabled"] }, before, after)
const recordTo = (field: string, before: boolean | string, after: boolean | string): Change =>
  setValue({ ...why, file: "state", key: ["states", "clock", field] }, before, after)

type Asked = ReadonlyArray<readonly [plugin: string, enabled: boolean]>

/** Beside somebody who, as long as the evidence stands, does `act` with both files and says that it is done. */
const beside = <A, E, R>(
  program: Effect.Effect<A, E, R>,
  act: (plugin: string, enabled: boolean) => Effect.Effect<unknown, never, MemoryFiles>
) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    const asked: Array<readonly [string, boolean]> = []
    const result = yield* Effect.provideService(program, EnabledSwitch, {
      set: (plugin, enabled, stands) =>
        Effect.gen(function* () {
          if (!(yield* stands)) return false
          asked.push([plugin, enabled])
          yield* Effect.provideService(act(plugin, enabled), MemoryFiles, files)
          return true
        })
    })
    return { asked: asked satisfies Asked, result }
  })

/** Writes both files as LEDMatrix does. */
const switches = (plugin: string, enabled: boolean) =>
  Effect.forEach(
    Object.entries(
      installationFiles({ config: { [plugin]: { enabled } }, state: { [plugin]: record(plugin, enabled) } })
    ),
    ([path, content]) => put(path, content)
  )

const ON: Described = { config: { clock: { enabled: true } }, state: { clock: record("clock", true) } }

describe("a program that keeps enabled in memory", () => {
  it.effect.each([
    ["another value", { clock: { enabled: true } }, entryTo(false, true), [["clock", false]]],
    ["the value of an entry that says nothing", { clock: {} }, entryTo(false), [["clock", false]]],
    [
      "what reads true, where an entry is to say nothing",
      { clock: { enabled: false } },
      removeValue({ ...why, file: "config", key: ["clock", "enabled"] }, false),
      [["clock", true]]
    ],
    ["no boolean: nothing is asked", { clock: { enabled: true } }, entryTo("never", true), []],
    ["a value that is gone: nothing is asked", { clock: { enabled: "never" } }, entryTo(false, true), []],
    ["a value that was none, and is one now: nothing is asked", { clock: { enabled: 1 } }, entryTo(false), []]
  ] as const)("is asked for %s", ([_title, config, change, expected]) =>
    spec(
      { ...ON, config },
      Effect.gen(function* () {
        const { asked } = yield* beside(offerOrWrite([change]), switches)
        assert.deepStrictEqual(asked, [...expected])
      })
    )
  )

  it.effect("is not asked beside a saved state that cannot be read: the entry is written", () =>
    spec(
      { ...ON, files: { [STATE]: "{" } },
      Effect.gen(function* () {
        const { asked } = yield* patiently(beside(offerOrWrite([entryTo(false, true)]), switches))
        assert.deepStrictEqual(asked, [])
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), false)
      })
    )
  )
})

describe("what is journalled", () => {
  it.effect("is both places, where only one was to change", () =>
    spec(
      ON,
      Effect.gen(function* () {
        const { result } = yield* beside(offerOrWrite([entryTo(false, true)]), switches)
        assert.deepStrictEqual(result.made, [
          entryTo(false, true),
          recordTo("enabled", true, false),
          recordTo("status", "enabled", "disabled")
        ])
      })
    )
  )

  it.effect("is nothing, where what came of it cannot be read", () =>
    spec(
      ON,
      Effect.gen(function* () {
        const { result } = yield* patiently(
          beside(offerOrWrite([entryTo(false, true)]), () => put(STATE, "{"))
        )
        assert.deepStrictEqual(result, { made: [], dropped: [] })
      })
    )
  )

  it.effect("is a value that was not changed, because it was another by then", () =>
    spec(
      { ...ON, config: { clock: { enabled: "never" } } },
      Effect.gen(function* () {
        const { result } = yield* beside(offerOrWrite([entryTo(false, true)]), switches)
        assert.deepStrictEqual(result, { made: [], dropped: [entryTo(false, true)] })
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock: { enabled: "never" } })
      })
    )
  )
})

it.effect("an undoing counts as restored what the run had changed, and notes what was set too", () =>
  spec(
    {
      config: { clock: { enabled: true } },
      state: { clock: record("clock", false) },
      plugins: { clock: {} },
      policy: { authority: "config" }
    },
    Effect.gen(function* () {
      yield* reconcile()
      const { result } = yield* beside(undo(undefined), switches)
      assert.deepStrictEqual(
        [result.restored, result.notes],
        [
          [`${STATE}: states › clock › enabled restored`, `${STATE}: states › clock › status restored`],
          [`${CONFIG}: clock › enabled was set too: LEDMatrix sets both`]
        ]
      )
    })
  )
)
