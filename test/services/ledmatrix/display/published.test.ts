/** What LEDMatrix's display published, as the source `manager`: when it counts, and what it then says. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import type { ManagerView } from "../../../../src/domain/sources/ManagerView.ts"
import { CachePlaces, HostSettings } from "../../../../src/services/installation/Host.ts"
import { Config } from "../../../../src/services/Config.ts"
import { Disk } from "../../../../src/services/Disk.ts"
import { Installation } from "../../../../src/services/installation/Installation.ts"
import { PluginManager } from "../../../../src/services/PluginManager.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"

const NOW = Date.parse("2026-11-29T12:00:00Z")
const now = NOW / 1000
const CACHE = "/var/cache/ledmatrix"
const FILE = `${CACHE}/plugin_runtime_snapshot.json`
const HEARTBEAT = "/run/ledmatrix/display-heartbeat.json"
const PID = 4711

const clock = {
  loaded: true,
  state: "enabled",
  error: null,
  version: "1.2.0",
  loaded_at: now - 60,
  modes: ["clock"]
}

const published = (more: { readonly [field: string]: unknown } = {}) => ({
  schema: 1,
  running: true,
  published_at: now - 10,
  started_at: now - 3600,
  refresh_interval: 60,
  stale_after: 180,
  pid: PID,
  plugins: { clock },
  ...more
})

const sign = {
  "/sign/src/__init__.py": '__version__ = "3.8.0"\n',
  "/sign/config/config.json": JSON.stringify({ clock: { enabled: true }, news: { enabled: true } }),
  "/sign/config/config_secrets.json": JSON.stringify({ weather: { api_key: "s3cr3t value" } }),
  "/sign/plugin-repos/clock/manifest.json": JSON.stringify({ id: "clock", name: "Clock", version: "1.2.0" }),
  "/sign/plugin-repos/news/manifest.json": JSON.stringify({ id: "news", name: "News", version: "1.0.0" })
}

interface Given {
  readonly files?: { readonly [path: string]: string }
  readonly places?: ReadonlyArray<string>
  readonly cache?: string
}

const services = ({ cache, files = {}, places }: Given) => {
  const foundation = Layer.mergeAll(
    MemoryFiles.layer({ ...sign, ...files }),
    Layer.succeed(Installation, Installation.at("/sign")),
    Layer.succeed(HostSettings, cache === undefined ? {} : { cache }),
    ...(places === undefined ? [] : [Layer.succeed(CachePlaces, places)])
  )
  return Layer.mergeAll(Config.layer, Disk.layer, PluginManager.layer).pipe(Layer.provideMerge(foundation))
}

const look = Effect.gen(function* () {
  const disk = yield* (yield* Disk).scan(undefined)
  return Result.getOrThrow(yield* (yield* PluginManager).read(disk))
})

/** What the manager says at noon. */
const seen = (given: Given): Effect.Effect<ManagerView> =>
  Effect.andThen(TestClock.setTime(NOW), look).pipe(Effect.provide(services(given)), Effect.scoped)

const withFile = (document: unknown, more: { readonly [path: string]: string } = {}) =>
  seen({ files: { [FILE]: JSON.stringify(document), ...more } })

const statusOf = ({ display }: ManagerView) => display?.status

describe("what a live display published", () => {
  it.effect("says what it runs, in which version, and where that lies", () =>
    Effect.gen(function* () {
      const { plugins } = yield* withFile(published())
      assert.deepStrictEqual(plugins.get("clock"), {
        id: "clock",
        directory: "clock",
        loaded: true,
        error: undefined,
        state: "enabled",
        version: "1.2.0",
        loadedAt: now - 60
      })
    })
  )

  it.effect("says that what it does not list is unloaded", () =>
    Effect.gen(function* () {
      const { plugins } = yield* withFile(published())
      assert.deepInclude(plugins.get("news"), { loaded: false, state: "unloaded" })
    })
  )

  it.effect("is the same in the wrapping of LEDMatrix's cache", () =>
    Effect.gen(function* () {
      const bare = yield* withFile(published())
      assert.deepStrictEqual(yield* withFile({ data: published(), timestamp: now }), bare)
    })
  )

  it.effect("says why a plugin does not run, without what is secret", () =>
    Effect.gen(function* () {
      const error = { type: "ValueError", message: "bad key\ns3cr3t value", at: now, recoverable: true }
      const { plugins } = yield* withFile(
        published({ plugins: { news: { loaded: false, state: "error", error } } })
      )
      assert.deepInclude(plugins.get("news"), {
        error: "bad key ‹left out›",
        failure: { type: "ValueError", at: now, recoverable: true }
      })
    })
  )

  it.effect("counts since the display's start", () =>
    Effect.gen(function* () {
      const { display } = yield* withFile(published())
      assert.deepInclude(display, { status: "live", sinceMs: NOW - 3_600_000, publishedAtMs: NOW - 10_000 })
    })
  )
})

