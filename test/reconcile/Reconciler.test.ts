/**
 * The behaviours of a reconciler, each named after what its owner sees. Installations are in memory; the
 * services are the live ones.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { BadArchive, DownloadFailed } from "../../src/domain/errors/FetchReason.ts"
import { Config } from "../../src/services/Config.ts"
import { undo } from "../../src/operations/undo/undo.ts"
import { Reconciler } from "../../src/reconcile/Reconciler.ts"
import { MEMORY_ROOT, MemoryInstallation } from "../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import {
  check,
  type Described,
  installation,
  installationFiles,
  lines,
  readJson,
  reconcile,
  record
} from "../support/reconciling.ts"

/** Lets the pauses before further looks at a broken file pass. */
const pass = TestClock.adjust("10 seconds")

const on = { enabled: true }
const off = { enabled: false }

const spec = (
  title: string,
  described: Described,
  body: () => Effect.Effect<void, unknown, Layer.Success<ReturnType<typeof installation>>>
) => it.effect(title, () => Effect.suspend(body).pipe(Effect.provide(installation(described))))

const inSync: Described = {
  config: { clock: on },
  plugins: { clock: {} },
  state: { clock: record("clock", true) }
}

describe("a run", () => {
  spec("finds nothing where all sources agree", inSync, () =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), [])
      assert.isTrue(report.reconciliation_successful)
    })
  )

  spec("adds an entry for a plugin that config does not have", { plugins: { clock: {} } }, () =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock no_entry fixed"])
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: off })
    })
  )

  spec(
    "reinstalls a plugin that is missing on disk, and leaves its settings alone",
    {
      config: { clock: { enabled: true, city: "x" } },
      offers: { clock: { manifestId: "clock", version: "1.0.0" } }
    },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), ["clock not_installed fixed"])
        assert.deepInclude(yield* readJson("plugin-repos/clock/manifest.json"), {
          id: "clock",
          version: "1.0.0"
        })
        assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: true, city: "x" } })
      })
  )

  spec(
    "settles a disagreement about enabled",
    { ...inSync, state: { clock: record("clock", false) }, policy: { authority: "config" } },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), ["clock config_differs fixed"])
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), {
          "states.clock.enabled": true,
          "states.clock.status": "enabled",
          "states.clock.config_version": 3
        })
      })
  )

  spec(
    "tells as a person's work only what is still there at its end",
    {
      config: { clock: { enabled: "yes" } },
      plugins: { clock: {} },
      state: { clock: { plugin_id: "clock", status: "sleeping" } }
    },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), ["clock config_differs fixed", "clock invalid_record fixed"])
        assert.isTrue(report.reconciliation_successful)
      })
  )

  spec(
    "tells of a thing what it is at its end: a note that has become a person's work",
    {
      config: { "foo-old": off, foo: on },
      plugins: { "foo-old": { id: "foo" } },
      state: { "foo-old": record("foo-old", true), foo: record("foo", true) },
      policy: { authority: "state" }
    },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), [
          "foo-old directory_name manual",
          "foo-old config_differs fixed"
        ])
        assert.isFalse(report.reconciliation_successful)
      })
  )

  spec(
    "keeps what is a person's work in sight while a source cannot be read any more",
    { config: { clock: { enabled: "yes" } }, plugins: { clock: {}, news: {} }, state: {} },
    () =>
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        // Another program is caught in the middle of writing, for good, once the run has written its entry.
        yield* files.before(({ name, path }) =>
          name === "rename" && path.endsWith("/config.json")
            ? Effect.as(files.put(`${MEMORY_ROOT}/data/plugin_state.json`, "{"), undefined)
            : Effect.undefined
        )
        const fiber = yield* Effect.forkChild(reconcile())
        yield* pass
        const report = yield* Fiber.join(fiber)
        assert.deepStrictEqual(lines(report), ["clock enabled_not_boolean manual", "news no_entry fixed"])
        assert.deepStrictEqual(
          report.source_errors.map(({ source }) => source),
          ["state"]
        )
      })
  )

  spec(
    "rebuilds a record that contradicts itself, and settles its enabled, in one go",
    {
      ...inSync,
      state: { clock: record("clock", false, { status: "enabled" }) },
      policy: { authority: "config" }
    },
    () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* reconcile()), [
          "clock config_differs fixed",
          "clock invalid_record fixed"
        ])
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), {
          "states.clock.enabled": true,
          "states.clock.status": "enabled",
          "states.clock.config_version": 3
        })
        assert.deepStrictEqual(lines(yield* reconcile()), [])
      })
  )

  spec(
    "can be undone whole where it rebuilt a record and settled its enabled",
    {
      ...inSync,
      state: { clock: record("clock", false, { status: "enabled" }) },
      policy: { authority: "config" }
    },
    () =>
      Effect.gen(function* () {
        yield* reconcile()
        const { left_alone } = yield* undo(undefined)
        assert.deepStrictEqual(left_alone, [])
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), {
          "states.clock.enabled": false,
          "states.clock.status": "enabled"
        })
      })
  )

  spec(
    "repairs several things at once, with one write per file",
    {
      config: { a: on, b: on },
      plugins: { a: {}, b: {}, c: {}, d: {} },
      state: { a: record("a", false), b: record("b", false) },
      policy: { authority: "state" }
    },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), [
          "a config_differs fixed",
          "b config_differs fixed",
          "c no_entry fixed",
          "d no_entry fixed"
        ])
        const operations = yield* MemoryFiles.use((files) => files.operations)
        const renames = operations.filter(
          ({ name, path }) => name === "rename" && path.endsWith("/config.json")
        )
        assert.lengthOf(renames, 1)
      })
  )

  spec(
    "leaves a missing plugin to a person where there is no store",
    { config: { clock: on }, policy: { storeAvailable: false } },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), ["clock no_store manual"])
        assert.isFalse(report.reconciliation_successful)
      })
  )

  spec(
    "tolerates a source that cannot be read: the other rules still run, its file is not written",
    {
      plugins: { clock: {} },
      config: { gone: on },
      files: { "data/plugin_state.json": "{" },
      offers: { gone: { manifestId: "gone", version: "1" } }
    },
    () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(reconcile())
        yield* pass
        const report = yield* Fiber.join(fiber)
        assert.deepStrictEqual(lines(report), ["clock no_entry fixed", "gone not_installed fixed"])
        assert.deepStrictEqual(
          report.source_errors.map(({ path, source }) => [source, path]),
          [["state", "data/plugin_state.json"]]
        )
        assert.isFalse(report.reconciliation_successful)
        assert.strictEqual(
          yield* MemoryFiles.use((files) => files.text(`${MEMORY_ROOT}/data/plugin_state.json`)),
          "{"
        )
      })
  )

  spec(
    "finds a prefixed plugin under its registry id without the prefix",
    {
      config: { "ledmatrix-weather": on },
      offers: { weather: { manifestId: "ledmatrix-weather", version: "2.0.8" } }
    },
    () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* reconcile()), ["ledmatrix-weather not_installed fixed"])
      })
  )

  spec(
    "does not take a download with another id for the plugin that is missing",
    { config: { weather: on }, offers: { weather: { manifestId: "ledmatrix-weather", version: "2.0.8" } } },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.isFalse(report.reconciliation_successful)
        assert.isUndefined(yield* readJson("plugin-repos/ledmatrix-weather/manifest.json"))
      })
  )

  spec(
    "marks a plugin that is not in the registry once, and does not ask for it again",
    { config: { gone: on } },
    () =>
      Effect.gen(function* () {
        const first = yield* reconcile()
        assert.deepStrictEqual(lines(first), ["gone not_installed failed permanent not_in_registry"])
        assert.deepStrictEqual(first.unrecoverable, ["gone"])
        assert.deepStrictEqual(lines(yield* reconcile()), ["gone unrecoverable manual"])
      })
  )

  spec("tries an unrecoverable plugin again when it is forced to", { config: { clock: on } }, () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* reconcile()
      yield* store.offer("clock", { manifestId: "clock", version: "1.0.0" })
      assert.deepStrictEqual(lines(yield* reconcile({ force: true })), ["clock not_installed fixed"])
      assert.strictEqual(yield* store.invalidations, 1)
    })
  )

  spec("tries an unrecoverable plugin again when it forgets it", { config: { clock: on, gone: on } }, () =>
    Effect.gen(function* () {
      const { forget, unrecoverable } = yield* Reconciler
      yield* reconcile()
      assert.deepStrictEqual([...(yield* unrecoverable)].toSorted(), ["clock", "gone"])
      yield* forget(new Set(["clock"]))
      assert.deepStrictEqual([...(yield* unrecoverable)], ["gone"])
      yield* (yield* MemoryStore).offer("clock", { manifestId: "clock", version: "1.0.0" })
      assert.deepStrictEqual(lines(yield* reconcile()), [
        "clock not_installed fixed",
        "gone unrecoverable manual"
      ])
    })
  )

  spec(
    "takes no plugin for unrecoverable while the registry cannot be reached",
    { config: { clock: on } },
    () =>
      Effect.gen(function* () {
        const store = yield* MemoryStore
        yield* store.setReachable(false)
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), ["clock not_installed failed transient registry_unreachable"])
        assert.deepStrictEqual(report.unrecoverable, [])
      })
  )

  spec(
    "takes a plugin for unrecoverable when every install of it fails for good",
    {
      config: { "ledmatrix-x": on },
      offers: {
        "ledmatrix-x": { fails: new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" }) },
        x: { fails: new BadArchive({ code: "symlink", problem: "a link" }) }
      }
    },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), ["ledmatrix-x not_installed failed permanent not_a_zip"])
        assert.deepStrictEqual(report.unrecoverable, ["ledmatrix-x"])
        assert.deepStrictEqual(yield* MemoryStore.use((store) => store.asked), ["ledmatrix-x", "x"])
      })
  )

  spec(
    "takes no plugin for unrecoverable while one of several installs failed only for now",
    {
      config: { "ledmatrix-x": on },
      offers: {
        "ledmatrix-x": { fails: new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" }) },
        x: { fails: new DownloadFailed({ address: "memory:", problem: "503" }) }
      }
    },
    () =>
      Effect.gen(function* () {
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), ["ledmatrix-x not_installed failed transient download_failed"])
        assert.deepStrictEqual(report.unrecoverable, [])
      })
  )

  spec(
    "does not resurrect a plugin that was uninstalled a moment ago",
    {
      config: { clock: on },
      files: { "data/reconciler/tombstones.json": '{"clock": 0}' },
      offers: { clock: { manifestId: "clock", version: "1.0.0" } }
    },
    () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock recently_uninstalled manual"])
        assert.deepStrictEqual(yield* MemoryStore.use((store) => store.asked), [])
      })
  )

  it.effect("reports an unexpected failure in its message, and as not successful", () => {
    const dying = Layer.succeed(Config, {
      read: Effect.die(new Error("the cable came off")),
      settings: () => Effect.undefined,
      warnings: Effect.succeed([])
    })
    const live = Reconciler.layer.pipe(
      Layer.provide(Layer.merge(MemoryInstallation.layer({ files: installationFiles(inSync) }), dying))
    )
    return Effect.gen(function* () {
      const report = yield* reconcile()
      assert.strictEqual(report.message, "Reconciliation failed: the cable came off")
      assert.isFalse(report.reconciliation_successful)
    }).pipe(Effect.provide(live))
  })

  spec(
    "ignores system keys and values that are no objects",
    { config: { display: {}, schedule: {}, target_fps: 100 } },
    () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* reconcile()), [])
      })
  )

  spec(
    "ignores directories that an operation set aside",
    { files: { "plugin-repos/old.standalone-backup-20260101/manifest.json": '{"id": "old"}' } },
    () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* reconcile()), [])
      })
  )

  spec(
    "repairs nothing and writes nothing when it runs again",
    { plugins: { clock: {} }, config: { gone: on } },
    () =>
      Effect.gen(function* () {
        yield* reconcile()
        const files = yield* MemoryFiles
        yield* files.reset
        const again = yield* reconcile()
        assert.deepStrictEqual(lines(again), ["gone unrecoverable manual"])
        assert.deepStrictEqual(
          (yield* files.operations).filter(({ writes }) => writes),
          []
        )
      })
  )

  spec("remembers what both sides agreed on, and lets the side that changed since stand", inSync, () =>
    Effect.gen(function* () {
      yield* reconcile()
      const files = yield* MemoryFiles
      yield* files.put(`${MEMORY_ROOT}/config/config.json`, JSON.stringify({ clock: off }))
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock config_differs fixed"])
      assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), { "states.clock.enabled": false })
    })
  )

  spec(
    "takes a record that it replaced for LEDMatrix's memory when it comes back",
    { ...inSync, state: { clock: record("clock", false) }, policy: { authority: "latest" } },
    () =>
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        const state = `${MEMORY_ROOT}/data/plugin_state.json`
        const remembered = (yield* files.text(state)) ?? ""
        yield* files.put(`${MEMORY_ROOT}/data/reconciler/agreements.json`, '{"clock": {"enabled": false}}')
        yield* reconcile()
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), { "states.clock.enabled": true })
        yield* files.put(state, remembered)
        yield* reconcile()
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), { "states.clock.enabled": true })
        assert.deepNestedInclude(yield* readJson("config/config.json"), { "clock.enabled": true })
      })
  )

  spec(
    "makes an unparseable state file anew when asked, and keeps the old one",
    { ...inSync, files: { "data/plugin_state.json": '{"states": {' } },
    () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(reconcile({ replaceBroken: true }))
        yield* pass
        const report = yield* Fiber.join(fiber)
        assert.isTrue(report.reconciliation_successful, report.message)
        assert.lengthOf(report.changed_files, 2)
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), { "states.clock.enabled": true })
      })
  )
})

