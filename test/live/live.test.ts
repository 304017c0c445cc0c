// One layer makes all of it, on a real directory.
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Stream } from "effect"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import {
  Controller,
  defaultPolicy,
  installed,
  liveServices,
  NoInstallation,
  Policy,
  Reconciler,
  setEnabled
} from "../../src/index.ts"

const withRoot = <A, E>(
  files: { readonly [path: string]: string },
  use: (root: string) => Effect.Effect<A, E>
): Effect.Effect<A, E> =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const root = mkdtempSync(join(tmpdir(), "ledmatrix-live-"))
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), text)
      }
      return root
    }),
    use,
    (root) => Effect.sync(() => rmSync(root, { recursive: true, force: true }))
  )

const plugin = (id: string) => ({
  [`plugin-repos/${id}/manifest.json`]: `{"id": "${id}", "name": "${id}", "version": "1.0.0"}`
})

const DRIFTED = { "config/config.json": "{}\n", ...plugin("clock") }

/** A part of a program that needs the reconciler, too. */
class Known extends Context.Service<Known, typeof Reconciler.Service>()("ledmatrix-reconciler/test/Known") {}

const configOf = (root: string): unknown => JSON.parse(readFileSync(join(root, "config/config.json"), "utf8"))

describe("the live layers", () => {
  it.live("repair a directory with nothing but its name", () =>
    withRoot(DRIFTED, (root) =>
      Effect.gen(function* () {
        const report = yield* Reconciler.use((reconciler) =>
          reconciler.reconcile({ force: false, replaceBroken: false })
        )
        assert.strictEqual(report.result, "repaired")
        assert.deepStrictEqual(configOf(root), { clock: { enabled: false } })
        assert.lengthOf((yield* installed()).plugins, 1)
      }).pipe(Effect.provide(Reconciler.live({ root, store: { offline: true } })))
    )
  )

  it.live("fail with a type of their own where the root is no installation", () =>
    withRoot({ "readme.txt": "nothing" }, (root) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(
          Reconciler.use(({ check }) => check).pipe(Effect.provide(Reconciler.live({ root })))
        )
        assert.instanceOf(error, NoInstallation)
        assert.strictEqual(error.reason._tag, "NoConfig")
        assert.include(error.message, join(root, "config"))
      })
    )
  )

  it.live("give what the operator decides to all alike, without a store where there is none", () =>
    withRoot({ "config/config.json": `{"mine": {"enabled": true}}` }, (root) =>
      Effect.gen(function* () {
        const decided = { ...defaultPolicy, authority: "state", systemKeys: new Set(["mine"]) } as const
        const live = Reconciler.live({ root, store: { offline: true }, policy: decided })
        yield* Effect.gen(function* () {
          assert.deepStrictEqual(yield* Policy, { ...decided, storeAvailable: false })
          assert.deepInclude(yield* Effect.flip(setEnabled("mine", false)), { code: "system_key" })
          assert.strictEqual((yield* Reconciler.use(({ check }) => check)).result, "in_sync")
        }).pipe(Effect.provide(live))
      })
    )
  )

  it.live("keep a directory right for as long as their scope is open", () =>
    withRoot(DRIFTED, (root) =>
      Effect.gen(function* () {
        const passed = yield* Controller.use(({ events }) =>
          events.pipe(
            Stream.filter((event) => event._tag === "pass"),
            Stream.runHead
          )
        )
        assert.strictEqual(passed._tag, "Some")
        assert.deepStrictEqual(configOf(root), { clock: { enabled: false } })
      }).pipe(
        Effect.provide(Controller.live({ root, version: "of a specification", store: { offline: true } }))
      )
    )
  )

  it.live("know their own directory, also in a program that has a live layer of another one", () =>
    withRoot(DRIFTED, (root) =>
      withRoot({ "config/config.json": "{}", ...plugin("weather") }, (other) =>
        Effect.gen(function* () {
          const found = Effect.map(
            Reconciler.use(({ check }) => check),
            ({ inconsistencies_found }) => inconsistencies_found.map(({ plugin_id }) => plugin_id)
          )
          const here = yield* found
          const there = yield* Effect.provide(
            found,
            Reconciler.live({ root: other, store: { offline: true } })
          )
          const listed = yield* Effect.provide(
            installed(),
            liveServices({ root: other, store: { offline: true } })
          )
          assert.deepStrictEqual([here, there], [["clock"], ["weather"]])
          assert.deepStrictEqual(
            listed.plugins.map(({ id }) => id),
            ["weather"]
          )
        }).pipe(Effect.provide(Reconciler.live({ root, store: { offline: true } })))
      )
    )
  )

  it.live("have the policy that they are given, also beside one of the same directory", () =>
    withRoot(DRIFTED, (root) =>
      Effect.gen(function* () {
        const decided = { ...defaultPolicy, systemKeys: new Set(["clock"]) }
        const found = Effect.map(
          Reconciler.use(({ check }) => check),
          ({ inconsistencies_found }) => inconsistencies_found.map(({ reason }) => reason)
        )
        const here = yield* found
        const there = yield* Effect.provide(
          found,
          Reconciler.live({ root, store: { offline: true }, policy: decided })
        )
        assert.deepStrictEqual([here, there], [["no_entry"], ["system_key"]])
      }).pipe(Effect.provide(Reconciler.live({ root, store: { offline: true } })))
    )
  )

  it.live("suspend the directory that they are of alone", () =>
    withRoot({ "config/config.json": "{}" }, (root) =>
      withRoot({ "config/config.json": "{}" }, (other) => {
        const live = (at: string) =>
          Controller.live({ root: at, version: "of a specification", store: { offline: true } })
        const isSuspended = Controller.use(({ status }) => status).pipe(
          Effect.map(({ suspended }) => suspended.everything)
        )
        return Effect.gen(function* () {
          yield* Controller.use(({ suspend }) => suspend((now) => ({ ...now, everything: true })))
          assert.isTrue(yield* isSuspended)
          assert.isFalse(yield* Effect.provide(isSuspended, live(other)))
        }).pipe(Effect.provide(live(root)))
      })
    )
  )

  it.live("are made once where one of them stands in several places", () =>
    withRoot(DRIFTED, (root) => {
      const live = Reconciler.live({ root, store: { offline: true } })
      const known = Layer.effect(Known, Reconciler.use(Effect.succeed)).pipe(Layer.provide(live))
      return Effect.gen(function* () {
        assert.strictEqual(yield* Known, yield* Reconciler)
      }).pipe(Effect.provide(Layer.merge(live, known)))
    })
  )
})
