/**
 * Goal: an operation that dies at any moment has happened, or has not; never half of it. Method: the process
 * stops at its 1st, 2nd, 3rd … file operation, as `kill -9` stops it: nothing is tidied up. Then another
 * process reconciles on the same files.
 */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import type { FileReader, FileWriter } from "../../../src/ports/Files.ts"
import { install } from "../../../src/operations/install/install.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update } from "../../../src/operations/update/update.ts"
import { Reconciler } from "../../../src/reconcile/Reconciler.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT, MemoryInstallation } from "../../../src/testing/MemoryInstallation.ts"
import {
  check,
  type Described,
  installationFiles,
  lines,
  readJson,
  reconcile,
  record
} from "../../support/reconciling.ts"

/** Each file operation takes a run of its own; the whole of it on demand. */
const STRIDE = process.env["LEDMATRIX_TEST_THOROUGH"] === undefined ? 3 : 1

const offers = {
  clock: { manifestId: "clock", version: "1.1.0" },
  weather: { manifestId: "ledmatrix-weather", version: "2.1.0" }
}

const world: Described = {
  config: {
    timezone: "UTC",
    clock: { enabled: true, city: "Tampa" },
    news: { enabled: true, feeds: [1, 2] }
  },
  plugins: { clock: { version: "1.0.0" }, news: { version: "1.0.0" } },
  state: {
    clock: record("clock", true, { version: "1.0.0" }),
    news: record("news", true, { version: "1.0.0" })
  },
  files: {
    "config/config_secrets.json": '{"clock": {"api_key": "s3cret"}, "github": {"api_token": "t0ken"}}'
  },
  offers
}

const files = Object.fromEntries(
  Object.entries(installationFiles(world)).map(([path, text]) => [`${MEMORY_ROOT}/${path}`, text])
)

const asProcess = <A, E>(program: Effect.Effect<A, E, Effect.Services<typeof anything>>) =>
  Effect.provide(program, aProcess, { local: true })

const aProcess = Reconciler.layer.pipe(Layer.provideMerge(MemoryInstallation.another({ offers })))

const anything = Effect.gen(function* () {
  yield* install("")
  yield* update("")
  yield* undo(undefined)
  yield* Reconciler
})

type Operation = Effect.Effect<unknown, unknown, Effect.Services<typeof anything>>

/** What an owner sees of one plugin, in all places. */
const seen = (id: string) =>
  Effect.gen(function* () {
    const all = yield* MemoryFiles.use((memory) => memory.snapshot)
    const json = (path: string) =>
      Effect.map(readJson(path), (value) => value as { [key: string]: never } | undefined)
    const state = yield* json("data/plugin_state.json")
    const saved = state?.["states"]?.[id] as { [key: string]: unknown } | undefined
    const {
      config_version: _version,
      last_updated: _updated,
      installed_at: _installed,
      ...told
    } = saved ?? {}
    return {
      entry: (yield* json("config/config.json"))?.[id],
      manifest: all.get(`${MEMORY_ROOT}/plugin-repos/${id}/manifest.json`),
      record: saved === undefined ? undefined : told,
      marked:
        ((yield* readJson("config/uninstalled_plugins.json")) as Array<string> | undefined)?.includes(id) ??
        false,
      secrets: (yield* json("config/config_secrets.json"))?.[id]
    }
  })

const dies = (operation: Operation, at: number) =>
  Effect.gen(function* () {
    const memory = yield* MemoryFiles
    const dead = yield* Deferred.make<void>()
    yield* memory.reset
    yield* memory.before(({ number }) =>
      number < at ? Effect.undefined : Effect.andThen(Deferred.succeed(dead, undefined), Effect.never)
    )
    // It is not interrupted: no finalizer of a killed process runs.
    yield* Effect.forkDetach(Effect.exit(asProcess(operation)))
    yield* Deferred.await(dead)
    yield* memory.reset
  })

const untouched = Effect.gen(function* () {
  assert.deepNestedInclude(yield* readJson("config/config.json"), { timezone: "UTC", "news.feeds": [1, 2] })
  assert.deepNestedInclude(yield* readJson("config/config_secrets.json"), { "github.api_token": "t0ken" })
  const all = yield* MemoryFiles.use((memory) => memory.snapshot)
  for (const [path, content] of all) {
    if (!path.endsWith("config_secrets.json")) assert.notInclude(content ?? "", "s3cret", path)
  }
  assert.deepStrictEqual(
    [...all.keys()].filter((path) => path.endsWith(".intended.json")),
    []
  )
})