describe("a run that may replace what is broken", () => {
  const broken: Described = {
    files: { "plugin-repos/clock/manifest.json": "{,", "plugin-repos/clock/mine.txt": "x" }
  }

  spec(
    "sets the directory aside and fetches the plugin anew",
    { ...broken, offers: { clock: { manifestId: "clock", version: "1" } } },
    () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(reconcile({ replaceBroken: true }))
        yield* pass
        const report = yield* Fiber.join(fiber)
        assert.deepStrictEqual(lines(report), ["clock no_entry fixed", "clock broken_manifest fixed"])
        const all = yield* MemoryFiles.use((files) => files.snapshot)
        assert.isTrue([...all.keys()].some((path) => /standalone-backup-\d+_\d+\/mine\.txt$/u.test(path)))
      })
  )

  spec("leaves to a person what the store does not have", broken, () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(reconcile({ replaceBroken: true }))
      yield* pass
      const report = yield* Fiber.join(fiber)
      assert.deepStrictEqual(lines(report), ["clock broken_manifest manual"])
      assert.isFalse(report.inconsistencies_found[0]?.can_auto_fix)
    })
  )

  spec("does not ask a second time for what the store does not have, or cannot deliver", broken, () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      const run = Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(reconcile({ replaceBroken: true }))
        yield* pass
        return lines(yield* Fiber.join(fiber))
      })
      yield* run
      const refused = new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" })
      yield* store.offer("clock", { fails: refused })
      assert.deepStrictEqual(yield* run, ["clock broken_manifest manual"])
      assert.deepStrictEqual(yield* store.asked, [])
    })
  )
})

describe("check", () => {
  spec("says what a run would do, and does not do it", { plugins: { clock: {} }, config: { gone: on } }, () =>
    Effect.gen(function* () {
      const report = yield* check
      assert.deepStrictEqual(lines(report), ["clock no_entry planned", "gone not_installed planned"])
      const operations = yield* MemoryFiles.use((files) => files.operations)
      assert.deepStrictEqual(
        operations.filter(({ writes }) => writes),
        []
      )
    })
  )

  spec("says the same twice", { plugins: { clock: {} }, config: { gone: on, foo: { enabled: "x" } } }, () =>
    Effect.gen(function* () {
      const { duration_ms: _a, run_id: _b, ...first } = yield* check
      const { duration_ms: _c, run_id: _d, ...second } = yield* check
      assert.deepStrictEqual(second, first)
    })
  )
})
