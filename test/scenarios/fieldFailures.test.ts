/**
 * What has gone wrong in the field with LEDMatrix's store and with the life of its plugins, by the number of
 * the upstream issue where there is one: each shown not to happen here.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { existsSync, readFileSync } from "node:fs"
import { BadPlugin } from "../../src/domain/errors/FetchReason.ts"
import { installed } from "../../src/reconcile/look/installed.ts"
import { install } from "../../src/operations/install/install.ts"
import { outdated } from "../../src/reconcile/look/outdated.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { update } from "../../src/operations/update/update.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import { directoryWith, liveServices } from "../support/realInstallation.ts"
import { check, type Described, installation, lines, readJson, reconcile } from "../support/reconciling.ts"
import { record } from "../support/snapshots.ts"
import { pluginFiles, zip } from "../support/zip.ts"

const place = (path: string) => `${MEMORY_ROOT}/${path}`
const text = (path: string) => MemoryFiles.use((files) => files.text(place(path)))
const put = (path: string, content: string) => MemoryFiles.use((files) => files.put(place(path), content))

const spec = <A, E, R>(described: Described, program: Effect.Effect<A, E, R>) =>
  Effect.provide(program, installation(described))

const remove = (id: string) => uninstall(id, { preserveConfig: false })

const manifest = (id: string, version: string) =>
  JSON.stringify({ id, name: id, version, class_name: "P", display_modes: [] })

const CLOCK: Described = {
  config: { timezone: "UTC", clock: { enabled: true, city: "Tampa" } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  plugins: { clock: { version: "1.0.0" } },
  offers: { clock: { manifestId: "clock", version: "1.1.0" } }
}

const FOUR = ["weather", "stocks", "music", "leaderboard"]

const fourEntries: Described = {
  config: Object.fromEntries(FOUR.map((id) => [`ledmatrix-${id}`, { enabled: true }])),
  offers: Object.fromEntries(FOUR.map((id) => [id, { manifestId: `ledmatrix-${id}`, version: "1.0.0" }]))
}

describe("in the field, and not here:", () => {
  it.effect("a repair that failed for good was tried again at every request (April 2026)", () =>
    spec(
      {
        config: { clock: { enabled: true } },
        offers: { clock: { fails: new BadPlugin({ code: "bad_manifest", problem: "no id" }) } }
      },
      Effect.gen(function* () {
        for (let run = 0; run < 5; run++) yield* reconcile()
        assert.deepStrictEqual(yield* MemoryStore.use((store) => store.asked), ["clock"])
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock unrecoverable manual"])
      })
    )
  )

  it.effect("an uninstalled plugin came back between removing its files and its entry (April 2026)", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.before(() =>
          Effect.gen(function* () {
            const has = (path: string) =>
              Effect.map(files.text(place(path)), (found) => found?.includes("clock") === true)
            const entry = yield* has("config/config.json")
            const there = yield* has("plugin-repos/clock/manifest.json")
            const marked = yield* has("config/uninstalled_plugins.json")
            // One without the other is what reconcilers repair, LEDMatrix's and ours; a mark stops both.
            assert.isTrue(entry === there || marked)
            return undefined
          })
        )
        yield* remove("clock")
        yield* files.reset
        yield* reconcile()
        assert.isUndefined(yield* text("plugin-repos/clock/manifest.json"))
      })
    )
  )

  it.effect("an uninstalled built-in came back with each update of LEDMatrix (#368)", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* remove("clock")
        // Git brings the directory again, and the template its entry; days later no tombstone is left.
        yield* TestClock.adjust("7 days")
        yield* put("plugin-repos/clock/manifest.json", manifest("clock", "1.0.0"))
        const before = yield* text("config/config.json")
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock marked_on_disk manual"])
        assert.strictEqual(yield* text("config/config.json"), before)
        assert.deepStrictEqual(yield* readJson("config/uninstalled_plugins.json"), ["clock"])
      })
    )
  )

  it.effect(
    "listing the installed plugins read every manifest, and started git, again and again (#333)",
    () =>
      spec(
        { ...CLOCK, files: { "plugin-repos/clock/.git/HEAD": "ref: refs/heads/main\n" } },
        Effect.gen(function* () {
          yield* TestClock.adjust("1 minute")
          yield* installed()
          yield* installed()
          const files = yield* MemoryFiles
          yield* files.reset
          yield* installed()
          const read = (yield* files.operations).filter(({ name }) => name === "read")
          assert.deepStrictEqual(
            read.map(({ path }) => path),
            []
          )
        })
      )
  )

  it.effect("a boot without network gave every missing plugin up for good (2e5d0796)", () =>
    spec(
      fourEntries,
      Effect.gen(function* () {
        const store = yield* MemoryStore
        yield* store.setReachable(false)
        const offline = yield* reconcile()
        assert.deepStrictEqual(offline.unrecoverable, [])
        assert.isTrue(lines(offline).every((line) => line.includes("failed transient registry_unreachable")))
        yield* store.setReachable(true)
        assert.isTrue((yield* reconcile()).reconciliation_successful)
      })
    )
  )

  it.effect("an update that failed had deleted the plugin (#405)", () =>
    spec(
      { ...CLOCK, offers: { clock: { manifestId: "impostor", version: "1.1.0" } } },
      Effect.gen(function* () {
        const before = yield* MemoryFiles.use((files) => files.snapshot)
        assert.isTrue(Result.isFailure(yield* Effect.result(update("clock"))))
        assert.strictEqual(
          yield* text("plugin-repos/clock/manifest.json"),
          before.get(place("plugin-repos/clock/manifest.json"))
        )
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("an install under the registry's other id deleted the plugin that was there (#526)", () =>
    spec(
      {
        config: { "ledmatrix-weather": { enabled: true, city: "Tampa" } },
        plugins: { "ledmatrix-weather": { version: "2.0.0" } },
        files: { "plugin-repos/ledmatrix-weather/mine.txt": "mine" },
        offers: { weather: { manifestId: "ledmatrix-weather", version: "2.1.0" } }
      },
      Effect.gen(function* () {
        yield* Effect.result(install("weather"))
        assert.strictEqual(yield* text("plugin-repos/ledmatrix-weather/mine.txt"), "mine")
        assert.deepNestedInclude(yield* readJson("config/config.json"), { "ledmatrix-weather.city": "Tampa" })
      })
    )
  )

  it.effect(
    "an install under the registry's other id left a phantom record, and was offered for ever (#526)",
    () =>
      spec(
        { config: {}, offers: { weather: { manifestId: "ledmatrix-weather", version: "2.1.0" } } },
        Effect.gen(function* () {
          yield* install("weather")
          const state = (yield* readJson("data/plugin_state.json")) as { readonly states: object }
          assert.deepStrictEqual(Object.keys(state.states), ["ledmatrix-weather"])
          assert.deepStrictEqual((yield* outdated()).plugins, [])
          assert.strictEqual((yield* install("weather")).status, "already_installed")
          assert.deepStrictEqual(lines(yield* check), [])
        })
      )
  )

  it.effect("the four plugins with a prefix were not found in the registry (#439)", () =>
    spec(
      fourEntries,
      Effect.gen(function* () {
        assert.deepStrictEqual(
          lines(yield* reconcile()),
          FOUR.map((id) => `ledmatrix-${id} not_installed fixed`).toSorted()
        )
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect.each<readonly [string, Effect.Effect<unknown, unknown, Effect.Services<typeof operations>>]>([
    ["its removal", remove("clock")],
    ["its update", update("clock")]
  ])("root-owned caches of the display in a plugin's directory blocked %s (#180, #242)", ([, operation]) =>
    spec(
      { ...CLOCK, files: { "plugin-repos/clock/__pycache__/manager.cpython-312.pyc": "x" } },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "remove" && path.includes("clock"), "EACCES")
        )
        yield* operation
        assert.notStrictEqual(yield* text("plugin-repos/clock/manifest.json"), manifest("clock", "1.0.0"))
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("a plugin that cannot be moved out of the way was lost half-way (#180, #242)", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const before = yield* MemoryFiles.use((files) => files.snapshot)
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "rename" && path.includes("-kept."), "EACCES")
        )
        const result = yield* Effect.result(remove("clock"))
        assert.include(Result.isFailure(result) ? result.failure.message : "", "plugin-repos/")
        for (const path of [
          "config/config.json",
          "data/plugin_state.json",
          "plugin-repos/clock/manifest.json"
        ]) {
          assert.strictEqual(yield* text(path), before.get(place(path)), path)
        }
        assert.deepStrictEqual(yield* readJson("config/uninstalled_plugins.json"), [])
      })
    )
  )

  it.live("a double click on install made two threads undo each other's work (#405)", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({
        "config/config.json": "{}",
        "store/plugins.json": `{"plugins": [{"id": "clock", "latest_version": "1.0.0", "download_url_template": "clock.zip"}]}`,
        "store/clock.zip": zip(pluginFiles("clock"))
      })
      const results = yield* Effect.all(
        Array.from({ length: 4 }, () => install("clock")),
        { concurrency: "unbounded" }
      ).pipe(Effect.provide(liveServices(root, { offline: true })))
      assert.deepStrictEqual(results.map(({ status }) => status).toSorted(), [
        "already_installed",
        "already_installed",
        "already_installed",
        "installed"
      ])
    }).pipe(Effect.scoped)
  )

  it.effect(
    "secrets were blanked, or written into the config, beside a broken secrets file (#485, #441)",
    () =>
      spec(
        { ...CLOCK, files: { "config/config_secrets.json": `{"clock": {"api_key": "s3cret"},` } },
        Effect.gen(function* () {
          const before = yield* MemoryFiles.use((files) => files.snapshot)
          assert.isTrue(Result.isFailure(yield* Effect.result(remove("clock"))))
          yield* update("clock")
          for (const path of ["config/config_secrets.json", "config/config.json"]) {
            assert.strictEqual(yield* text(path), before.get(place(path)))
          }
        })
      )
  )

  it.effect("that a plugin asks not to be updated was reported as a failure (#354)", () =>
    spec(
      { ...CLOCK, plugins: { clock: { version: "1.0.0", local_only: true } } },
      Effect.gen(function* () {
        assert.strictEqual((yield* update("clock")).status, "skipped")
      })
    )
  )

  it.live("requirements were installed for a user whom the display does not run as (#380)", () =>
    Effect.gen(function* () {
      const requirements = { name: "requirements.txt", content: "requests>=2\n" }
      const root = yield* directoryWith({
        "config/config.json": "{}",
        "store/plugins.json": `{"plugins": [{"id": "clock", "latest_version": "1.0.0", "download_url_template": "clock.zip"}]}`,
        "store/clock.zip": zip([...pluginFiles("clock"), requirements])
      })
      yield* Effect.provide(install("clock"), liveServices(root, { offline: true }))
      // LEDMatrix's loader finds them where it looks, and nothing of the plugin has been run.
      const plugin = `${root}/plugin-repos/clock`
      assert.strictEqual(readFileSync(`${plugin}/requirements.txt`, "utf8"), requirements.content)
      assert.isFalse(existsSync(`${plugin}/__pycache__`))
    }).pipe(Effect.scoped)
  )

  it.effect.each<readonly [string, string, boolean]>([
    ["1.0.0", "v1.0.0", false],
    ["v1.2.0", "1.2.0", false],
    ["1.2", "1.2.0", false],
    ["1.0.0", "1.0.0+build.7", false],
    ["2.0.0", "1.9.9", false],
    ["1.9.0", "1.10.0", true],
    ["1.0.0-rc.1", "1.0.0", true],
    ["1.0.0", "1.0.1-beta", true]
  ])("the badge and the button disagreed about %s and %s (3.2.0)", ([here, there, newer]) =>
    spec(
      {
        ...CLOCK,
        plugins: { clock: { version: here } },
        offers: { clock: { manifestId: "clock", version: there } }
      },
      Effect.gen(function* () {
        const badge = (yield* outdated()).plugins.length === 1
        const button = (yield* update("clock")).status === "updated"
        assert.deepStrictEqual([badge, button], [newer, newer])
      })
    )
  )
})

const operations = Effect.all([remove(""), update("")])