describe("the display", () => {
  it.effect.each([
    ["live at its last moment", { published_at: now - 180 }, "live"],
    ["stale after it", { published_at: now - 180.1 }, "stale"],
    ["stale far in the future", { published_at: now + 181 }, "stale"],
    ["live a little in the future", { published_at: now + 100 }, "live"],
    ["believed for 30 seconds at least", { stale_after: 1, published_at: now - 29 }, "live"],
    ["believed for an hour at most", { stale_after: 1e9, published_at: now - 3601 }, "stale"],
    [
      "believed for three minutes where it does not say",
      { stale_after: true, published_at: now - 181 },
      "stale"
    ],
    ["stopped where it said so", { running: false }, "stopped"],
    ["stopped where it does not say that it runs", { running: 1 }, "stopped"],
    ["unknown in another form", { schema: 2 }, "unknown"],
    ["unknown without a time", { published_at: "noon" }, "unknown"]
  ] as const)("is %s", ([_title, more, status]) =>
    Effect.gen(function* () {
      const view = yield* withFile(published(more))
      assert.strictEqual(statusOf(view), status)
      assert.strictEqual(view.plugins.get("clock")?.loaded, status === "live" ? true : undefined)
    })
  )

  it.effect("is stale once its process is gone", () =>
    Effect.gen(function* () {
      assert.strictEqual(statusOf(yield* withFile(published(), { "/proc/1/stat": "" })), "stale")
    })
  )

  it.effect("is live while its process is there", () =>
    Effect.gen(function* () {
      const there = { "/proc/1/stat": "", [`/proc/${PID}/stat`]: "" }
      assert.strictEqual(statusOf(yield* withFile(published(), there)), "live")
    })
  )

  const beating = (heartbeat: { readonly [field: string]: unknown }) =>
    Effect.map(withFile(published(), { [HEARTBEAT]: JSON.stringify(heartbeat) }), ({ display }) => display)

  it.effect("is stalled where it has not drawn for a minute", () =>
    Effect.gen(function* () {
      const display = yield* beating({ pid: PID, wall: now - 60 })
      assert.deepInclude(display, { status: "stalled", sinceMs: NOW - 60_000 })
    })
  )

  it.effect("is live where it drew less than a minute ago", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* beating({ pid: PID, wall: now - 59 }))?.status, "live")
    })
  )

  it.effect("is judged by the clock that no time server sets, where it says that one", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(NOW)
      const monotonic = Number(yield* Clock.monotonicTimeNanos) / 1e9
      const display = yield* beating({ pid: PID, mono: monotonic - 5, wall: now - 9999 })
      assert.strictEqual(display?.status, "live")
    })
  )

  it.effect("is not judged by another process's heartbeat", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* beating({ pid: PID + 1, wall: now - 999 }))?.status, "live")
    })
  )
})

describe("a file that cannot be used", () => {
  it.effect.each([
    ["no JSON", "{", "holds no JSON object"],
    ["a list", "[]", "holds no JSON object"],
    ["too large", `{"x":"${"x".repeat(4 * 1024 * 1024)}"}`, "large"]
  ] as const)("is unknown and no error: %s", ([_title, text, why]) =>
    Effect.gen(function* () {
      const { display } = yield* seen({ files: { [FILE]: text } })
      assert.strictEqual(display?.status, "unknown")
      assert.include(display?.problem, why)
    })
  )

  it.effect.each([null, undefined, "true", 1])("cannot tell of a plugin that is loaded: %j", (loaded) =>
    Effect.gen(function* () {
      const view = yield* withFile(published({ plugins: { clock: { ...clock, loaded } } }))
      assert.isUndefined(view.plugins.get("clock")?.loaded)
      assert.strictEqual(view.plugins.get("clock")?.version, "1.2.0")
    })
  )

  it.effect("leaves out what is no plugin", () =>
    Effect.gen(function* () {
      const plugins = { clock, news: "loaded", ["x".repeat(200)]: clock, "": clock }
      const view = yield* withFile(published({ plugins }))
      assert.deepStrictEqual([...view.plugins.keys()], ["clock", "news"])
      assert.strictEqual(view.plugins.get("news")?.loaded, false)
    })
  )
})

describe("LEDMatrix's cache", () => {
  const at = (directory: string, version: string) => ({
    [`${directory}/plugin_runtime_snapshot.json`]: JSON.stringify(
      published({ plugins: { clock: { ...clock, version } } })
    )
  })
  const places = ["/a", "/b", "/c"]

  it.effect("is the first of its places that is there", () =>
    Effect.gen(function* () {
      const view = yield* seen({ places, files: { ...at("/b", "2.0.0"), ...at("/c", "3.0.0") } })
      assert.strictEqual(view.plugins.get("clock")?.version, "2.0.0")
    })
  )

  it.effect("is where it is said to be", () =>
    Effect.gen(function* () {
      const view = yield* seen({ cache: "/c", places, files: { ...at("/b", "2.0.0"), ...at("/c", "3.0.0") } })
      assert.strictEqual(view.plugins.get("clock")?.version, "3.0.0")
    })
  )

  it.effect("that is nowhere leaves the display unknown", () =>
    Effect.gen(function* () {
      assert.strictEqual(statusOf(yield* seen({ places })), "unknown")
    })
  )
})

describe("an older LEDMatrix", () => {
  it.effect("publishes nothing, so that the file is not read", () =>
    Effect.gen(function* () {
      const view = yield* withFile(published(), { "/sign/src/__init__.py": '__version__ = "3.7.0"\n' })
      assert.isUndefined(view.display)
      assert.strictEqual(view.plugins.get("clock")?.loaded, false)
    })
  )
})
