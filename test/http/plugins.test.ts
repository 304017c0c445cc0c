// What the API tells of plugins: LEDMatrix's fields and codes, and what an unreadable source means.
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect } from "effect"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { record } from "../support/reconciling.ts"
import { eventually, get, type Loose, post, registryCopy, site } from "./support/site.ts"

const clock = {
  config: { clock: { enabled: true, api_key: "hunter2", city: "Tampa" } },
  plugins: {
    clock: {
      version: "1.0.0",
      author: "Ann",
      category: "time",
      description: "Tells it",
      tags: ["time", 5],
      web_ui_actions: [{ id: "sync" }]
    }
  },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  files: registryCopy([
    { id: "clock", latest_version: "1.2.0", verified: true, last_updated: "2026-01-01", branch: "main" }
  ])
}

/** Sockets know no other time. */
const real = { excludeTestServices: true } as const

/** As LEDMatrix's own `plugins/installed` has them. */
const LEDMATRIX_FIELDS = [
  "id",
  "name",
  "version",
  "latest_version",
  "update_available",
  "author",
  "category",
  "description",
  "tags",
  "enabled",
  "verified",
  "loaded",
  "state",
  "error_info",
  "last_updated",
  "last_commit",
  "last_commit_message",
  "branch",
  "web_ui_actions",
  "vegas_mode",
  "vegas_content_type",
  // From 3.8.0 on.
  "icon",
  "display_modes",
  "loaded_version",
  "loaded_at",
  "vegas_participation",
  "vegas_participation_source"
]

const unrecoverable = Effect.map(
  get("/api/v3/reconciler/status"),
  ({ json }): ReadonlyArray<string> => json.data.last_report?.unrecoverable ?? []
)

const started = eventually(get("/api/v3/plugins/reconciliation-status"), ({ json }) => json.data.done)

