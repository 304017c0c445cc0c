/** A state file that no parser reads: what it is made of anew, and when it is left as it is. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Ref } from "effect"
import { TestClock } from "effect/testing"
import { rebuildState, recordsFromScratch } from "../../../src/reconcile/repair/rebuildState.ts"
import { beginRun, observeRound } from "../../../src/reconcile/Run.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { replacingBroken } from "../../../src/services/Policy.ts"
import { place, spec, text } from "../../support/operating.ts"
import { type Described, installation, reconcile, record } from "../../support/reconciling.ts"
import { type Model, policyOf, snapshotOf } from "../../support/snapshots.ts"

const on = { enabled: true }
const STATE = "data/plugin_state.json"

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
      "take the version of the last of several, where it is chance which LEDMatrix runs",
      { disk: { clock: {}, older: { id: "clock", version: "2" }, oldest: { id: "clock", version: "3" } } },
      [["clock", false, "3"]]
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
const run = Effect.gen(function* () {
  const fiber = yield* Effect.forkChild(reconcile({ replaceBroken: true }))
  yield* TestClock.adjust("1 minute")
  return yield* Fiber.join(fiber)
})

const state = text(STATE)

describe("a state file", () => {
  it.effect.each<[string, string]>([
    ["is no JSON", '{"states": {'],
    ["is empty", ""],
    ["has the wrong shape", "[]"],
    ["is nested too deeply", "[".repeat(100_000)]
  ])("is made anew where it %s", ([_title, content]) =>
    Effect.gen(function* () {
      const report = yield* run
      const kept = report.changed_files.filter((file) => file !== "data/plugin_state.json")
      assert.deepInclude(JSON.parse((yield* state) ?? ""), { version: 1 })
      assert.lengthOf(kept, 1)
      assert.strictEqual(yield* text(kept.join("")), content)
    }).pipe(Effect.provide(installation(installationOf(content))))
  )

  it.effect("is left as it is where it can be parsed", () =>
    Effect.gen(function* () {
      const report = yield* run
      assert.deepStrictEqual(report.changed_files, [])
    }).pipe(
      Effect.provide(
        installation({ ...installationOf(""), state: { clock: record("clock", true) }, files: {} })
      )
    )
  )

  it.effect("is left as it is where LEDMatrix has written it again meanwhile", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      const whole = JSON.stringify({ version: 1, states: { clock: record("clock", true) } })
      // The first thing that is written is the directory of the lock.
      yield* files.before(({ writes }) =>
        writes ? Effect.as(files.put(place(STATE), whole), undefined) : Effect.undefined
      )
      const report = yield* run
      assert.strictEqual(yield* state, whole)
      assert.deepStrictEqual(report.changed_files, [])
      assert.isTrue(report.reconciliation_successful)
    }).pipe(Effect.provide(installation(installationOf("{"))))
  )
})

const BROKEN: Described = { plugins: { clock: {} }, files: { [STATE]: "{" } }

interface Asked {
  readonly replaceBroken?: boolean
  readonly looks?: boolean
  /** A file or directory that cannot be read. */
  readonly unreadable?: string
}

/** What a run answers, the files that it has changed, and what it has journalled. */
const rebuilding = ({ looks = true, replaceBroken = true, unreadable }: Asked, described = BROKEN) =>
  spec(
    described,
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      if (unreadable !== undefined) yield* files.failWhen(({ path }) => path === place(unreadable), "EACCES")
      const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
      const run = yield* beginRun({ unrecoverable })
      const fiber = yield* Effect.forkChild(
        Effect.andThen(looks ? observeRound(run) : Effect.void, rebuildState(run))
      )
      yield* TestClock.adjust("1 minute")
      const answer = yield* Fiber.join(fiber)
      yield* files.reset
      const { changedFiles } = yield* Ref.get(run.progress)
      const { records } = yield* (yield* Journal).view
      const journalled = records.map(({ changes, status }) => [
        status,
        ...changes.map(({ reason }) => reason)
      ])
      return { answer, files: [...changedFiles], journalled, isBroken: (yield* text(STATE)) === "{" }
    }).pipe(replacingBroken(replaceBroken))
  )

describe("a run", () => {
  it.effect("makes a state file that no parser reads anew, names both files, and journals it", () =>
    Effect.gen(function* () {
      const { files, ...done } = yield* rebuilding({})
      assert.deepStrictEqual(done, {
        answer: true,
        journalled: [["done", "state_file_rebuilt"]],
        isBroken: false
      })
      assert.match(files.join(" "), /^data\/plugin_state\.json data\/plugin_state\.json\.corrupt-\S+$/u)
    })
  )

  it.effect.each<[string, Asked]>([
    ["where that is not asked for", { replaceBroken: false }],
    ["before its first look", { looks: false }],
    ["while config cannot be read", { unreadable: "config/config.json" }],
    ["while the plugins directory cannot be read", { unreadable: "plugin-repos" }],
    ["while it cannot be read itself", { unreadable: STATE }]
  ])("leaves it as it is %s", ([_when, asked]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* rebuilding(asked), {
        answer: false,
        files: [],
        journalled: [],
        isBroken: true
      })
    })
  )

  it.effect("makes none anew that this LEDMatrix no longer keeps", () =>
    Effect.gen(function* () {
      const { answer, isBroken } = yield* rebuilding({}, { ...BROKEN, ledmatrixVersion: "3.8.0" })
      assert.deepStrictEqual([answer, isBroken], [false, true])
    })
  )
})
