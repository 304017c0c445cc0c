/**
 * What has gone wrong in the field with LEDMatrix from 3.4.0 on, and what its own updates do at night: each shown not to go
 * wrong here.
 */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { operationProblem } from "../../src/operations/operationProblem.ts"
import { setEnabled } from "../../src/operations/setEnabled.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { update } from "../../src/operations/update/update.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import { check, type Described, installation, lines, readJson, reconcile } from "../support/reconciling.ts"
import { record } from "../support/snapshots.ts"

const place = (path: string) => `${MEMORY_ROOT}/${path}`

const manifest = (id: string, version: string) =>
  JSON.stringify({ id, name: id, version, class_name: "P", display_modes: [] })

const CACHE = "/var/cache/ledmatrix/plugin_runtime_snapshot.json"

/** The display publishes that it runs these, each in its version. */
const publishes = Effect.fnUntraced(function* (plugins: { readonly [id: string]: string }) {
  const published_at = (yield* Clock.currentTimeMillis) / 1000
  const running = Object.fromEntries(
    Object.entries(plugins).map(([id, version]) => [
      id,
      { loaded: true, state: "enabled", error: null, version }
    ])
  )
  const files = yield* MemoryFiles
  yield* files.put(CACHE, JSON.stringify({ schema: 1, running: true, published_at, plugins: running }))
})

const IDS = ["clock", "news", "weather"]

/** An upgraded sign: the file from before still says that all is off. */
const SIGN: Described = {
  ledmatrixVersion: "3.8.0",
  config: {
    auto_update: { enabled: true, channel: "stable" },
    ...Object.fromEntries(IDS.map((id) => [id, { enabled: true }]))
  },
  plugins: Object.fromEntries(IDS.map((id) => [id, { version: "1.0.0" }])),
  state: Object.fromEntries(IDS.map((id) => [id, record(id, false)])),
  files: {
    "config/config.template.json": JSON.stringify({ auto_update: { enabled: false }, fetch_service: {} })
  },
  offers: Object.fromEntries(IDS.map((id) => [id, { manifestId: id, version: "1.1.0" }]))
}

const spec = <A, E, R>(described: Described, program: Effect.Effect<A, E, R>) =>
  Effect.provide(
    Effect.andThen(TestClock.setTime(Date.parse("2026-11-29T02:30:00Z")), program),
    installation(described)
  )

describe("LEDMatrix's weekly update at night", () => {
  it.effect(
    "sets every plugin aside in turn: none is put back, fetched or held, and the morning is in sync",
    () =>
      spec(
        SIGN,
        Effect.gen(function* () {
          const files = yield* MemoryFiles
          yield* publishes({ clock: "1.0.0", news: "1.0.0", weather: "1.0.0" })
          assert.strictEqual((yield* reconcile()).result, "in_sync")
          for (const id of IDS) {
            const aside = place(`plugin-repos/${id}.standalone-backup-migrating`)
            yield* files.move(place(`plugin-repos/${id}`), aside)
            const seen = yield* reconcile()
            // What was updated before is reported too: the display still runs its former version.
            assert.deepStrictEqual(
              lines(seen).filter((line) => !line.includes("older_version_runs")),
              [`${id} set_aside_copy failed transient operation_in_progress`]
            )
            assert.deepStrictEqual(seen.changed_files, [])
            yield* files.put(place(`plugin-repos/${id}/manifest.json`), manifest(id, "1.1.0"))
            yield* files.remove(aside)
            yield* TestClock.adjust("1 minute")
          }
          // Both services start anew, and the display loads what is there now.
          yield* publishes({ clock: "1.1.0", news: "1.1.0", weather: "1.1.0" })
          const morning = yield* reconcile()
          assert.deepStrictEqual([morning.result, lines(morning), morning.changed_files], ["in_sync", [], []])
          assert.deepStrictEqual(yield* MemoryStore.use((store) => store.asked), [])
        })
      )
  )

  it.effect("that ends in the middle leaves a copy, which is put back ten minutes later", () =>
    spec(
      SIGN,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* reconcile()
        yield* files.move(place("plugin-repos/news"), place("plugin-repos/news.standalone-backup-migrating"))
        yield* reconcile()
        yield* TestClock.adjust("9 minutes")
        const early = yield* reconcile()
        assert.deepStrictEqual(lines(early), ["news set_aside_copy failed transient operation_in_progress"])
        yield* TestClock.adjust("1 minute")
        assert.deepStrictEqual(lines(yield* reconcile()), ["news set_aside_copy fixed"])
      })
    )
  )

  it.effect("is not disturbed by what a person asks for meanwhile", () =>
    spec(
      SIGN,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* reconcile()
        yield* files.move(place("plugin-repos/news"), place("plugin-repos/news.standalone-backup-migrating"))
        yield* check
        const error = yield* Effect.flip(setEnabled("news", false))
        assert.strictEqual(operationProblem(error).code, "operation_in_progress")
      })
    )
  )

  it.effect("until the display starts anew, its older code is reported and nothing is done", () =>
    spec(
      SIGN,
      Effect.gen(function* () {
        yield* publishes({ clock: "0.9.0", news: "1.0.0", weather: "1.0.0" })
        const seen = yield* reconcile()
        assert.deepStrictEqual(lines(seen), ["clock older_version_runs informational"])
        assert.deepStrictEqual([seen.result, seen.changed_files], ["in_sync", []])
      })
    )
  )
})

