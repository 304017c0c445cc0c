/** What a pass reads: each source once, and what could not be read as just that. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { snapshot } from "../../../src/reconcile/look/snapshot.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { type Described, installation, record } from "../../support/reconciling.ts"
import { NOW } from "../../support/snapshots.ts"
import { desiredBy } from "../../support/runs/wanting.ts"

const installed: Described = {
  config: { clock: { enabled: true } },
  plugins: { clock: {} },
  state: { clock: record("clock", true) },
  files: { "data/reconciler/agreements.json": '{"clock": {"enabled": true}}' }
}
const NO_IDS = new Set<string>()

const scans = Effect.map(
  MemoryFiles.use((files) => files.operations),
  (operations) =>
    operations.filter(({ name, path }) => name === "list" && path.endsWith("/plugin-repos")).length
)

const withoutConfig = MemoryFiles.use((files) =>
  files.failWhen(({ path }) => path.endsWith("/config.json"), "EACCES")
)

describe("a snapshot", () => {
  it.effect("has what each source says, and what is unrecoverable", () =>
    Effect.gen(function* () {
      const unrecoverable = new Set(["gone"])
      const seen = yield* snapshot(unrecoverable)
      assert.deepStrictEqual([...Result.getOrThrow(seen.config).values.keys()], ["clock"])
      assert.deepStrictEqual(
        Result.getOrThrow(seen.disk).plugins.map(({ id }) => id),
        ["clock"]
      )
      assert.deepStrictEqual([...Result.getOrThrow(Option.getOrThrow(seen.state)).records.keys()], ["clock"])
      assert.deepStrictEqual([...seen.ledger.agreements.keys()], ["clock"])
      assert.strictEqual(seen.unrecoverable, unrecoverable)
    }).pipe(Effect.provide(installation(installed)))
  )

  it.effect("is of the time at which all was read", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(NOW)
      const files = yield* MemoryFiles
      yield* files.before(({ name, path }) =>
        name === "read" && path.endsWith("/plugin_state.json")
          ? Effect.as(Effect.sleep("250 millis"), undefined)
          : Effect.undefined
      )
      const fiber = yield* Effect.forkChild(snapshot(NO_IDS))
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(fiber)).takenAtMs, NOW + 250)
    }).pipe(Effect.provide(installation(installed)))
  )

  it.effect("takes the disk as it is known already", () =>
    Effect.gen(function* () {
      const { disk } = yield* snapshot(NO_IDS)
      assert.strictEqual((yield* snapshot(NO_IDS, disk)).disk, disk)
      assert.strictEqual(yield* scans, 1)
    }).pipe(Effect.provide(installation(installed)))
  )
})

describe("what this sign should be", () => {
  const bundled = '{"install_type": "bundled"}'
  const described: Described = {
    config: { clock: { enabled: true, city: "x" } },
    plugins: { clock: {}, news: {}, music: {} },
    files: {
      "plugin-repos/clock/.plugin_metadata.json": bundled,
      "plugin-repos/news/.plugin_metadata.json": bundled
    }
  }
  const wanting =
    (fields: object) =>
    <A, E, R>(program: Effect.Effect<A, E, R>) =>
      program.pipe(
        Effect.provideService(DesiredState, { current: Effect.succeed(desiredBy(fields)) }),
        Effect.provide(installation(described))
      )
  const seenWith = (fields: object) =>
    Effect.map(snapshot(NO_IDS), ({ desired }) => desired).pipe(wanting(fields))
  const clock = { enabled: true }

  it.effect("is nothing where no desired state is given", () =>
    Effect.map(snapshot(NO_IDS), ({ desired }) => assert.isUndefined(desired)).pipe(
      Effect.provide(installation(described))
    )
  )

  it.effect("stands beside the settings of the plugins that it names", () =>
    Effect.map(seenWith({ plugins: { clock } }), (desired) =>
      assert.deepStrictEqual([...(desired?.settings ?? [])], [["clock", { city: "x" }]])
    )
  )

  it.effect.each<[string, object, ReadonlyArray<string>]>([
    ["nothing is to go", { plugins: { clock } }, []],
    ["the others are to go", { plugins: { clock }, others: "remove" }, ["news"]],
    ["one that it names is to go", { plugins: { clock: { absent: true } } }, ["clock"]]
  ])("knows which of the plugins that are to go others never touch: %s", ([_title, fields, kept]) =>
    Effect.map(seenWith(fields), (desired) => assert.deepStrictEqual([...(desired?.kept ?? [])], [...kept]))
  )

  it.effect("knows of none that others never touch while the disk cannot be read", () =>
    Effect.gen(function* () {
      yield* MemoryFiles.use((files) => files.failWhen(({ name }) => name === "list", "EACCES"))
      assert.strictEqual((yield* snapshot(NO_IDS)).desired?.kept.size, 0)
    }).pipe(wanting({ plugins: {}, others: "remove" }))
  )
})

describe("a snapshot without config", () => {
  it.effect("does not know where the plugins are: they are not none", () =>
    Effect.gen(function* () {
      yield* withoutConfig
      const { config, disk } = yield* snapshot(NO_IDS)
      const [unread, unknown] = [Result.getFailure(config), Result.getFailure(disk)].map((one) =>
        one._tag === "Some" ? one.value : undefined
      )
      assert.deepInclude(unknown, {
        source: "disk",
        path: "config/config.json",
        code: "place_unknown",
        ...(unread && { transient: unread.transient })
      })
      assert.strictEqual(yield* scans, 0)
    }).pipe(Effect.provide(installation(installed)))
  )

  it.effect("does not know it either where the disk was read before", () =>
    Effect.gen(function* () {
      const { disk } = yield* snapshot(NO_IDS)
      yield* withoutConfig
      assert.isTrue(Result.isFailure((yield* snapshot(NO_IDS, disk)).disk))
    }).pipe(Effect.provide(installation(installed)))
  )
})
