// One layer makes all of it, on a real directory.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import {
  Controller,
  defaultPolicy,
  installed,
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

const DRIFTED = {
  "config/config.json": "{}\n",
  "plugin-repos/clock/manifest.json": `{"id": "clock", "name": "Clock", "version": "1.0.0"}`
}

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
})
