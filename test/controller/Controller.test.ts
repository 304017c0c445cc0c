// The controller on an installation in memory, in virtual time: what wakes it, what it leaves alone, what it
// says of itself.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import { Controller } from "../../src/controller/Controller.ts"
import { BadArchive } from "../../src/domain/errors/FetchReason.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import { MemoryWatcher } from "../../src/testing/MemoryWatcher.ts"
import { readJson } from "../support/reconciling.ts"
import {
  CONFIG,
  controller,
  controllerOnly,
  copyPlugin,
  services,
  passes,
  PLUGINS,
  readText,
  request,
  setSkew,
  skewed,
  status,
  writeConfig
} from "./support.ts"

const clock = { clock: {} }
const inSync = { config: { clock: { enabled: false } }, plugins: clock }
const missing = {
  config: { clock: { enabled: true } },
  offers: { clock: { manifestId: "clock", version: "1.0.0" } }
}
const unrecoverable = {
  config: { clock: { enabled: true } },
  offers: { clock: { fails: new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" }) } }
}

const attempts = Effect.map(status, ({ back_offs }) => back_offs[0]?.attempts)
const condition = (type: string) =>
  Effect.map(status, ({ conditions }) => conditions.find((one) => one.type === type))
const passCount = Effect.map(status, ({ last_pass }) => last_pass?.run_id)

describe("waking", () => {
  it.effect("reconciles once when it starts, in the background", () =>
    Effect.gen(function* () {
      assert.isFalse((yield* status).startup.done)
      yield* TestClock.adjust("1 second")
      const { startup } = yield* status
      assert.isTrue(startup.done)
      assert.strictEqual(startup.fixed_count, 1)
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: false } })
    }).pipe(Effect.provide(controller({ plugins: clock })))
  )

  it.effect("keeps the result of the start, also where later passes find something else", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const before = (yield* status).startup
      yield* writeConfig("{")
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual((yield* status).startup, before)
    }).pipe(Effect.provide(controller({ plugins: clock })))
  )

  it.effect("repairs what changed, once it has been quiet for the debounce", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* copyPlugin("news")
      yield* TestClock.adjust("200 millis")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: false } })
      yield* TestClock.adjust("100 millis")
      assert.deepStrictEqual(yield* readJson("config/config.json"), {
        clock: { enabled: false },
        news: { enabled: false }
      })
    }).pipe(Effect.provide(controller(inSync)))
  )

  it.effect("looks at everything unasked, since the system may not tell", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* MemoryFiles.use((files) => files.put(`${CONFIG}/config.json`, "{}"))
      yield* TestClock.adjust("50 minutes")
      assert.deepStrictEqual(yield* readJson("config/config.json"), {})
      yield* TestClock.adjust("20 minutes")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: false } })
    }).pipe(Effect.provide(controller(inSync)))
  )

  it.effect("watches directories that have appeared since", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* MemoryFiles.use((files) => files.putDirectory(`${PLUGINS}/news`))
      yield* MemoryWatcher.use((watcher) => watcher.touch(PLUGINS, "news"))
      yield* TestClock.adjust("1 second")
      yield* MemoryFiles.use((files) => files.put(`${PLUGINS}/news/manifest.json`, `{"id": "news"}`))
      yield* MemoryWatcher.use((watcher) => watcher.touch(`${PLUGINS}/news`, "manifest.json"))
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* readJson("config/config.json"), {
        clock: { enabled: false },
        news: { enabled: false }
      })
    }).pipe(Effect.provide(controller(inSync)))
  )

  it.effect("does not wake for its own stagings, nor for files that say nothing to it", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const before = yield* passCount
      yield* MemoryWatcher.use((watcher) =>
        Effect.all([
          watcher.touch(PLUGINS, ".ledmatrix-reconciler.standalone-backup-1"),
          watcher.touch(CONFIG, ".config.json.ledmatrix-reconciler.1.tmp"),
          watcher.touch(`${PLUGINS}/clock`, "manager.py")
        ])
      )
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(yield* passCount, before)
    }).pipe(Effect.provide(controller(inSync)))
  )

  it.effect("comes to rest after its own writes", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* copyPlugin("news")
      yield* TestClock.adjust("1 second")
      yield* MemoryWatcher.use((watcher) => watcher.touch(CONFIG, "config.json"))
      yield* TestClock.adjust("1 second")
      const rested = yield* passCount
      yield* MemoryFiles.use((files) => files.reset)
      yield* TestClock.adjust("30 minutes")
      assert.strictEqual(yield* passCount, rested)
      const operations = yield* MemoryFiles.use((files) => files.operations)
      assert.deepStrictEqual(
        operations.filter(({ writes }) => writes),
        []
      )
    }).pipe(Effect.provide(controller(inSync)))
  )
})

