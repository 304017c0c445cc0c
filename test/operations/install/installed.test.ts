/** What `install` makes of a plugin that is there already: the other sources are brought into line. */
import { advice } from "../../../src/domain/advice/Advice.ts"
import { NextStep } from "../../../src/domain/advice/NextStep.ts"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OperationResult } from "../../../src/domain/Operation.ts"
import type { PolicyValues } from "../../../src/domain/Policy.ts"
import { install } from "../../../src/operations/install/install.ts"
import { PluginRegistry } from "../../../src/services/PluginStore.ts"
import { RootLock } from "../../../src/services/installation/RootLock.ts"
import type { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { at, put, refused, remove, spec, text, whenStaged, withRegistry } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { policyOf, record } from "../../support/snapshots.ts"

const policy = policyOf()
const offline = policyOf({ storeAvailable: false })
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const installing = (by: PolicyValues) =>
  Effect.map(Effect.provideService(install("clock"), Policy, by), (result): OperationResult => result)
const run = installing(policy)

const CLOCK: Described = {
  config: { clock: { enabled: true } },
  state: { clock: record("clock", true) },
  plugins: { clock: { version: "1.0.0" } }
}

const already = {
  command: "install",
  plugin_id: "clock",
  status: "already_installed",
  message: "clock 1.0.0 is installed already",
  version: "1.0.0",
  notes: [advice`${NextStep.Update({ plugin: "clock" })} looks for a newer version`],
  changed_files: []
} satisfies OperationResult

describe("installing what is installed", () => {
  it.effect("changes nothing where all agrees", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* run, already)
      })
    )
  )

  it.effect("of a manifest without a version names none", () =>
    spec(
      { ...CLOCK, plugins: { clock: {} } },
      Effect.gen(function* () {
        const { message, version } = yield* run
        assert.deepStrictEqual([message, version], ["clock is installed already", null])
      })
    )
  )

  it.effect("clears its mark, and leaves the record that is there", () =>
    spec(
      { ...CLOCK, files: { [MARKS]: `["clock", "news"]` } },
      Effect.gen(function* () {
        const before = yield* text(STATE)
        const { run_id, ...result } = yield* run
        assert.isDefined(run_id)
        assert.deepStrictEqual(result, { ...already, changed_files: [MARKS] })
        assert.deepStrictEqual(yield* readJson(MARKS), ["news"])
        assert.strictEqual(yield* text(STATE), before)
      })
    )
  )

  it.effect("makes the record that is missing, as the entry says", () =>
    spec(
      { ...CLOCK, state: {} },
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* run).changed_files, [STATE])
        assert.deepStrictEqual(
          [yield* at(STATE, "states", "clock", "enabled"), yield* at(STATE, "states", "clock", "version")],
          [true, "1.0.0"]
        )
      })
    )
  )

  it.effect("asks no store", () =>
    spec(
      { ...CLOCK, offers: { clock: { manifestId: "clock", version: "2.0.0" } } },
      Effect.gen(function* () {
        yield* run
        assert.deepStrictEqual(yield* MemoryStore.use(({ asked }) => asked), [])
      })
    )
  )

  it.effect("is the same offline", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* installing(offline), already)
      })
    )
  )
})

describe("the plugin that a name means", () => {
  const DAILY = [
    { id: "other", plugin_path: "plugins/aaa", latest_version: "1.0.0" },
    { id: "daily", plugin_path: "plugins/of-the-day", latest_version: "1.0.0" }
  ]
  const ON_DISK: Described = { plugins: { aaa: {}, "of-the-day": {} } }

  it.effect("may be the one in which the registry's path ends", () =>
    spec(
      ON_DISK,
      Effect.gen(function* () {
        const { plugin_id, status } = yield* install("daily")
        assert.deepStrictEqual([plugin_id, status], ["of-the-day", "already_installed"])
      }).pipe(withRegistry(DAILY))
    )
  )

  it.effect("is not known by its path offline", () =>
    spec(
      ON_DISK,
      Effect.gen(function* () {
        assert.strictEqual(
          (yield* refused(Effect.provideService(install("daily"), Policy, offline))).code,
          "no_store"
        )
      }).pipe(withRegistry(DAILY))
    )
  )

  it.effect("is not on disk where its entry has no path", () =>
    spec(
      { ...ON_DISK, offers: { daily: { manifestId: "daily", version: "1.0.0" } } },
      Effect.gen(function* () {
        assert.strictEqual((yield* install("daily")).status, "installed")
      })
    )
  )
})

describe("a plugin that comes or goes at the same moment", () => {
  it.effect("was removed: that is said", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const lock = yield* RootLock
        const gone = yield* Effect.context<Effect.Services<ReturnType<typeof remove>>>()
        const goes = Effect.provideContext(remove("plugin-repos/clock"), gone)
        const removing = Effect.provideService(run, RootLock, {
          hold: (effect) => Effect.andThen(goes, lock.hold(effect))
        })
        assert.deepStrictEqual(yield* refused(removing), {
          code: "changed_meanwhile",
          message: "plugin-repos/clock was removed at the same moment",
          path: undefined,
          hint: "run it again"
        })
      })
    )
  )

  it.effect("was installed before it is downloaded: it stays, and no store is asked", () =>
    spec(
      { offers: { clock: { manifestId: "clock", version: "2.0.0" } } },
      Effect.gen(function* () {
        const registry = yield* PluginRegistry
        const context = yield* Effect.context<MemoryFiles>()
        const comes = put("plugin-repos/clock/manifest.json", `{"id": "clock", "version": "1.0.0"}`)
        const { message, status } = yield* Effect.provideService(run, PluginRegistry, {
          ...registry,
          get: Effect.tap(registry.get, Effect.provideContext(comes, context))
        })
        assert.deepStrictEqual([status, message], ["already_installed", already.message])
        assert.deepStrictEqual(yield* MemoryStore.use(({ asked }) => asked), [])
      })
    )
  )

  it.effect("was installed while it was downloaded: it stays, in any directory", () =>
    spec(
      { offers: { clock: { manifestId: "clock", version: "2.0.0" } } },
      Effect.gen(function* () {
        const { message, status } = yield* run
        assert.deepStrictEqual([status, message], ["already_installed", already.message])
        assert.isUndefined(yield* text("plugin-repos/clock/manifest.json"))
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), "1.0.0")
      }).pipe(whenStaged(put("plugin-repos/mine/manifest.json", `{"id": "clock", "version": "1.0.0"}`)))
    )
  )
})
