/** What `update --all` says before and while it downloads, and that it downloads nothing that it may not place. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Logger } from "effect"
import { updateAll } from "../../../src/operations/update/update.ts"
import { Progress } from "../../../src/ports/Progress.ts"
import { PluginInstaller } from "../../../src/services/PluginStore.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { spec, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { policyOf } from "../../support/snapshots.ts"

const offer = (manifestId: string, version: string) => ({ [manifestId]: { manifestId, version } })

const THREE: Described = {
  plugins: { clock: { version: "1.0.0" }, maps: { version: "1.0.0" }, news: { version: "1.0.0" } },
  offers: { ...offer("clock", "1.0.0"), ...offer("maps", "2.0.0"), ...offer("news", "2.0.0") }
}

describe("an update of all", () => {
  it.effect("says which plugins it is about to fetch, before the first of them", () =>
    spec(
      THREE,
      Effect.gen(function* () {
        const told: Array<string> = []
        yield* updateAll().pipe(
          Effect.provideService(Progress, ({ plugin, step }) =>
            Effect.sync(() => told.push(`${step} ${plugin}`))
          )
        )
        assert.deepStrictEqual(told, ["looking up maps", "looking up news"])
      })
    )
  )

  it.effect("asks no registry offline", () =>
    spec(
      THREE,
      Effect.gen(function* () {
        yield* MemoryStore.use((store) => store.setReachable(false))
        assert.lengthOf(
          yield* Effect.provideService(updateAll(), Policy, policyOf({ storeAvailable: false })),
          3
        )
      })
    )
  )

  it.effect("downloads nothing in the place of a checkout of another repository", () =>
    spec(
      {
        plugins: { clock: { version: "1.0.0" } },
        files: {
          "plugin-repos/clock/.git/HEAD": "ref: refs/heads/main\n",
          "plugin-repos/clock/.git/config": '[remote "origin"]\n\turl = https://example.org/mine\n'
        },
        offers: offer("clock", "2.0.0")
      },
      Effect.gen(function* () {
        yield* updateAll()
        assert.deepStrictEqual(yield* MemoryStore.use(({ asked }) => asked), [])
      }).pipe(withRegistry([{ id: "clock", repo: "https://example.org/clock", latest_version: "2.0.0" }]))
    )
  )
})

/** What is logged where the updates are interrupted while `plugin` is downloaded. */
const interruptedAt = (plugin: string) =>
  Effect.gen(function* () {
    const installer = yield* PluginInstaller
    const reached = yield* Deferred.make<void>()
    const lines: Array<string> = []
    const logger = Logger.make(({ logLevel, message }) => lines.push(`${logLevel}: ${String(message)}`))
    const fiber = yield* updateAll().pipe(
      Effect.provideService(PluginInstaller, {
        ...installer,
        stage: (name, disk, accepts) =>
          name === plugin
            ? Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
            : installer.stage(name, disk, accepts)
      }),
      Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
      Effect.forkChild
    )
    yield* Deferred.await(reached)
    yield* Fiber.interrupt(fiber)
    return lines
  })

describe("updates that are interrupted", () => {
  it.effect("before any was made say that nothing was changed", () =>
    spec(
      THREE,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* interruptedAt("maps"), [
          "Info: the updates were interrupted before anything was changed"
        ])
      })
    )
  )

  it.effect("name what was updated until then, and how that is taken back", () =>
    spec(
      {
        ...THREE,
        plugins: { ...THREE.plugins, broken: { version: "1.0.0" } },
        offers: { ...THREE.offers, broken: { manifestId: "impostor", version: "2.0.0" } }
      },
      Effect.gen(function* () {
        const [only = "", ...others] = yield* interruptedAt("news")
        assert.match(
          only,
          /^Warn: the updates were interrupted; updated until then: maps \(`undo [^`]+` takes that back\)$/u
        )
        assert.deepStrictEqual(others, [])
      })
    )
  )
})
