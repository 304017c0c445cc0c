// What a run remembers of a version that the store names and that cannot be had.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { BadArchive } from "../../../src/domain/errors/FetchReason.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { PluginInstaller, PluginRegistry } from "../../../src/services/PluginStore.ts"
import { failureMemory } from "../../../src/services/store/install/failureMemory.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { check, type Described, installationWith, lines, reconcile } from "../../support/reconciling.ts"
import { desiredBy } from "../../support/runs/wanting.ts"

const remembering = Layer.effect(
  PluginInstaller,
  Effect.gen(function* () {
    const { forget, remember } = yield* failureMemory
    const registry = yield* PluginRegistry
    return {
      ...(yield* PluginInstaller),
      forgetFailures: forget,
      rememberFailure: (error) =>
        Effect.flatMap(Effect.orDie(registry.get), (copy) => remember(error, copy.registry))
    }
  })
)
const asked = MemoryStore.use((store) => store.asked)

describe("a version that the store announces, and does not deliver", () => {
  const described = {
    plugins: { clock: { version: "1.0.0" } },
    config: { clock: { enabled: true } },
    offers: { clock: { manifestId: "clock", version: "2.0.0" } }
  }
  const wants = (
    version: string,
    installed: Described = described,
    registry: Layer.Layer<PluginRegistry, never, PluginRegistry> = Layer.effect(
      PluginRegistry,
      PluginRegistry
    )
  ) => {
    const desired = Layer.succeed(DesiredState, {
      current: Effect.succeed(desiredBy({ plugins: { clock: { version } } }))
    })
    return installationWith(installed, Layer.mergeAll(remembering, desired, registry))
  }

  it.effect.each([described, { ...described, plugins: {} }])(
    "is downloaded once, not by every run: %j",
    (installed) =>
      Effect.gen(function* () {
        yield* reconcile()
        const report = yield* reconcile()
        assert.deepStrictEqual(lines(report), ["clock version_not_offered manual"])
        assert.deepStrictEqual(yield* asked, ["clock"])
      }).pipe(Effect.provide(wants("3.0.0", installed)))
  )

  it.effect("is one finding in the run that finds it out", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock desired_version manual"])
    }).pipe(Effect.provide(wants("3.0.0")))
  )

  it.effect("is said with what came instead, and with when it is tried again", () =>
    Effect.gen(function* () {
      yield* reconcile()
      const [finding] = (yield* check).inconsistencies_found
      assert.match(
        finding?.cause ?? "",
        /does not offer version 3\.0\.0 of clock; it delivers 2\.0\.0; it is tried again after 1970-01-0/u
      )
    }).pipe(Effect.provide(wants("3.0.0")))
  )

  it.effect("is no reason to call the plugin unrecoverable", () =>
    Effect.gen(function* () {
      yield* reconcile()
      assert.deepStrictEqual((yield* check).unrecoverable, [])
    }).pipe(Effect.provide(wants("3.0.0")))
  )

  it.effect("is tried again after a day, and when that failed too, after two", () =>
    Effect.gen(function* () {
      const triedAfter = (hours: number) =>
        Effect.gen(function* () {
          yield* TestClock.adjust(`${hours} hours`)
          yield* reconcile()
          return (yield* asked).length
        })
      yield* reconcile()
      assert.deepStrictEqual(
        [yield* triedAfter(23), yield* triedAfter(1), yield* triedAfter(47), yield* triedAfter(1)],
        [1, 2, 2, 3]
      )
    }).pipe(Effect.provide(wants("3.0.0")))
  )

  it.effect("is tried again by force", () =>
    Effect.gen(function* () {
      yield* reconcile()
      yield* reconcile({ force: true })
      assert.deepStrictEqual(yield* asked, ["clock", "clock"])
    }).pipe(Effect.provide(wants("3.0.0")))
  )

  it.effect("holds no other version back", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      const failures = `${MEMORY_ROOT}/data/reconciler/failures.json`
      const failure = {
        digest: "",
        code: "version_not_offered",
        message: "no",
        failed_at: new Date(0).toISOString()
      }
      yield* files.put(failures, JSON.stringify({ clock: { ...failure, version: "3.0.0" } }))
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock desired_version fixed"])
    }).pipe(Effect.provide(wants("2.0.0")))
  )

  it.effect("is judged by a registry as fresh as it can be had, for its entry may have been mended", () => {
    let looks = 0
    const counting = Layer.effect(
      PluginRegistry,
      Effect.map(PluginRegistry, (registry) => ({
        ...registry,
        get: Effect.suspend(() => {
          looks++
          return registry.get
        })
      }))
    )
    return Effect.gen(function* () {
      yield* reconcile()
      const before = looks
      yield* reconcile()
      assert.isAbove(looks, before)
    }).pipe(Effect.provide(wants("3.0.0", described, counting)))
  })
})

describe("a version whose archive is refused", () => {
  const wanted = Ref.makeUnsafe("")
  const desired = Layer.succeed(DesiredState, {
    current: Effect.map(Ref.get(wanted), (version) => desiredBy({ plugins: { clock: { version } } }))
  })
  const installation = installationWith(
    {
      config: { clock: { enabled: true } },
      offers: { clock: { fails: new BadArchive({ code: "corrupt_archive", problem: "it is damaged" }) } }
    },
    Layer.merge(remembering, desired)
  )
  const reconcileTo = (version: string) => Effect.andThen(Ref.set(wanted, version), reconcile())

  it.effect("is asked for once, and said with its cause from then on", () =>
    Effect.gen(function* () {
      const first = yield* reconcileTo("3.0.0")
      const second = yield* reconcileTo("3.0.0")
      assert.deepStrictEqual(
        [lines(first), lines(second), yield* asked],
        [
          ["clock desired_missing failed permanent corrupt_archive"],
          ["clock version_not_offered manual"],
          ["clock"]
        ]
      )
      assert.match(
        second.inconsistencies_found[0]?.cause ?? "",
        /damaged; it is tried again after 1970-01-0/u
      )
    }).pipe(Effect.provide(installation))
  )

  it.effect("does not make the plugin unrecoverable", () =>
    Effect.gen(function* () {
      const { unrecoverable } = yield* reconcileTo("3.0.0")
      assert.deepStrictEqual([unrecoverable, (yield* check).unrecoverable], [[], []])
    }).pipe(Effect.provide(installation))
  )

  it.effect.each(["2.0.0", "latest"])("does not hold back %s", (version) =>
    Effect.gen(function* () {
      yield* reconcileTo("3.0.0")
      yield* (yield* MemoryStore).offer("clock", { manifestId: "clock", version: "2.0.0" })
      assert.deepStrictEqual(lines(yield* reconcileTo(version)), ["clock desired_missing fixed"])
    }).pipe(Effect.provide(installation))
  )

  it.effect("makes the plugin unrecoverable where it is the newest that is wanted", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* reconcileTo("latest")).unrecoverable, ["clock"])
    }).pipe(Effect.provide(installation))
  )
})