describe("a failing repair", () => {
  it.effect("is tried again, later each time, and at once when something else is wanted", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* store.setReachable(false)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* attempts, 1)
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(yield* attempts, 1)
      yield* TestClock.adjust("4 seconds")
      assert.strictEqual(yield* attempts, 2)
      yield* writeConfig({ clock: { enabled: true, size: 2 } })
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* attempts, 1)
    }).pipe(Effect.provide(controller(missing)))
  )

  it.effect("is not tried again by changes of other plugins", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* store.offer("clock", {
        fails: new BadArchive({ code: "truncated_archive", problem: "it breaks off" })
      })
      yield* TestClock.adjust("1 second")
      const asked = (yield* store.asked).length
      yield* writeConfig({ clock: { enabled: true }, news: { enabled: true } })
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* store.asked).filter((id) => id === "clock").length, asked)
    }).pipe(Effect.provide(controller(missing)))
  )

  it.effect("is forgotten once it works", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* store.setReachable(false)
      yield* TestClock.adjust("1 second")
      yield* store.setReachable(true)
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual((yield* status).back_offs, [])
      assert.isDefined(yield* readText("plugin-repos/clock/manifest.json"))
    }).pipe(Effect.provide(controller(missing)))
  )

  it.effect("for want of the registry is tried as soon as that is back", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* store.setReachable(false)
      const retryIn = Effect.map(status, ({ back_offs }) => back_offs[0]?.retry_in_ms ?? 0)
      while ((yield* retryIn) < 120_000) yield* TestClock.adjust("1 minute")
      yield* store.setReachable(true)
      yield* TestClock.adjust("70 seconds")
      assert.isDefined(yield* readText("plugin-repos/clock/manifest.json"))
    }).pipe(Effect.provide(controller(missing)))
  )

  it.effect("that is unrecoverable waits for a change of the entry", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* TestClock.adjust("2 hours")
      assert.deepStrictEqual(yield* store.asked, ["clock"])
      yield* writeConfig({ clock: { enabled: true, size: 2 } })
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* store.asked, ["clock", "clock"])
    }).pipe(Effect.provide(controller(unrecoverable)))
  )

  it.effect("that is unrecoverable waits for a change of the registry", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* TestClock.adjust("2 hours")
      yield* store.offer("clock", { manifestId: "clock", version: "2.0.0" })
      yield* TestClock.adjust("3 minutes")
      assert.include(yield* readText("plugin-repos/clock/manifest.json"), "2.0.0")
    }).pipe(Effect.provide(controller(unrecoverable)))
  )

  it.effect("that is unrecoverable waits for a forced run", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* TestClock.adjust("1 minute")
      const plain = yield* Effect.forkScoped(request())
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(plain)
      assert.deepStrictEqual(yield* store.asked, ["clock"])
      const forced = yield* Effect.forkScoped(request({ force: true }))
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(forced)
      assert.deepStrictEqual(yield* store.asked, ["clock", "clock"])
    }).pipe(Effect.provide(controller(unrecoverable)))
  )
})

describe("a pass that fails", () => {
  it.effect("because a source cannot be read is tried again, and the others' rules ran", () =>
    Effect.gen(function* () {
      yield* writeConfig("{")
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual((yield* condition("Ready"))?.reason, "source_unreadable")
      yield* MemoryFiles.use((files) => files.put(`${CONFIG}/config.json`, "{}"))
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* condition("Ready"))?.status, "true")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: false } })
    }).pipe(Effect.provide(controller({ plugins: clock })))
  )

  it.effect("because the program is at fault does not end the loop", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const files = yield* MemoryFiles
      yield* files.before(({ name }) => (name === "list" ? Effect.die("a fault") : Effect.undefined))
      yield* copyPlugin("news")
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* status).last_pass?.result, "failed")
      assert.strictEqual((yield* condition("Degraded"))?.reason, "pass_died")
      yield* files.reset
      yield* TestClock.adjust("10 seconds")
      assert.include(yield* readText("config/config.json"), "news")
      assert.strictEqual((yield* condition("Degraded"))?.status, "false")
    }).pipe(Effect.provide(controller(inSync)))
  )
})

