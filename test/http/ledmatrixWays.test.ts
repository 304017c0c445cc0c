// Requests as LEDMatrix's own clients write them, and its history of operations.
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import { readJson, record } from "../support/reconciling.ts"
import { ask, eventually, get, jsonOf, type Loose, post, site } from "./support/site.ts"

const API = "/api/v3"
const TOGGLE = `${API}/plugins/toggle`
const HISTORY = `${API}/plugins/operation/history`
const FORM = { "content-type": "application/x-www-form-urlencoded" }

const described = {
  config: { clock: { enabled: true } },
  plugins: { clock: { version: "1.0.0" } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  offers: { clock: { manifestId: "clock", version: "1.0.0" } }
}

const started = eventually(get(`${API}/plugins/reconciliation-status`), ({ json }) => json.data.done)
const enabled = Effect.map(readJson("config/config.json"), (config: Loose) => config.clock.enabled)

describe("a request", () => {
  it.live.each([
    ["plugins/toggle", { plugin_id: "clock", enabled: false, csrf_token: "x" }],
    ["plugins/update", { plugin_id: "clock", all: true }],
    ["plugins/install", { plugin_id: "clock", version: "1" }],
    ["plugins/uninstall", { plugin_id: "clock", force: true }],
    ["plugins/state/reconcile", { forse: true }],
    ["reconciler/suspend", { plugin_id: "clock", why: "x" }]
  ] as const)("to %s may have fields that are not known here", ([path, body]) =>
    Effect.gen(function* () {
      yield* started
      const { status, text } = yield* post(`${API}/${path}`, body)
      assert.strictEqual(status, 200, text)
    }).pipe(Effect.provide(site(described)))
  )

  it.live.each([
    [0, false],
    [1, true]
  ] as const)("takes %d for a boolean", ([given, expected]) =>
    Effect.gen(function* () {
      yield* started
      yield* post(TOGGLE, { plugin_id: "clock", enabled: expected ? 0 : 1 })
      const { status } = yield* post(TOGGLE, { plugin_id: "clock", enabled: given })
      assert.deepStrictEqual([status, yield* enabled], [200, expected])
    }).pipe(Effect.provide(site(described)))
  )

  it.live("takes no other number for a boolean", () =>
    Effect.gen(function* () {
      yield* started
      const { json, status } = yield* post(TOGGLE, { plugin_id: "clock", enabled: 2 })
      assert.deepStrictEqual([status, json.context.errors[0].path], [400, ["enabled"]])
    }).pipe(Effect.provide(site(described)))
  )

  it.live("in a form that has a field twice means the first", () =>
    Effect.gen(function* () {
      yield* started
      yield* post(TOGGLE, "plugin_id=clock&enabled=false&enabled=true", FORM)
      const off = yield* enabled
      yield* post(TOGGLE, "enabled=true&enabled=false&plugin_id=clock&plugin_id=other", FORM)
      assert.deepStrictEqual([off, yield* enabled], [false, true])
    }).pipe(Effect.provide(site(described)))
  )

  it.live.each([
    ["plugins/state?plugin_id=", "plugins/state"],
    ["plugins/operation/history?limit=&plugin_id=&operation_type=", "plugins/operation/history"],
    ["plugins/store/list?query=&category=&tags=", "plugins/store/list"],
    ["plugins/store/list?query&tags=", "plugins/store/list"],
    ["plugins/state?plugin_id=clock&plugin%5Fid=nowhere", "plugins/state?plugin_id=clock"],
    ["plugins/store/list?query=&query=a&query=b&tags=x&tags=y", "plugins/store/list?query=a&tags=x&tags=y"]
  ])("for %s is one for %s", ([empty, plain]) =>
    Effect.gen(function* () {
      yield* started
      const given = yield* get(`${API}/${empty}`)
      const without = yield* get(`${API}/${plain}`)
      assert.deepStrictEqual([given.status, given.json.data], [200, without.json.data])
    }).pipe(Effect.provide(site(described)))
  )
})

describe("POST plugins/store/refresh", () => {
  it.live.each([
    ["the older spelling", `{"fetch_latest_versions": "yes"}`, "application/json"],
    ["a list", "[1]", "application/json"],
    ["no JSON", "{", "application/json"],
    ["a form", "fetch_commit_info=1", FORM["content-type"]],
    ["a text", "please", "text/plain"]
  ])("takes %s", ([, body, type]) =>
    Effect.gen(function* () {
      const { json, status } = yield* post(`${API}/plugins/store/refresh`, body, { "content-type": type })
      assert.deepStrictEqual([status, json.plugin_count], [200, 1])
    }).pipe(Effect.provide(site(described)))
  )

  it.live("names the address that did not answer", () =>
    Effect.gen(function* () {
      yield* MemoryStore.use((store) => store.setReachable(false))
      const { json, status } = yield* post(`${API}/plugins/store/refresh`)
      assert.strictEqual(status, 503)
      assert.include(json.message, "memory:")
    }).pipe(Effect.provide(site(described)))
  )
})

describe("plugins/operation/history", () => {
  const done = Effect.gen(function* () {
    yield* started
    yield* post(TOGGLE, { plugin_id: "clock", enabled: false })
    yield* post(TOGGLE, { plugin_id: "clock", enabled: false })
    yield* post(`${API}/plugins/update`, { plugin_id: "other" })
  })

  it.live("has LEDMatrix's items", () =>
    Effect.gen(function* () {
      yield* done
      const { json } = yield* get(HISTORY)
      assert.hasAllKeys(json.data[0], [
        "operation_id",
        "operation_type",
        "plugin_id",
        "timestamp",
        "status",
        "user",
        "details",
        "error"
      ])
      assert.match(json.data[0].timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?$/u)
      assert.deepStrictEqual([json.data[0].user, json.data[2].error], [null, null])
    }).pipe(Effect.provide(site(described)))
  )

  it.live("says what came of each, the newest first", () =>
    Effect.gen(function* () {
      yield* done
      const { json } = yield* get(HISTORY)
      assert.deepStrictEqual(
        json.data.map(({ operation_type, status }: Loose) => `${operation_type} ${status}`),
        ["update failed", "disable skipped", "disable success"]
      )
    }).pipe(Effect.provide(site(described)))
  )

  it.live("is empty for a type that only LEDMatrix has", () =>
    Effect.gen(function* () {
      yield* done
      const { json, status } = yield* get(`${HISTORY}?operation_type=configure`)
      assert.deepStrictEqual([status, json.data], [200, []])
    }).pipe(Effect.provide(site(described)))
  )

  it.live("is cleared by DELETE", () =>
    Effect.gen(function* () {
      yield* done
      const answer = yield* ask(HISTORY, { method: "DELETE" })
      assert.deepStrictEqual([answer.status, jsonOf(answer).status], [200, "success"])
      const cleared = yield* get(HISTORY)
      yield* post(TOGGLE, { plugin_id: "clock", enabled: true })
      const later = yield* get(HISTORY)
      assert.deepStrictEqual([cleared.json.data.length, later.json.data.length], [0, 1])
    }).pipe(Effect.provide(site(described)))
  )
})

describe("an error", () => {
  it.live.each([
    ["1.0.0", "plugins/nobody/explain", "plugin"],
    ["3.4.2", "plugins/toggle", "validation"],
    ["3.5.0", "plugins/nobody/explain", undefined],
    ["3.8.0", "plugins/toggle", undefined],
    ["3.8.0", "nowhere", undefined],
    ["3.8.0", "plugins/operation/history?limit=x", undefined]
  ] as const)("has a category where LEDMatrix %s has it (%s: %s)", ([ledmatrixVersion, path, category]) =>
    Effect.gen(function* () {
      const { json } = yield* get(`${API}/${path}`)
      assert.strictEqual(json.status, "error")
      assert.isString(json.error_code)
      assert.strictEqual(json.error_category, category)
    }).pipe(Effect.provide(site({ ledmatrixVersion })))
  )
})
