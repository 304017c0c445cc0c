/** One contract for installing, held by the live store and by the one that specs use. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { PluginInstaller, PluginRegistry } from "../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { storeWorlds } from "../support/stores.ts"
import { emptyDisk } from "../support/storeOnMemory.ts"

const PLUGINS = `${MEMORY_ROOT}/plugin-repos`

const stage = (id: string) => PluginInstaller.use((installer) => installer.stage(id, emptyDisk(), () => [id]))
const install = (id: string, replacing = false) =>
  Effect.scoped(
    PluginInstaller.use((installer) =>
      Effect.flatMap(stage(id), (staged) => installer.commit(staged, { directory: id, replacing }))
    )
  )

const directories = Effect.map(
  MemoryFiles.use((files) => files.snapshot),
  (all) =>
    [...all.keys()]
      .filter((path) => path.startsWith(`${PLUGINS}/`) && !path.slice(PLUGINS.length + 1).includes("/"))
      .map((path) => path.slice(PLUGINS.length + 1))
)

const refusal = (id: string) =>
  Effect.map(Effect.flip(install(id)), ({ provesUnrecoverable, reason, transient }) => [
    reason._tag,
    reason.code,
    transient,
    provesUnrecoverable
  ])

describe.each(storeWorlds)("a store of $name", ({ layer }) => {
  it.effect("puts a plugin under its id, and says where", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* install("clock"), [`${PLUGINS}/clock`])
      assert.deepStrictEqual(yield* directories, ["clock"])
      const manifest = yield* MemoryFiles.use((files) => files.text(`${PLUGINS}/clock/manifest.json`))
      assert.deepNestedInclude(JSON.parse(manifest ?? ""), { id: "clock", version: "1.0.0" })
    }).pipe(Effect.provide(layer({ clock: "clock" })))
  )

  it.effect("finds a plugin under its registry id without ledmatrix-", () =>
    Effect.gen(function* () {
      yield* install("ledmatrix-weather")
      assert.deepStrictEqual(yield* directories, ["ledmatrix-weather"])
    }).pipe(Effect.provide(layer({ weather: "ledmatrix-weather" })))
  )

  it.effect("refuses another plugin than the one asked for, and leaves nothing", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refusal("weather"), ["BadPlugin", "wrong_id", false, true])
      assert.deepStrictEqual(yield* directories, [])
    }).pipe(Effect.provide(layer({ weather: "ledmatrix-weather" })))
  )

  it.effect("has no plugin that its registry does not list", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refusal("clock"), ["NotInRegistry", "not_in_registry", false, true])
    }).pipe(Effect.provide(layer({ news: "news" })))
  )

  it.effect("puts a plugin onto no other, and provesUnrecoverable none for it", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refusal("clock"), ["NameTaken", "name_taken", false, false])
    }).pipe(Effect.provide(layer({ clock: "clock" }, { "plugin-repos/clock/x": "x" })))
  )

  it.effect("sets aside what it is to replace", () =>
    Effect.gen(function* () {
      const [placed, aside] = yield* install("clock", true)
      assert.strictEqual(placed, `${PLUGINS}/clock`)
      assert.match(aside ?? "", /\/clock\.standalone-backup-\d{8}_\d{6}$/u)
    }).pipe(Effect.provide(layer({ clock: "clock" }, { "plugin-repos/clock/x": "x" })))
  )

  it.effect("stages one plugin for one run at a time", () =>
    Effect.gen(function* () {
      const error = yield* Effect.scoped(
        Effect.gen(function* () {
          yield* stage("clock")
          const second = yield* Effect.forkChild(Effect.flip(Effect.scoped(stage("clock"))))
          yield* TestClock.adjust("11 seconds")
          return yield* Fiber.join(second)
        })
      )
      assert.deepStrictEqual([error.reason._tag, error.transient], ["OperationInProgress", true])
      yield* install("clock")
    }).pipe(Effect.provide(layer({ clock: "clock" })))
  )

  it.effect("fails for now, and for no other plugin, where the disk is full", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ name }) => name === "write", "ENOSPC")
      assert.deepStrictEqual(yield* refusal("clock"), ["FileFailed", "ENOSPC", true, false])
      yield* files.reset
      yield* install("clock")
      assert.deepStrictEqual(yield* directories, ["clock"])
    }).pipe(Effect.provide(layer({ clock: "clock" })))
  )

  it.effect("lists what it has", () =>
    Effect.gen(function* () {
      const { registry, stale } = yield* PluginRegistry.use((store) => store.get)
      assert.deepStrictEqual([registry.entries.map(({ id }) => id), stale], [["clock", "weather"], false])
    }).pipe(Effect.provide(layer({ clock: "clock", weather: "ledmatrix-weather" })))
  )
})
