/** A state file that no parser reads: what it is made of anew, and when it is left as it is. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { recordsFromScratch } from "../../../src/reconcile/repair/rebuildState.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { type Described, installation, reconcile, record } from "../../support/reconciling.ts"
import { type Model, policyOf, snapshotOf } from "../../support/snapshots.ts"

const on = { enabled: true }
const STATE = `${MEMORY_ROOT}/data/plugin_state.json`

describe("records made from scratch", () => {
  const made = (model: Model) =>
    recordsFromScratch(snapshotOf(model), policyOf({ systemKeys: new Set(["display"]) })).map(
      ({ enabled, plugin_id, version }) => [plugin_id, enabled, version]
    )

  it.each<[string, Model, ReturnType<typeof made>]>([
    [
      "take enabled of the entry and version of the manifest",
      { config: { clock: on, news: { enabled: false } }, disk: { clock: { version: "1" }, news: {} } },
      [
        ["clock", true, "1"],
        ["news", false, null]
      ]
    ],
    [
      "are on where the entry says nothing",
      { config: { clock: {} }, disk: { clock: {} } },
      [["clock", true, null]]
    ],
    ["are off without an entry", { disk: { clock: {} } }, [["clock", false, null]]],
    [
      "are off where the key holds no object",
      { config: { clock: 5 }, disk: { clock: {} } },
      [["clock", false, null]]
    ],
    [
      "do not take a system key for an entry",
      { config: { display: on }, disk: { display: {} } },
      [["display", false, null]]
    ],
    [
      "are one for each id",
      { disk: { clock: { version: "1" }, old: { id: "clock", version: "2" } } },
      [["clock", false, "2"]]
    ],
    [
      "take the version of the directory that LEDMatrix runs",
      { ledmatrix: "3.5.0", disk: { clock: { version: "1" }, old: { id: "clock", version: "2" } } },
      [["clock", false, "1"]]
    ],
    ["are none of what is not on disk", { config: { clock: on } }, []],
    ["are none while config cannot be read", { disk: { clock: {} }, unreadable: ["config"] }, []],
    ["are none while the disk cannot be read", { config: { clock: on }, unreadable: ["disk"] }, []]
  ])("%s", (_title, model, expected) => {
    assert.deepStrictEqual(made(model), expected)
  })
})

const installationOf = (state: string): Described => ({
  config: { clock: on },
  plugins: { clock: {} },
  files: { "data/plugin_state.json": state }
})

/** A run, with the pauses before further looks at a broken file. */
const run = (replaceBroken: boolean) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(reconcile({ replaceBroken }))
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  })

const state = MemoryFiles.use((files) => files.text(STATE))

describe("a state file", () => {
  it.effect.each<[string, string]>([
    ["is no JSON", '{"states": {'],
    ["is empty", ""],
    ["has the wrong shape", "[]"],
    ["is nested too deeply", "[".repeat(100_000)]
  ])("is made anew where it %s", ([_title, text]) =>
    Effect.gen(function* () {
      const report = yield* run(true)
      const kept = report.changed_files.filter((file) => file !== "data/plugin_state.json")
      assert.deepInclude(JSON.parse((yield* state) ?? ""), { version: 1 })
      assert.lengthOf(kept, 1)
      assert.strictEqual(
        yield* MemoryFiles.use((files) => files.text(`${MEMORY_ROOT}/${kept.join("")}`)),
        text
      )
    }).pipe(Effect.provide(installation(installationOf(text))))
  )

  it.effect("that was made anew is journalled so", () =>
    Effect.gen(function* () {
      yield* run(true)
      const { records } = yield* Journal.use(({ view }) => view)
      assert.deepStrictEqual(
        records.flatMap(({ changes }) => changes),
        [{ plugin_id: "", reason: "state_file_rebuilt", file: "data/plugin_state.json" }]
      )
    }).pipe(Effect.provide(installation(installationOf("{"))))
  )

  it.effect("is left as it is unless a person asked for it", () =>
    Effect.gen(function* () {
      yield* run(false)
      assert.strictEqual(yield* state, "{")
    }).pipe(Effect.provide(installation(installationOf("{"))))
  )

  it.effect("is left as it is where it can be parsed", () =>
    Effect.gen(function* () {
      const report = yield* run(true)
      assert.deepStrictEqual(report.changed_files, [])
    }).pipe(
      Effect.provide(
        installation({ ...installationOf(""), state: { clock: record("clock", true) }, files: {} })
      )
    )
  )

  it.effect.each<[string, string]>([
    ["it cannot be read itself", "/plugin_state.json"],
    ["config cannot be read", "/config.json"],
    ["the disk cannot be read", "/plugin-repos"]
  ])("is left as it is while %s", ([_title, unreadable]) =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ path, writes }) => !writes && path.endsWith(unreadable), "EACCES")
      const report = yield* run(true)
      assert.strictEqual(yield* state, "{")
      assert.isFalse(report.reconciliation_successful)
    }).pipe(Effect.provide(installation(installationOf("{"))))
  )

  it.effect("is left as it is where LEDMatrix has written it again meanwhile", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      const whole = JSON.stringify({ version: 1, states: { clock: record("clock", true) } })
      // The first thing that is written is the directory of the lock.
      yield* files.before(({ writes }) =>
        writes ? Effect.as(files.put(STATE, whole), undefined) : Effect.undefined
      )
      const report = yield* run(true)
      assert.strictEqual(yield* state, whole)
      assert.deepStrictEqual(report.changed_files, [])
      assert.isTrue(report.reconciliation_successful)
    }).pipe(Effect.provide(installation(installationOf("{"))))
  )
})