const installation = <A, E>(program: Effect.Effect<A, E, MemoryFiles | FileReader | FileWriter>) =>
  Effect.provide(program, MemoryFiles.layer(files), { local: true })

/** What an operation comes to when nothing fails: before, after, and how many file operations it takes. */
const wholly = (plugin: string, before: Operation, operation: Operation) =>
  installation(
    Effect.gen(function* () {
      yield* asProcess(before)
      const old = yield* seen(plugin)
      yield* MemoryFiles.use((memory) => memory.reset)
      yield* asProcess(operation)
      const { length: count } = yield* MemoryFiles.use((memory) => memory.operations)
      const made = yield* seen(plugin)
      assert.notDeepEqual(old, made)
      assert.isAbove(count, 20)
      return { old, made, count }
    })
  )

const killedAtEach = (plugin: string, before: Operation, operation: Operation) =>
  Effect.gen(function* () {
    const { count, made, old } = yield* wholly(plugin, before, operation)
    let forward = 0
    for (let at = 1; at <= count; at += STRIDE) {
      forward += yield* installation(
        Effect.gen(function* () {
          yield* asProcess(before)
          yield* dies(operation, at)
          yield* TestClock.adjust("1 second")
          yield* asProcess(reconcile())
          const now = yield* seen(plugin)
          yield* untouched
          const happened = JSON.stringify(now) === JSON.stringify(made)
          assert.deepStrictEqual(now, happened ? made : old, `killed at ${at} of ${count}`)
          assert.deepStrictEqual(lines(yield* asProcess(check)), [], `killed at ${at} of ${count}`)
          return happened ? 1 : 0
        })
      )
    }
    assert.isAbove(forward, 0)
    assert.isBelow(forward, count)
  })

const failingAtEach = (plugin: string, before: Operation, operation: Operation) =>
  Effect.gen(function* () {
    const { count, made, old } = yield* wholly(plugin, before, operation)
    for (let at = 1; at <= count; at += STRIDE) {
      yield* installation(
        Effect.gen(function* () {
          yield* asProcess(before)
          yield* MemoryFiles.use((memory) => Effect.andThen(memory.reset, memory.failAt(at, "EIO")))
          const fiber = yield* Effect.forkChild(Effect.exit(asProcess(operation)))
          // What time may cure is looked at again after a while; what is loaded on the way takes real time.
          while (fiber.pollUnsafe() === undefined) {
            yield* TestClock.adjust("1 minute")
            yield* Effect.promise(() => new Promise((resume) => setImmediate(resume)))
          }
          const exit = yield* Fiber.join(fiber)
          yield* MemoryFiles.use((memory) => memory.reset)
          // Done, but for the account of it: the next run that writes completes that.
          if (exit._tag === "Success") yield* asProcess(reconcile())
          const why = `${exit._tag}, failed at ${at} of ${count}`
          assert.deepStrictEqual(yield* seen(plugin), exit._tag === "Success" ? made : old, why)
          yield* untouched
        })
      )
    }
  })

const remove = uninstall("clock", { preserveConfig: false })

const operations: ReadonlyArray<readonly [string, string, Operation, Operation]> = [
  ["install", "ledmatrix-weather", Effect.void, install("weather")],
  ["update", "clock", Effect.void, update("clock")],
  ["uninstall", "clock", Effect.void, remove],
  ["disable", "clock", Effect.void, setEnabled("clock", false)],
  ["undone install", "ledmatrix-weather", install("weather"), undo(undefined)],
  ["undone update", "clock", update("clock"), undo(undefined)],
  ["undone uninstall", "clock", remove, undo(undefined)],
  ["undone disable", "clock", setEnabled("clock", false), undo(undefined)]
]

for (const [name, plugin, before, operation] of operations) {
  describe(name, () => {
    it.effect("that was killed at any file operation has happened, or has not", () =>
      killedAtEach(plugin, before, operation)
    )

    it.effect("that meets an error at any file operation has happened, or says that it has not", () =>
      failingAtEach(plugin, before, operation)
    )
  })
}
