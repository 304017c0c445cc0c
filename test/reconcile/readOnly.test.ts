/**
 * That a look cannot write is a fact of the types: this file does not compile where one of the functions behind
 * `check`, `explain`, `installed`, `history` and `resolve` without an id needs more than reading, `outdated` more than reading and the
 * registry, or a reading layer more than `FileReader`.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { defaultPolicy } from "../../src/domain/Policy.ts"
import type { LedgerError } from "../../src/domain/errors/ServiceError.ts"
import type { StoreError } from "../../src/domain/errors/StoreError.ts"
import type { FileReader } from "../../src/ports/Files.ts"
import { openChoices } from "../../src/operations/resolve/openChoices.ts"
import { check } from "../../src/reconcile/look/check.ts"
import { explain } from "../../src/reconcile/look/explain.ts"
import { history } from "../../src/reconcile/look/history.ts"
import { installed } from "../../src/reconcile/look/installed.ts"
import { outdated } from "../../src/reconcile/look/outdated.ts"
import { firstLookAlone } from "../support/runs/firstLookAlone.ts"
import type { Readers } from "../../src/reconcile/look/snapshot.ts"
import type { Writers } from "../../src/reconcile/Reconciler.ts"
import { Backups } from "../../src/services/config/Backups.ts"
import { Config } from "../../src/services/Config.ts"
import { Disk } from "../../src/services/Disk.ts"
import { Host } from "../../src/services/installation/Host.ts"
import { Installation } from "../../src/services/installation/Installation.ts"
import { Journal } from "../../src/services/ownFiles/Journal.ts"
import { Ledger } from "../../src/services/ownFiles/Ledger.ts"
import { PluginManager } from "../../src/services/PluginManager.ts"
import { PluginRegistry, PluginStore } from "../../src/services/PluginStore.ts"
import { Policy } from "../../src/services/Policy.ts"
import { StateStore } from "../../src/services/StateStore.ts"
import { StoreSettings } from "../../src/services/store/StoreSettings.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"

const readers: Layer.Layer<Readers | Backups, never, FileReader | Installation | StoreSettings> =
  Layer.mergeAll(
    Host.layer,
    Config.layer,
    Disk.layer,
    PluginManager.layer,
    StateStore.layer,
    Ledger.layer,
    Journal.layer,
    PluginStore.layer,
    Backups.layer,
    Layer.succeed(Policy, defaultPolicy)
  )

const looks: ReadonlyArray<Effect.Effect<unknown, LedgerError, Readers | Backups>> = [
  check(),
  explain("clock"),
  installed(),
  firstLookAlone(),
  history(),
  openChoices()
]

/** No capability to write is one that a look has, and knowing where the files are is none. */
const shared: [Extract<Writers, Readers | Backups | FileReader | Installation | StoreSettings>] extends [
  never
]
  ? ReadonlyArray<never>
  : ReadonlyArray<"a capability to write"> = []

/** The one look that asks the registry. */
const lookBeyond: Effect.Effect<unknown, StoreError, Readers | PluginRegistry> = outdated()

/** A registry that answers, as far as the network is concerned: it lists nothing. */
const registry = Layer.mock(PluginRegistry, {
  get: Effect.succeed({ registry: { entries: [], skipped: [] }, stale: false, fetchedAtMs: 0 })
})

describe("looking", () => {
  it("has no capability to write", () => {
    const writing: ReadonlyArray<never> = shared
    assert.deepStrictEqual(writing, [])
  })

  it.effect("needs reading alone, and writes nothing", () =>
    Effect.gen(function* () {
      yield* Effect.forEach(looks, (look) => Effect.provide(look, readers, { local: true }))
      yield* Effect.provide(lookBeyond, Layer.merge(readers, registry), { local: true })
      const operations = yield* MemoryFiles.use((files) => files.operations)
      assert.deepStrictEqual(
        operations.filter(({ writes }) => writes),
        []
      )
    }).pipe(
      Effect.provide(
        Layer.mergeAll(
          MemoryFiles.layer({
            "/led/config/config.json": '{"gone": {"enabled": true}}',
            "/led/plugin-repos/clock/manifest.json": '{"id": "clock"}'
          }),
          Layer.succeed(Installation, Installation.at("/led")),
          Layer.succeed(StoreSettings, StoreSettings.defaults)
        )
      )
    )
  )
})
