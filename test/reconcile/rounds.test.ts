/** What a run does where its first look has found something to do: its rounds, and what it asks, holds and remembers on the way. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { Progress } from "../../src/ports/Progress.ts"
import { rounds } from "../../src/reconcile/reconcile.ts"
import { beginRun, observeRound } from "../../src/reconcile/Run.ts"
import { DesiredState } from "../../src/services/desired/DesiredState.ts"
import { RootLock } from "../../src/services/installation/RootLock.ts"
import { Policy } from "../../src/services/Policy.ts"
import { PluginRegistry, PluginStore } from "../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { place, spec, text } from "../support/operating.ts"
import { patiently } from "../support/patiently.ts"
import { type Described, readJson, record } from "../support/reconciling.ts"
import { policyOf } from "../support/snapshots.ts"
import { desiredBy } from "../support/runs/wanting.ts"

const on = { enabled: true }
const STATE = "data/plugin_state.json"
const SEEN = "data/reconciler/plugins.json"

interface Asked {
  readonly force?: boolean
  readonly lasting?: boolean
  /** Whether the first look counts as that of the first round. */
  readonly looked?: boolean
  readonly desired?: object
  readonly replaceBroken?: boolean
}

/** The rounds of one run: what became of its findings, how often it looked, held the lock and asked the registry. */
const going = ({ desired, force = false, looked = false, replaceBroken = false, ...more }: Asked) =>
  Effect.gen(function* () {
    const counts = { looks: 0, held: 0, asked: 0 }
    const store = yield* PluginStore
    const registry = yield* PluginRegistry
    const lock = yield* RootLock
    const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
    const counted = Layer.mergeAll(
      Layer.succeed(PluginStore, {
        ...store,
        view: (disk) => Effect.suspend(() => (counts.looks++, store.view(disk)))
      }),
      Layer.succeed(PluginRegistry, {
        ...registry,
        get: Effect.suspend(() => (counts.asked++, registry.get))
      }),
      Layer.succeed(RootLock, { hold: (effect) => Effect.suspend(() => (counts.held++, lock.hold(effect))) })
    )
    const run = yield* beginRun({ unrecoverable })
    if (looked) yield* observeRound(run)
    yield* Effect.provide(rounds(run, { unrecoverable, force, ...more }, looked), counted)
    const { outcomes } = yield* Ref.get(run.progress)
    return {
      ...counts,
      outcomes: [...outcomes.values()].map(({ finding, outcome }) => {
        const error = outcome?._tag === "Failed" ? ` ${outcome.error.code}` : ""
        return `${finding.id} ${outcome?._tag}${error}`
      })
    }
  }).pipe(
    Effect.provideService(Policy, policyOf({ authority: "config", replaceBroken })),
    Effect.provideService(DesiredState, {
      current: Effect.succeed(desired && desiredBy({ plugins: desired }))
    })
  )

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

describe("before its rounds", () => {
  const INTENDED = "data/reconciler/journal/20260601T110000000-000001.intended.json"
  const change = { plugin_id: "clock", reason: "enable", file: "config/config.json" }
  const CUT: Described = {
    config: { clock: { enabled: false } },
    plugins: { clock: {} },
    files: {
      [INTENDED]: JSON.stringify({
        run_id: "20260601T110000000-000001",
        command: "enable",
        started_at: "2026-06-01T11:00:00",
        status: "intended",
        changes: [{ ...change, key: ["clock", "enabled"], before: false, after: true }]
      })
    }
  }
  const FAILED: Described = {
    config: { gone: on },
    files: {
      "data/reconciler/failures.json": JSON.stringify({
        gone: { digest: "", code: "not_a_zip", message: "", failed_at: "1970-01-01T00:00:00Z" }
      })
    }
  }

  it.effect.each([
    ["completes what another one had begun", false],
    ["leaves to the next run what another one has begun since its first look", true]
  ] as const)("a run %s", ([_title, looked]) =>
    spec(
      CUT,
      Effect.gen(function* () {
        yield* going({ looked })
        assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: !looked } })
        assert.strictEqual((yield* text(INTENDED)) !== undefined, looked)
      })
    )
  )

  it.effect.each([
    ["asks the registry where a failure is remembered", false, 1],
    ["does not ask it after a first look that counts", true, 0]
  ] as const)("a run %s", ([_title, looked, expected]) =>
    spec(
      FAILED,
      Effect.gen(function* () {
        assert.strictEqual((yield* going({ looked })).asked, expected)
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

describe("at its end a run", () => {
  const THREE: Described = {
    config: { a: on, b: on, c: on },
    plugins: { a: {}, b: {}, c: {} },
    ledmatrixVersion: "3.8.0"
  }
  const inhabited = { plugins_directory: place("plugin-repos") }

  it.effect.each<[string, Described, Asked, unknown]>([
    ["does not remember that plugins are there where it has changed nothing", THREE, {}, undefined],
    ["does where its caller goes on looking", THREE, { lasting: true }, inhabited],
    ["does where it has changed a file", { ...THREE, config: { a: on, b: on } }, {}, inhabited],
    ["writes down no plugins that it need not forget", {}, { force: true }, undefined]
  ])("%s", ([_title, described, asked, expected]) =>
    spec(
      described,
      Effect.gen(function* () {
        yield* going(asked)
        const seen = yield* readJson(SEEN)
        assert.deepStrictEqual(
          expected === undefined ? seen : { plugins_directory: Object(seen).plugins_directory },
          expected
        )
      })
    )
  )

  it.effect("takes no lock where all is remembered", () =>
    spec(
      THREE,
      Effect.gen(function* () {
        assert.strictEqual((yield* going({})).held, 0)
      })
    )
  )
})