describe("suspending", () => {
  const suspend = (id: string) =>
    Controller.use((live) => live.suspend((now) => ({ ...now, plugins: [...now.plugins, id] })))
  const everything = (on: boolean) =>
    Controller.use((live) => live.suspend((now) => ({ ...now, everything: on })))

  it.effect("a plugin leaves it as it is, and repairs the others", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* suspend("clock")
      yield* copyPlugin("clock")
      yield* copyPlugin("news")
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { news: { enabled: false } })
      const [finding] = (yield* status).last_report?.inconsistencies_manual ?? []
      assert.strictEqual(finding?.outcome.error?.code, "suspended")
      yield* Controller.use((live) => live.suspend((now) => ({ ...now, plugins: [] })))
      yield* TestClock.adjust("1 second")
      assert.sameMembers(Object.keys(Object(yield* readJson("config/config.json"))), ["clock", "news"])
    }).pipe(Effect.provide(controller({})))
  )

  it.effect("everything leaves it looking, and refuses to reconcile", () =>
    Effect.gen(function* () {
      yield* everything(true)
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* status).last_report?.inconsistencies_found[0]?.outcome.status, "planned")
      assert.strictEqual((yield* Effect.flip(request())).code, "suspended")
      assert.deepStrictEqual(yield* readJson("config/config.json"), {})
      assert.strictEqual((yield* condition("Degraded"))?.reason, "suspended")
      assert.strictEqual((yield* condition("Ready"))?.reason, "suspended")
    }).pipe(Effect.provide(controller({ plugins: clock })))
  )

  it.effect("everything names what the first pass has left alone", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const { startup } = yield* status
      assert.isFalse(startup.successful)
      assert.deepStrictEqual(startup.unresolved, [
        {
          plugin_id: "clock",
          type: "plugin_missing_in_config",
          description: "Plugin clock exists on disk but not in config"
        }
      ])
    }).pipe(Effect.provide(controller({ plugins: clock, files: { "data/reconciler/suspended.json": "{" } })))
  )

  it.effect("two plugins at the same moment leaves both alone", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const files = yield* MemoryFiles
      yield* files.before(({ name, path }) =>
        name === "open" && path.includes("suspended.json")
          ? Effect.as(Effect.sleep("1 second"), undefined)
          : Effect.undefined
      )
      yield* Effect.forkChild(Effect.all([suspend("clock"), suspend("news")], { concurrency: 2 }))
      yield* TestClock.adjust("1 minute")
      assert.sameMembers([...(yield* status).suspended.plugins], ["clock", "news"])
    }).pipe(Effect.provide(controller({ plugins: clock })))
  )

  it.effect("outlasts a restart", () =>
    Effect.gen(function* () {
      yield* Effect.scoped(
        Effect.gen(function* () {
          const first = yield* Layer.build(Layer.fresh(controllerOnly))
          yield* Effect.provideContext(suspend("clock"), first)
        })
      )
      const second = yield* Layer.build(Layer.fresh(controllerOnly))
      yield* TestClock.adjust("1 second")
      const { suspended } = yield* Effect.provideContext(status, second)
      assert.deepStrictEqual(suspended, { everything: false, plugins: ["clock"] })
      assert.deepStrictEqual(yield* readJson("config/config.json"), {})
    }).pipe(Effect.scoped, Effect.provide(services({ plugins: clock })))
  )

  it.effect("that cannot be read counts as everything", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      assert.isTrue((yield* status).suspended.everything)
      assert.deepStrictEqual(yield* readJson("config/config.json"), {})
    }).pipe(Effect.provide(controller({ plugins: clock, files: { "data/reconciler/suspended.json": "{" } })))
  )
})

describe("requests", () => {
  it.effect("that come together share one pass", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const asked = yield* Effect.forkScoped(
        Effect.all([request(), request(), request()], { concurrency: 3 })
      )
      yield* TestClock.adjust("1 second")
      const runs = new Set((yield* Fiber.join(asked)).map(({ run_id }) => run_id))
      assert.strictEqual(runs.size, 1)
    }).pipe(Effect.provide(controller(inSync)))
  )

  it.effect("learn that the controller ends", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(Layer.fresh(controllerOnly), scope)
      yield* TestClock.adjust("1 second")
      const waiting = yield* Effect.forkScoped(Effect.flip(Effect.provideContext(request(), context)))
      yield* TestClock.adjust("5 millis")
      yield* Scope.close(scope, yield* Effect.exit(Effect.void))
      assert.strictEqual((yield* Fiber.join(waiting)).code, "stopping")
    }).pipe(Effect.scoped, Effect.provide(services(inSync)))
  )
})

describe("a clock that jumps", () => {
  it.effect("neither ends nor prolongs a pause", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* store.setReachable(false)
      yield* TestClock.adjust("1 second")
      for (const years of [56, 0, 99, 56]) {
        yield* setSkew(years)
        const before = (yield* attempts) ?? 0
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* attempts, before)
        yield* TestClock.adjust("1 minute")
        assert.isAbove((yield* attempts) ?? 0, before)
        yield* writeConfig({ clock: { enabled: true, years } })
        yield* TestClock.adjust("1 second")
      }
    }).pipe(Effect.provide(controller(missing).pipe(Layer.provideMerge(skewed))))
  )
})

describe("the account", () => {
  it.effect("tells since when a condition holds", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const since = (yield* condition("Ready"))?.changed_at
      yield* TestClock.adjust("10 seconds")
      const later = yield* condition("Ready")
      assert.strictEqual(later?.changed_at, since)
      assert.notStrictEqual(later?.observed_at, since)
    }).pipe(Effect.provide(controller(inSync)))
  )

  it.effect("keeps the passes that found something", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* copyPlugin("news")
      yield* TestClock.adjust("1 second")
      const kept = (yield* passes).slice(0, 2)
      assert.deepStrictEqual(
        kept.map(({ drift, result }) => [result, drift]),
        [
          ["in_sync", {}],
          ["repaired", { plugin_missing_in_config: 1 }]
        ]
      )
    }).pipe(Effect.provide(controller(inSync)))
  )

  it.effect("says what a person has to decide", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      assert.deepInclude(yield* condition("Degraded"), { status: "true", reason: "needs_person" })
    }).pipe(
      Effect.provide(
        controller({ ...inSync, files: { "plugin-repos/broken/manifest.json": "{" }, state: {} })
      )
    )
  )
})