describe("in the field since August 2026, and not here:", () => {
  it.effect("the setting of the weekly update was called a plugin that is not installed (#589)", () =>
    spec(
      SIGN,
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* check), [])
        const error = yield* Effect.flip(uninstall("auto_update", { preserveConfig: false }))
        assert.strictEqual(error._tag, "OperationRefused")
      })
    )
  )

  it.effect("installed plugins with secrets were called missing from config", () =>
    spec(
      { ...SIGN, files: { ...SIGN.files, "config/config_secrets.json": `{"weather":{"api_key":"k"}}` } },
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("healthy plugins were called stale, and their settings replaced by a stub (#557)", () =>
    spec(
      {
        ...SIGN,
        config: { weather: { units: "metric" }, clock: { enabled: true }, news: { enabled: true } }
      },
      Effect.gen(function* () {
        const before = yield* readJson("config/config.json")
        yield* reconcile()
        assert.deepStrictEqual(yield* readJson("config/config.json"), before)
      })
    )
  )

  it.effect("an update of a plugin in ledmatrix-<id>/ said that it succeeded, and did nothing (#536)", () =>
    spec(
      {
        ...SIGN,
        config: { stocks: { enabled: true } },
        plugins: { "ledmatrix-stocks": { id: "stocks", version: "1.0.0" } },
        offers: { stocks: { manifestId: "stocks", version: "1.1.0" } }
      },
      Effect.gen(function* () {
        const done = yield* update("stocks")
        assert.strictEqual(done.status, "updated")
        const written = yield* readJson("plugin-repos/ledmatrix-stocks/manifest.json")
        assert.deepInclude(written, { id: "stocks", version: "1.1.0" })
      })
    )
  )

  it.effect("a request to uninstall `display` removed LEDMatrix's own section (3.5.0)", () =>
    spec(
      { ...SIGN, config: { display: { hardware: { rows: 32 } } } },
      Effect.gen(function* () {
        yield* Effect.flip(uninstall("display", { preserveConfig: false }))
        assert.deepStrictEqual(yield* readJson("config/config.json"), { display: { hardware: { rows: 32 } } })
      })
    )
  )

  it.effect("the page showed what its own copies said, and the panel ran something else (3.8.0)", () =>
    spec(
      SIGN,
      Effect.gen(function* () {
        yield* publishes({ clock: "1.0.0", news: "1.0.0" })
        assert.deepStrictEqual(lines(yield* check), ["weather not_loaded informational"])
      })
    )
  )

  it.effect("the file that LEDMatrix does not read any more switched plugins off", () =>
    spec(
      SIGN,
      Effect.gen(function* () {
        const state = yield* readJson("data/plugin_state.json")
        yield* reconcile()
        yield* setEnabled("clock", false)
        assert.deepInclude(yield* readJson("config/config.json"), {
          clock: { enabled: false },
          news: { enabled: true }
        })
        assert.deepStrictEqual(yield* readJson("data/plugin_state.json"), state)
        assert.strictEqual((yield* check).result, "in_sync")
      })
    )
  )
})
