// What can be asked to be done: accepted and followed, or waited for; and taken back.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Scope } from "effect"
import { request } from "node:http"
import { StoreError } from "../../src/domain/errors/StoreError.ts"
import { BadPlugin } from "../../src/domain/errors/FetchReason.ts"
import { NotInRegistry } from "../../src/domain/errors/RegistryReason.ts"
import { operationHttpError } from "../../src/http/failures.ts"
import { Listening } from "../../src/http/Server.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import { readJson, record } from "../support/reconciling.ts"
import { ask, eventually, get, type Loose, post, site } from "./support/site.ts"

const API = "/api/v3"

const healthy = {
  config: { clock: { enabled: true } },
  plugins: { clock: { version: "1.0.0" } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  offers: {
    clock: { manifestId: "clock", version: "1.1.0" },
    news: { manifestId: "news", version: "2.0.0" },
    bad: { fails: new NotInRegistry({ plugin: "bad" }) }
  }
}

const NO_RESTART = { restart_required: false, restart_message: null }

const ended = (id: string) =>
  eventually(get(`${API}/plugins/operation/${id}`), ({ json }) => json.data.completed_at !== null)

const submitted = (path: string, body: unknown) =>
  Effect.gen(function* () {
    const { json, status } = yield* post(`${API}/plugins/${path}`, body)
    assert.strictEqual(status, 200, JSON.stringify(json))
    return (yield* ended(json.data.operation_id)).json.data
  })

/** Until the process' first pass is over: it holds the lock that operations wait for. */
const started = eventually(get(`${API}/plugins/reconciliation-status`), ({ json }) => json.data.done)

describe("POST plugins/install", () => {
  it.live("is accepted at once and followed by its id", () =>
    Effect.gen(function* () {
      const ticket = yield* submitted("install", { plugin_id: "news" })
      assert.deepInclude(ticket, {
        operation_type: "install",
        plugin_id: "news",
        status: "completed",
        progress: 1,
        error: null
      })
      assert.isTrue(ticket.result.success)
      const { json } = yield* get(`${API}/plugins/installed`)
      assert.include(
        json.data.plugins.map(({ id }: Loose) => id),
        "news"
      )
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("asks for no restart where the plugin is off, here and in the history", () =>
    Effect.gen(function* () {
      const { result } = yield* submitted("install", { plugin_id: "news" })
      assert.deepInclude(result, NO_RESTART)
      const { json } = yield* get(`${API}/plugins/operation/history`)
      assert.deepInclude(json.data[0].details, NO_RESTART)
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("asks for a restart where the plugin is on: the display does not look for directories", () =>
    Effect.gen(function* () {
      yield* MemoryStore.use((store) => store.setReachable(false))
      yield* started
      yield* MemoryStore.use((store) => store.setReachable(true))
      const { result } = yield* submitted("install", { plugin_id: "news" })
      assert.deepInclude(result, {
        restart_required: true,
        restart_message: "Restart the display to run the new version"
      })
    }).pipe(Effect.provide(site({ ...healthy, config: { news: { enabled: true } } })))
  )

  it.live("says how it failed where it is followed", () =>
    Effect.gen(function* () {
      const ticket = yield* submitted("install", { plugin_id: "bad" })
      assert.deepInclude(ticket, { status: "failed" })
      assert.deepInclude(ticket.result, { success: false, code: "not_in_registry" })
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("takes LEDMatrix's branch, and says that it is not heeded", () =>
    Effect.gen(function* () {
      const { json, status } = yield* post(`${API}/plugins/install`, { plugin_id: "news", branch: "dev" })
      assert.strictEqual(status, 200)
      assert.include(json.message, "not from the branch")
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("is refused while another operation on the plugin has not ended", () =>
    Effect.gen(function* () {
      yield* started
      const files = yield* MemoryFiles
      yield* files.before(() => Effect.as(Effect.sleep("5 millis"), undefined))
      yield* post(`${API}/plugins/install`, { plugin_id: "news" })
      const { json, status } = yield* post(`${API}/plugins/install`, { plugin_id: "news" })
      assert.strictEqual(status, 409)
      assert.strictEqual(json.error_code, "PLUGIN_OPERATION_CONFLICT")
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("POST plugins/uninstall", () => {
  it.live("removes the plugin", () =>
    Effect.gen(function* () {
      yield* started
      const ticket = yield* submitted("uninstall", { plugin_id: "clock" })
      assert.strictEqual(ticket.status, "completed")
      assert.deepStrictEqual(yield* readJson("config/config.json"), {})
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("keeps the settings where the request says so, in words too", () =>
    Effect.gen(function* () {
      yield* started
      yield* submitted("uninstall", { plugin_id: "clock", preserve_config: "yes" })
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: true } })
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live.each([
    [false, NO_RESTART],
    [true, { restart_required: true, restart_message: "Restart the display to stop the plugin" }]
  ] as const)("asks for a restart where the settings stay and go on enabling it: %s", ([kept, restart]) =>
    Effect.gen(function* () {
      yield* started
      const { result } = yield* submitted("uninstall", { plugin_id: "clock", preserve_config: kept })
      assert.deepInclude(result, restart)
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("takes an id that only config knows", () =>
    Effect.gen(function* () {
      const { status } = yield* post(`${API}/plugins/uninstall`, { plugin_id: "old" })
      assert.strictEqual(status, 200)
    }).pipe(Effect.provide(site({ config: { old: { enabled: false } } })))
  )

  it.live("names what is wrong with a request by LEDMatrix's code for it", () =>
    Effect.gen(function* () {
      const { json, status } = yield* post(`${API}/plugins/uninstall`, {})
      assert.deepStrictEqual([status, json.error_code], [400, "INVALID_INPUT"])
      assert.include(json.message, "plugin_id")
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("knows no plugin that no source knows", () =>
    Effect.gen(function* () {
      const { json, status } = yield* post(`${API}/plugins/uninstall`, { plugin_id: "other" })
      assert.strictEqual(status, 404)
      assert.strictEqual(json.error_code, "PLUGIN_NOT_FOUND")
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("what is asked of a key of LEDMatrix itself", () => {
  it.live.each(["install", "uninstall"])("is refused at once by %s", (path) =>
    Effect.gen(function* () {
      for (const plugin_id of ["display", "auto_update"]) {
        const { json, status } = yield* post(`${API}/plugins/${path}`, { plugin_id })
        assert.deepStrictEqual([status, json.context.code], [400, "system_key"])
      }
      const { json } = yield* get(`${API}/plugins/operation/history`)
      assert.deepStrictEqual(json.data, [])
    }).pipe(Effect.provide(site({ config: { display: {} } })))
  )
})

describe("a version that is not for this LEDMatrix", () => {
  it("is answered with 409, as by LEDMatrix", () => {
    const reason = new BadPlugin({ code: "incompatible", problem: "it needs LEDMatrix 9.0.0 or later" })
    const error = operationHttpError("PLUGIN_UPDATE_FAILED")(new StoreError({ plugin: "clock", reason }))
    assert.deepInclude(error, { _tag: "Conflict", error_code: "PLUGIN_UPDATE_FAILED" })
    assert.include(error.message, "9.0.0")
  })
})

describe("POST plugins/update", () => {
  const UPDATE = `${API}/plugins/update`
  const FORM = { "content-type": "application/x-www-form-urlencoded" }

  it.live("answers when it is done", () =>
    Effect.gen(function* () {
      yield* started
      const { json, status } = yield* post(UPDATE, { plugin_id: "clock" })
      assert.strictEqual(status, 200)
      assert.deepInclude(json.data, { version: "1.1.0", status: "updated" })
      assert.deepInclude(json.data, { update_status: "updated", restart_required: true })
      assert.isString(json.data.last_updated)
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("takes a form, and a query", () =>
    Effect.gen(function* () {
      yield* started
      const asForm = yield* post(UPDATE, "plugin_id=clock&csrf=1", FORM)
      const asQuery = yield* post(`${UPDATE}?plugin_id=clock`)
      assert.deepStrictEqual(
        [asForm, asQuery].map(({ json }) => json.data.status),
        ["updated", "up_to_date"]
      )
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("is 404 for an unknown plugin, 503 while the store does not answer", () =>
    Effect.gen(function* () {
      yield* started
      const store = yield* MemoryStore
      const unknown = yield* post(UPDATE, { plugin_id: "other" })
      yield* store.setReachable(false)
      const unreachable = yield* post(UPDATE, { plugin_id: "clock" })
      assert.deepStrictEqual([unknown.status, unreachable.status], [404, 503])
      assert.strictEqual(unreachable.json.error_code, "PLUGIN_UPDATE_FAILED")
      assert.strictEqual(unreachable.json.context.code, "registry_unreachable")
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("who waits for something", () => {
  /** A busy machine takes longer for an answer than a server in a test is given. */
  const PATIENT = { limits: { drainMs: 60_000 } }

  const slow = MemoryFiles.use((files) => files.before(() => Effect.as(Effect.sleep("20 millis"), undefined)))

  it.live("is answered when the controller is about to end", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const services = yield* Layer.buildWithScope(site(healthy, PATIENT), scope)
      const answer = yield* Effect.provideContext(
        Effect.gen(function* () {
          yield* started
          yield* slow
          const waiting = yield* Effect.forkChild(post(`${API}/plugins/update`, { plugin_id: "clock" }))
          yield* eventually(get(`${API}/reconciler/status`), ({ json }) => json.data.operations.length > 0)
          return waiting
        }),
        services
      )
      yield* Scope.close(scope, Exit.void)
      const { json, status } = yield* Fiber.join(answer)
      assert.deepStrictEqual([status, json.error_code], [503, "SERVICE_UNAVAILABLE"])
    })
  )

  it.live("is answered so when waiting for an undoing, too", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const services = yield* Layer.buildWithScope(site(healthy, PATIENT), scope)
      const answer = yield* Effect.provideContext(
        Effect.gen(function* () {
          yield* started
          yield* post(`${API}/plugins/toggle`, { plugin_id: "clock", enabled: false })
          const { json } = yield* get(`${API}/history`)
          const files = yield* MemoryFiles
          yield* files.reset
          yield* slow
          const path = `${API}/history/${json.data.runs[0].run_id}/undo`
          const waiting = yield* Effect.forkChild(post(path))
          yield* eventually(files.operations, (done) => done.length > 3)
          return waiting
        }),
        services
      )
      yield* Scope.close(scope, Exit.void)
      const { json, status } = yield* Fiber.join(answer)
      assert.deepStrictEqual([status, json.error_code], [503, "SERVICE_UNAVAILABLE"])
    })
  )

  it.live("may go away: an undoing that has begun is completed", () =>
    Effect.gen(function* () {
      yield* started
      yield* post(`${API}/plugins/toggle`, { plugin_id: "clock", enabled: false })
      const { json } = yield* get(`${API}/history`)
      const [run] = json.data.runs
      const files = yield* MemoryFiles
      yield* files.reset
      yield* slow
      const { address } = yield* Listening
      const asked = request(`${address}${API}/history/${run.run_id}/undo`, { method: "POST" })
      asked.on("error", () => undefined)
      asked.end()
      yield* eventually(files.operations, (done) => done.length > 3)
      asked.destroy()
      const undone = yield* eventually(get(`${API}/history`), ({ json: past }) =>
        past.data.runs.some(({ undone_by }: Loose) => undone_by !== null)
      )
      assert.strictEqual(undone.status, 200)
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("POST plugins/toggle", () => {
  const TOGGLE = `${API}/plugins/toggle`
  const FORM = { "content-type": "application/x-www-form-urlencoded" }
  const enabled = Effect.map(readJson("config/config.json"), (config: Loose) => config.clock.enabled)

  it.live("sets config and saved state", () =>
    Effect.gen(function* () {
      yield* started
      const { json, status } = yield* post(TOGGLE, { plugin_id: "clock", enabled: false })
      assert.strictEqual(status, 200)
      assert.isString(json.message)
      assert.isFalse(yield* enabled)
      const state: Loose = yield* readJson("data/plugin_state.json")
      assert.deepInclude(state.states.clock, { enabled: false, status: "disabled" })
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("takes a text for a boolean, and stores a boolean", () =>
    Effect.gen(function* () {
      yield* started
      yield* post(TOGGLE, { plugin_id: "clock", enabled: "off" })
      assert.isFalse(yield* enabled)
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("takes an unchecked box of a form for off, and a checked one for on", () =>
    Effect.gen(function* () {
      yield* started
      yield* post(TOGGLE, "plugin_id=clock", FORM)
      const off = yield* enabled
      yield* post(TOGGLE, "plugin_id=clock&enabled=on", FORM)
      const on = yield* enabled
      yield* post(`${TOGGLE}?plugin_id=clock&enabled=false`)
      assert.deepStrictEqual([off, on, yield* enabled], [false, true, false])
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("needs `enabled` in JSON", () =>
    Effect.gen(function* () {
      const { json, status } = yield* post(TOGGLE, { plugin_id: "clock" })
      assert.strictEqual(status, 400)
      assert.deepStrictEqual(json.context.errors[0].path, ["enabled"])
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("knows no plugin that is neither in config nor on disk", () =>
    Effect.gen(function* () {
      yield* started
      const { json, status } = yield* post(TOGGLE, { plugin_id: "other", enabled: true })
      assert.strictEqual(status, 404)
      assert.strictEqual(json.error_code, "PLUGIN_NOT_FOUND")
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("operations", () => {
  it.live("are listed, the newest first, by plugin and type", () =>
    Effect.gen(function* () {
      yield* started
      yield* post(`${API}/plugins/toggle`, { plugin_id: "clock", enabled: false })
      yield* submitted("install", { plugin_id: "news" })
      const list = (query: string) =>
        Effect.map(get(`${API}/plugins/operation/history?${query}`), ({ json }) =>
          json.data.map(({ operation_type, plugin_id }: Loose) => `${operation_type} ${plugin_id}`)
        )
      assert.deepStrictEqual(yield* list(""), ["install news", "disable clock"])
      assert.deepStrictEqual(yield* list("limit=1"), ["install news"])
      assert.deepStrictEqual(yield* list("plugin_id=clock"), ["disable clock"])
      assert.deepStrictEqual(yield* list("operation_type=disable"), ["disable clock"])
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("of other processes are unknown", () =>
    Effect.gen(function* () {
      const { json, status } = yield* get(`${API}/plugins/operation/7f1c`)
      assert.strictEqual(status, 404)
      assert.strictEqual(json.error_code, "PLUGIN_NOT_FOUND")
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("the store", () => {
  it.live("is listed with LEDMatrix's fields, and with what is installed", () =>
    Effect.gen(function* () {
      const { json } = yield* get(`${API}/plugins/store/list`)
      const byId = new Map<string, Loose>(json.data.plugins.map((plugin: Loose) => [plugin.id, plugin]))
      assert.hasAllKeys(byId.get("clock"), [
        "id",
        "name",
        "author",
        "category",
        "description",
        "tags",
        "stars",
        "verified",
        "repo",
        "last_updated",
        "last_updated_iso",
        "last_commit",
        "last_commit_message",
        "last_commit_author",
        "version",
        "branch",
        "default_branch",
        "plugin_path",
        "commit",
        "ledmatrix_min_version",
        "aliases",
        "incompatible_reason",
        "installed_id"
      ])
      assert.deepInclude(byId.get("clock"), { version: "1.1.0", installed_id: "clock" })
      assert.isNull(byId.get("news").installed_id)
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("is searched", () =>
    Effect.gen(function* () {
      const { json } = yield* get(`${API}/plugins/store/list?query=NEW`)
      assert.deepStrictEqual(
        json.data.plugins.map(({ id }: Loose) => id),
        ["news"]
      )
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("is asked afresh, and says how many plugins it has", () =>
    Effect.gen(function* () {
      const { json } = yield* post(`${API}/plugins/store/refresh`, { fetch_commit_info: true })
      assert.deepInclude(json, { status: "success", plugin_count: 3 })
      assert.strictEqual(yield* (yield* MemoryStore).invalidations, 1)
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("does not pretend to be refreshed when it does not answer", () =>
    Effect.gen(function* () {
      yield* (yield* MemoryStore).setReachable(false)
      const { json, status } = yield* post(`${API}/plugins/store/refresh`)
      assert.strictEqual(status, 503)
      assert.deepInclude(json, { error_code: "NETWORK_ERROR", error_category: "network" })
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("is listed by its last good copy while it does not answer", () =>
    Effect.gen(function* () {
      yield* (yield* MemoryStore).setReachable(false)
      const { json, status } = yield* get(`${API}/plugins/store/list`)
      assert.strictEqual(status, 200)
      assert.strictEqual(json.data.plugins.length, 3)
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("history and undo", () => {
  it.live("tells what was changed, and takes it back", () =>
    Effect.gen(function* () {
      yield* started
      yield* post(`${API}/plugins/toggle`, { plugin_id: "clock", enabled: false })
      const { json: before } = yield* get(`${API}/history`)
      const [run] = before.data.runs
      assert.deepInclude(run, { command: "disable", undone_by: null })
      const { json, status } = yield* post(`${API}/history/${run.run_id}/undo`)
      assert.strictEqual(status, 200)
      assert.strictEqual(json.data.undoes, run.run_id)
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: true } })
      const again = yield* post(`${API}/history/${run.run_id}/undo`)
      assert.strictEqual(again.status, 409)
      assert.strictEqual(again.json.context.code, "cannot_be_undone")
      assert.isNotEmpty(again.json.suggested_fixes)
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("knows no other run", () =>
    Effect.gen(function* () {
      const { json, status } = yield* post(`${API}/history/20260101T000000000-abcdef/undo`)
      assert.strictEqual(status, 404)
      assert.strictEqual(json.context.code, "unknown_run")
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("refuses what can be no run", () =>
    Effect.gen(function* () {
      const { json, status } = yield* post(`${API}/history/..%2f..%2fetc/undo`)
      assert.strictEqual(status, 400)
      assert.deepStrictEqual(json.context.errors[0].path, ["run"])
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("suspending", () => {
  const suspend = (body?: unknown) =>
    Effect.map(post(`${API}/reconciler/suspend`, body), ({ json }) => json.data)
  const resume = (body?: unknown) =>
    Effect.map(post(`${API}/reconciler/resume`, body), ({ json }) => json.data)

  it.live("leaves one plugin alone, or everything, until it is resumed", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* suspend({ plugin_id: "clock" }), {
        everything: false,
        plugins: ["clock"]
      })
      assert.deepStrictEqual(yield* suspend(), { everything: true, plugins: ["clock"] })
      assert.deepStrictEqual(yield* resume({ plugin_id: "clock" }), { everything: true, plugins: [] })
      assert.deepStrictEqual(yield* resume({}), { everything: false, plugins: [] })
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("does not take a name that no source knows", () =>
    Effect.gen(function* () {
      const { status } = yield* post(`${API}/reconciler/suspend`, { plugin_id: "clokc" })
      assert.strictEqual(status, 404)
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("says that the ledger cannot be written", () =>
    Effect.gen(function* () {
      yield* started
      const files = yield* MemoryFiles
      yield* files.failWhen(({ path, writes }) => writes && path.startsWith(`${MEMORY_ROOT}/data`), "ENOSPC")
      const { json, status } = yield* post(`${API}/reconciler/suspend`)
      assert.strictEqual(status, 503)
      assert.deepInclude(json.context, { code: "ENOSPC" })
    }).pipe(Effect.provide(site(healthy)))
  )
})

describe("monitors", () => {
  it.live("hear that the process is alive in every state", () =>
    Effect.gen(function* () {
      const { json, status } = yield* get("/healthz")
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, { status: "ok" })
    }).pipe(Effect.provide(site({ config: "{" })))
  )

  it.live("see whether it keeps the installation right", () =>
    Effect.gen(function* () {
      const { json } = yield* eventually(get("/readyz"), ({ status }) => status === 200)
      assert.isTrue(json.ready)
      assert.sameMembers(
        json.conditions.map(({ type }: Loose) => type),
        ["Ready", "Reconciling", "Degraded", "RegistryReachable"]
      )
    }).pipe(Effect.provide(site(healthy)))
  )

  it.live("see that it does not", () =>
    Effect.gen(function* () {
      const { json } = yield* eventually(
        get("/readyz"),
        ({ json: told }) => told.conditions[0].reason === "source_unreadable"
      )
      assert.isFalse(json.ready)
      assert.strictEqual((yield* ask("/readyz")).status, 503)
    }).pipe(Effect.provide(site({ config: "{" })))
  )
})