describe("GET plugins/installed", () => {
  it.live("has every field that LEDMatrix has", () =>
    Effect.gen(function* () {
      const { json, status } = yield* get("/api/v3/plugins/installed")
      assert.strictEqual(status, 200)
      assert.strictEqual(json.status, "success")
      const [plugin] = json.data.plugins
      assert.includeMembers(Object.keys(plugin), LEDMATRIX_FIELDS)
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("joins manifest, config, saved state and the registry's copy", () =>
    Effect.gen(function* () {
      const { json } = yield* get("/api/v3/plugins/installed")
      assert.deepInclude(json.data.plugins[0], {
        id: "clock",
        version: "1.0.0",
        latest_version: "1.2.0",
        update_available: true,
        author: "Ann",
        category: "time",
        description: "Tells it",
        tags: ["time"],
        web_ui_actions: [{ id: "sync" }],
        enabled: true,
        verified: true,
        loaded: false,
        last_updated: "2026-01-01",
        branch: "main",
        directory: "clock",
        in_config: true,
        saved_state: { status: "enabled", enabled: true, version: "1.0.0" },
        suspended: false,
        back_off: null,
        findings: []
      })
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("tells nothing of a plugin's settings", () =>
    Effect.gen(function* () {
      const told = yield* Effect.forEach(
        ["plugins/installed", "plugins/state", "plugins/clock/explain", "reconciler/status", "history"],
        (path) => get(`/api/v3/${path}`)
      )
      for (const { text } of told) assert.notMatch(text, /hunter2|Tampa/u)
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("says what LEDMatrix says of a plugin that says nothing of itself", () =>
    Effect.gen(function* () {
      const { json } = yield* get("/api/v3/plugins/installed")
      assert.deepInclude(json.data.plugins[0], {
        version: "",
        latest_version: "",
        update_available: false,
        author: "Unknown",
        category: "General",
        description: "No description available",
        enabled: false,
        last_commit: null
      })
    }).pipe(Effect.provide(site({ plugins: { bare: {} } })))
  )

  it.live("tells what the last pass found of each", () =>
    Effect.gen(function* () {
      yield* started
      const { json } = yield* get("/api/v3/plugins/installed")
      const [plugin] = json.data.plugins
      assert.strictEqual(plugin.findings[0].reason, "key_not_object")
    }).pipe(Effect.provide(site({ config: { clock: true }, plugins: { clock: {} } })))
  )

  it.live("is another once something has changed", () =>
    Effect.gen(function* () {
      yield* get("/api/v3/plugins/installed")
      yield* post("/api/v3/plugins/toggle", { plugin_id: "clock", enabled: false })
      const { json } = yield* get("/api/v3/plugins/installed")
      assert.isFalse(json.data.plugins[0].enabled)
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("is no empty list where the plugins directory cannot be read", () =>
    Effect.gen(function* () {
      const { json, status } = yield* get("/api/v3/plugins/installed")
      assert.strictEqual(status, 503)
      assert.strictEqual(json.error_code, "CONFIG_LOAD_FAILED")
      assert.deepInclude(json.context, { source: "disk", code: "missing" })
    }).pipe(Effect.provide(site({ config: { plugin_system: { plugins_directory: "gone" } } })))
  )
})

describe("GET plugins/state", () => {
  it.live("gives the records that LEDMatrix can load, by id", () =>
    Effect.gen(function* () {
      const { json } = yield* get("/api/v3/plugins/state")
      assert.deepStrictEqual(json.data, clock.state)
    }).pipe(
      // Suspended from the beginning, so that nothing is repaired.
      Effect.provide(
        site({
          ...clock,
          files: { ...clock.files, "data/reconciler/suspended.json": `{"everything":true,"plugins":[]}` },
          state: { ...clock.state, odd: { plugin_id: "odd" } }
        })
      )
    )
  )

  it.live("gives one record where it is asked for one", () =>
    Effect.gen(function* () {
      const { json } = yield* get("/api/v3/plugins/state?plugin_id=clock")
      assert.deepStrictEqual(json.data, clock.state.clock)
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("knows no plugin without a record", () =>
    Effect.gen(function* () {
      const { json, status } = yield* get("/api/v3/plugins/state?plugin_id=other")
      assert.strictEqual(status, 404)
      assert.deepInclude(json, {
        status: "error",
        error_code: "PLUGIN_NOT_FOUND",
        error_category: "plugin"
      })
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("tells how each plugin stands where LEDMatrix keeps no saved state", () =>
    Effect.gen(function* () {
      const { json } = yield* get("/api/v3/plugins/state")
      const unknown = {
        loaded: null,
        state: null,
        error_info: null,
        loaded_version: null,
        loaded_at: null,
        installed_at: null,
        last_updated: null
      }
      assert.deepStrictEqual(json.data, {
        clock: {
          plugin_id: "clock",
          installed: true,
          version: "1.0.0",
          in_config: true,
          enabled: true,
          status: "enabled",
          ...unknown
        },
        gone: {
          plugin_id: "gone",
          installed: false,
          version: null,
          in_config: true,
          enabled: false,
          status: "unknown",
          ...unknown
        }
      })
      assert.strictEqual((yield* get("/api/v3/plugins/state?plugin_id=other")).status, 404)
    }).pipe(
      Effect.provide(
        site({
          ...clock,
          ledmatrixVersion: "3.8.0",
          config: { ...clock.config, gone: {} },
          state: { other: record("other", true) },
          files: { ...clock.files, "data/reconciler/suspended.json": `{"everything":true,"plugins":[]}` }
        })
      )
    )
  )

  /** The display publishes. */
  const publishes = Effect.gen(function* () {
    const error = { type: "ImportError", message: "No module named pytz", at: 12.5, recoverable: true }
    const plugins = { clock: { loaded: false, state: "error", error, version: null, loaded_at: null } }
    const files = yield* MemoryFiles
    yield* files.put(
      "/var/cache/ledmatrix/plugin_runtime_snapshot.json",
      JSON.stringify({
        schema: 1,
        running: true,
        published_at: Date.now() / 1000 - 5,
        stale_after: 120,
        plugins
      })
    )
  })

  const failed = {
    loaded: false,
    state: "error",
    error_info: {
      type: "ImportError",
      message: "No module named pytz",
      at: 12.5,
      recoverable: true,
      error: "No module named pytz"
    },
    loaded_version: null,
    loaded_at: null
  }

  for (const [route, pluginOf] of [
    ["plugins/state", (data: Loose) => data["clock"]],
    ["plugins/installed", (data: Loose) => data["plugins"][0]]
  ] as const) {
    it.live(`has what a live display says, and how far it counts: ${route}`, () =>
      Effect.gen(function* () {
        yield* publishes
        const { json } = yield* get(`/api/v3/${route}`)
        assert.deepInclude(pluginOf(json.data), failed)
        const runtime = json.runtime ?? json.data.runtime
        assert.deepInclude(runtime, { status: "live", stale_after: 120, source: "cache" })
        assert.isAtLeast(runtime.age_seconds, 5)
      }).pipe(Effect.provide(site({ ...clock, ledmatrixVersion: "3.8.0" })))
    )
  }

  it.live("is no empty state where the file cannot be read", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.put(`${MEMORY_ROOT}/data/plugin_state.json`, "{")
      const { json, status } = yield* get("/api/v3/plugins/state")
      assert.strictEqual(status, 503)
      assert.deepInclude(json.context, { source: "state", code: "not_json" })
    }).pipe(Effect.provide(site(clock)))
  )
})

describe("POST plugins/state/reconcile", () => {
  const drifted = { plugins: { clock: {} } }
  const RECONCILE = "/api/v3/plugins/state/reconcile"

  it.live("answers as LEDMatrix does, with the whole report beside it", () =>
    Effect.gen(function* () {
      yield* started
      const files = yield* MemoryFiles
      yield* files.put(`${MEMORY_ROOT}/plugin-repos/news/manifest.json`, `{"id": "news"}`)
      const { json, status } = yield* post(RECONCILE)
      assert.strictEqual(status, 200)
      const { report, ...ledmatrix } = json.data
      assert.deepStrictEqual(ledmatrix, {
        inconsistencies_found: 1,
        inconsistencies_fixed: 1,
        inconsistencies_manual: 0,
        inconsistencies: [
          {
            plugin_id: "news",
            type: "plugin_missing_in_config",
            description: "Plugin news exists on disk but not in config",
            fix_action: "auto_fix"
          }
        ],
        fixed: [
          {
            plugin_id: "news",
            type: "plugin_missing_in_config",
            description: "Plugin news exists on disk but not in config"
          }
        ],
        manual_fix_required: []
      })
      assert.strictEqual(json.message, report.message)
    }).pipe(Effect.provide(site(drifted)))
  )

  it.live("is 200 even when it could not tell", () =>
    Effect.gen(function* () {
      const { json, status } = yield* post(RECONCILE)
      assert.strictEqual(status, 200)
      assert.isFalse(json.data.report.reconciliation_successful)
    }).pipe(Effect.provide(site({ config: "{" })))
  )

  layer(site({ config: { gone: { enabled: true } } }), real)("with an unrecoverable plugin", (it) => {
    for (const [name, body] of [
      ["no body", undefined],
      ["an empty body", ""],
      ["a list", "[]"],
      ["a text", `"force"`],
      ["null", "null"],
      ["what is no JSON", "force=1"]
    ] as const)
      it.effect(`takes ${name} for an object without fields`, () =>
        Effect.gen(function* () {
          assert.strictEqual((yield* post(RECONCILE, body)).status, 200)
        })
      )

    // Only a forced run tries again an unrecoverable plugin.
    const outcome = (force: unknown) =>
      Effect.gen(function* () {
        yield* eventually(unrecoverable, (ids) => ids.length > 0)
        const { json } = yield* post(RECONCILE, { force })
        return json.data.report.inconsistencies_found[0].outcome.status
      })

    for (const on of [true, "true", "True", "1", "on", "yes"])
      it.effect(`takes ${JSON.stringify(on)} for true`, () =>
        Effect.map(outcome(on), (status) => assert.strictEqual(status, "failed"))
      )

    for (const off of [false, "false", "0", "off", "no"])
      it.effect(`takes ${JSON.stringify(off)} for false`, () =>
        Effect.map(outcome(off), (status) => assert.strictEqual(status, "manual"))
      )
  })

  it.live("names the field that is wrong", () =>
    Effect.gen(function* () {
      const { json, status } = yield* post(RECONCILE, { force: 5, replace_broken: "maybe" })
      assert.strictEqual(status, 400)
      assert.strictEqual(json.error_code, "VALIDATION_ERROR")
      assert.sameDeepMembers(
        json.context.errors.map(({ path }: Loose) => path),
        [["force"], ["replace_broken"]]
      )
      assert.include(json.message, "force: ")
    }).pipe(Effect.provide(site(drifted)))
  )

  it.live("shares one run among those who ask together", () =>
    Effect.gen(function* () {
      yield* started
      const files = yield* MemoryFiles
      yield* files.before(({ path }) =>
        Effect.as(path.endsWith("config.json") ? Effect.sleep("300 millis") : Effect.void, undefined)
      )
      const answers = yield* Effect.all(
        Array.from({ length: 8 }, () => post(RECONCILE)),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(new Set(answers.map(({ json }) => json.data.report.run_id)).size, 1)
    }).pipe(Effect.provide(site(drifted)))
  )

  it.live("is refused while everything is suspended", () =>
    Effect.gen(function* () {
      yield* post("/api/v3/reconciler/suspend")
      const { json, status } = yield* post(RECONCILE)
      assert.strictEqual(status, 409)
      assert.deepInclude(json, { error_code: "PLUGIN_OPERATION_CONFLICT", context: { code: "suspended" } })
    }).pipe(Effect.provide(site(drifted)))
  )
})

describe("GET plugins/reconciliation-status", () => {
  it.live("shows the one reconciliation that no request has started", () =>
    Effect.gen(function* () {
      const { json } = yield* started
      assert.deepStrictEqual(json.data, { done: true, successful: true, fixed_count: 1, unresolved: [] })
      yield* post("/api/v3/plugins/state/reconcile")
      for (let times = 0; times < 3; times++)
        assert.deepStrictEqual((yield* get("/api/v3/plugins/reconciliation-status")).json, json)
      const { json: past } = yield* get("/api/v3/reconciler/passes")
      const startups = past.data.passes.filter(({ triggers }: Loose) => triggers.includes("startup"))
      assert.strictEqual(startups.length, 1)
    }).pipe(Effect.provide(site({ plugins: { clock: {} } })))
  )
})

describe("GET plugins/{id}/explain", () => {
  it.live("says what each source says, and whether the plugin is left alone", () =>
    Effect.gen(function* () {
      yield* post("/api/v3/reconciler/suspend", { plugin_id: "clock" })
      const { json } = yield* get("/api/v3/plugins/clock/explain")
      assert.deepInclude(json.data, { plugin_id: "clock", suspended: true, back_off: null })
      assert.isTrue(json.data.config.known && json.data.disk.known && json.data.state.known)
    }).pipe(Effect.provide(site(clock)))
  )

  it.live("knows no plugin that no source knows", () =>
    Effect.gen(function* () {
      const { json, status } = yield* get("/api/v3/plugins/other/explain")
      assert.strictEqual(status, 404)
      assert.strictEqual(json.error_code, "PLUGIN_NOT_FOUND")
    }).pipe(Effect.provide(site(clock)))
  )

  layer(site(clock), real)("of an id that is none", (it) => {
    for (const id of ["..%2fclock", "a%20b", "-x", `a${"b".repeat(200)}`, "%00", "clock%0a"])
      it.effect(`refuses ${id.slice(0, 20)}`, () =>
        Effect.gen(function* () {
          const { json, status } = yield* get(`/api/v3/plugins/${id}/explain`)
          assert.strictEqual(status, 400)
          assert.deepStrictEqual(json.context.errors[0].path, ["id"])
        })
      )
  })
})
