// What a person decides by over HTTP: the ways there are, the lines that would change, and having it done.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { LedmatrixFailed } from "../../src/domain/errors/LedmatrixError.ts"
import { DisplayRestart } from "../../src/services/ledmatrix/DisplayRestart.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { readJson } from "../support/reconciling.ts"
import { eventually, get, post, site } from "./support/site.ts"

const API = "/api/v3"

const marked = {
  config: { clock: { enabled: true, city: "Tampa" } },
  plugins: { clock: { version: "1.0.0" } },
  files: { "config/uninstalled_plugins.json": JSON.stringify(["clock"]) }
}

const started = eventually(get(`${API}/plugins/reconciliation-status`), ({ json }) => json.data.done)

describe("GET resolve", () => {
  it.live("names each way, and what comes of it", () =>
    Effect.gen(function* () {
      yield* started
      const { json } = yield* get(`${API}/resolve`)
      assert.deepInclude(json.data.open[0], {
        target: "clock",
        reason: "marked_on_disk",
        choices: [{ choice: "keep", does: "clears the mark, and the plugin stays" }]
      })
    }).pipe(Effect.provide(site(marked)))
  )
})

describe("POST resolve", () => {
  it.live("does what was chosen, and names the run that undoes it", () =>
    Effect.gen(function* () {
      yield* started
      const { json, status } = yield* post(`${API}/resolve`, { target: "clock", choice: "keep" })
      assert.strictEqual(status, 200, JSON.stringify(json))
      assert.deepStrictEqual(yield* readJson("config/uninstalled_plugins.json"), [])
      const undone = yield* post(`${API}/history/${json.data.run_id}/undo`, {})
      assert.strictEqual(undone.status, 200)
      assert.deepStrictEqual(yield* readJson("config/uninstalled_plugins.json"), ["clock"])
    }).pipe(Effect.provide(site(marked)))
  )

  it.live.each([
    [{ target: "clock", choice: "other" }, 409, "choice_needed"],
    [{ target: "nothing" }, 404, "unknown_plugin"],
    [{ target: "config/config.json" }, 409, "nothing_to_resolve"]
  ] as const)("refuses %j with %i", ([body, status, code]) =>
    Effect.gen(function* () {
      yield* started
      const answer = yield* post(`${API}/resolve`, body)
      assert.strictEqual(answer.status, status)
      assert.strictEqual(answer.json.context.code, code)
    }).pipe(Effect.provide(site(marked)))
  )

  it.live("says which field is missing", () =>
    Effect.gen(function* () {
      const answer = yield* post(`${API}/resolve`, {})
      assert.strictEqual(answer.status, 400)
      assert.include(JSON.stringify(answer.json), "target")
    }).pipe(Effect.provide(site(marked)))
  )
})

describe("GET reconciler/diff", () => {
  it.live("tells the lines that a repair would change, without values", () =>
    Effect.gen(function* () {
      yield* started
      yield* post(`${API}/reconciler/suspend`, {})
      yield* MemoryFiles.use((files) =>
        files.put(`${MEMORY_ROOT}/plugin-repos/news/manifest.json`, JSON.stringify({ id: "news" }))
      )
      const { json } = yield* get(`${API}/reconciler/diff`)
      assert.strictEqual(json.data.diff[0].file, "config/config.json")
      assert.include(JSON.stringify(json), '\\"news\\"')
      assert.notInclude(JSON.stringify(json), "Tampa")
    }).pipe(Effect.provide(site(marked)))
  )
})

describe("POST system/action", () => {
  const restart = { action: "restart_display_service" }

  it.live("has LEDMatrix restart its display, and the status says that it can", () =>
    Effect.gen(function* () {
      const asked = yield* Ref.make(0)
      const restarting = Layer.succeed(
        DisplayRestart,
        Ref.update(asked, (times) => times + 1)
      )
      yield* Effect.gen(function* () {
        assert.isTrue((yield* get(`${API}/reconciler/status`)).json.data.can_restart_display)
        assert.strictEqual((yield* post(`${API}/system/action`, restart)).status, 200)
      }).pipe(Effect.provide(site(marked).pipe(Layer.provide(restarting))))
      assert.strictEqual(yield* Ref.get(asked), 1)
    })
  )

  it.live("says what LEDMatrix answered where it does not", () => {
    const failing = Effect.fail(
      new LedmatrixFailed({ code: "ledmatrix_refused", address: "http://x", problem: "no sudo" })
    )
    return Effect.gen(function* () {
      const { json, status } = yield* post(`${API}/system/action`, restart)
      assert.strictEqual(status, 503)
      assert.include(json.message, "no sudo")
    }).pipe(Effect.provide(site(marked).pipe(Layer.provide(Layer.succeed(DisplayRestart, failing)))))
  })

  it.live("is refused where no LEDMatrix is named, and where it is another action", () =>
    Effect.gen(function* () {
      const none = yield* post(`${API}/system/action`, restart)
      assert.deepStrictEqual([none.status, none.json.context.code], [409, "no_ledmatrix"])
      assert.strictEqual((yield* post(`${API}/system/action`, { action: "reboot_system" })).status, 400)
      assert.notProperty((yield* get(`${API}/reconciler/status`)).json.data, "can_restart_display")
    }).pipe(Effect.provide(site(marked)))
  )
})
