/** What runs remember from one to the next, what a forced run forgets, and what comes of a memory that fails. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { NotInRegistry } from "../../../src/domain/errors/RegistryReason.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { PluginInstaller, PluginRegistry } from "../../../src/services/PluginStore.ts"
import { RootLock } from "../../../src/services/installation/RootLock.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import {
  type Described,
  installation,
  installationWith,
  lines,
  readJson,
  reconcile,
  record
} from "../../support/reconciling.ts"
import { withWarnings } from "../../support/runs/warnings.ts"

const on = { enabled: true }
const inSync: Described = {
  config: { clock: on },
  plugins: { clock: {} },
  state: { clock: record("clock", true) }
}
const failure = { digest: "", code: "not_a_zip", message: "", failed_at: "1970-01-01T00:00:00Z" }
const unrecoverable: Described = {
  config: { gone: on },
  files: { "data/reconciler/failures.json": JSON.stringify({ gone: failure }) }
}
const trouble = new StoreError({ plugin: "", reason: new NotInRegistry({ plugin: "gone" }) })

describe("what both sides agree on", () => {
  it.effect("is remembered by a run that repairs nothing", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* reconcile()).changed_files, [])
      assert.deepStrictEqual(yield* readJson("data/reconciler/agreements.json"), { clock: on })
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("costs a run nothing where it cannot be remembered", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ path, writes }) => writes && path.includes("agreements"), "ENOSPC")
      const { result, warnings } = yield* withWarnings(reconcile())
      assert.isTrue(result.reconciliation_successful)
      assert.match(
        JSON.stringify(warnings),
        /^\[\["agreements could not be remembered",\{"problem":".+"\}\]\]$/u
      )
    }).pipe(Effect.provide(installation(inSync)))
  )

  /** Runs while another one holds the lock, and tells of the warnings. */
  const besideAnother = Effect.flatMap(RootLock, (lock) =>
    lock.hold(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(withWarnings(reconcile()))
        yield* TestClock.adjust("2 seconds")
        return yield* Fiber.join(fiber)
      })
    )
  )

  it.effect("costs a run nothing where another one holds the lock", () =>
    Effect.gen(function* () {
      const { result, warnings } = yield* besideAnother
      assert.isTrue(result.reconciliation_successful)
      assert.lengthOf(warnings, 1)
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("needs no lock where it is remembered already", () =>
    Effect.gen(function* () {
      yield* reconcile()
      assert.deepStrictEqual((yield* besideAnother).warnings, [])
    }).pipe(Effect.provide(installation(inSync)))
  )
})

describe("what was undone", () => {
  const missing: Described = { plugins: { clock: {} } }
  const undone = Effect.andThen(reconcile(), undo(undefined))

  it.effect("is not repaired again", () =>
    Effect.gen(function* () {
      yield* undone
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock undone manual"])
    }).pipe(Effect.provide(installation(missing)))
  )

  it.effect("is repaired again by a forced run", () =>
    Effect.gen(function* () {
      yield* undone
      assert.deepStrictEqual(lines(yield* reconcile({ force: true })), ["clock no_entry fixed"])
    }).pipe(Effect.provide(installation(missing)))
  )

  it.effect("is forgotten once a source says something else", () =>
    Effect.gen(function* () {
      yield* undone
      const files = yield* MemoryFiles
      yield* files.remove("/ledmatrix/plugin-repos/clock")
      yield* reconcile()
      assert.deepStrictEqual(yield* readJson("data/reconciler/undone.json"), {})
    }).pipe(Effect.provide(installation(missing)))
  )
})

describe("what earlier runs found unrecoverable", () => {
  it.effect("is named in the report", () =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["gone unrecoverable manual"])
      assert.deepStrictEqual(report.unrecoverable, ["gone"])
    }).pipe(Effect.provide(installation(unrecoverable)))
  )

  it.effect.each<[string, Described, number]>([
    ["is judged by a registry asked for it", unrecoverable, 1],
    ["asks no registry where there is no store", { ...unrecoverable, policy: { storeAvailable: false } }, 0],
    ["asks no registry where it is nothing", inSync, 0]
  ])("%s", ([_title, described, expected]) => {
    let asked = 0
    const counting = Layer.succeed(PluginRegistry, {
      get: Effect.suspend(() => {
        asked++
        return Effect.fail(trouble)
      }),
      invalidate: Effect.void,
      known: Effect.succeedNone
    })
    return Effect.gen(function* () {
      assert.notMatch((yield* reconcile()).message, /failed/u)
      assert.strictEqual(asked, expected)
    }).pipe(Effect.provide(installationWith(described, counting)))
  })

  it.effect(
    "is forgotten by a forced run, of all plugins; if that cannot be written, that is a warning",
    () => {
      const forgotten: Array<unknown> = []
      const failing = Layer.effect(
        PluginInstaller,
        Effect.map(PluginInstaller, (own) => ({
          ...own,
          forgetFailures: (id: Option.Option<string>) => {
            forgotten.push(Option.getOrUndefined(id))
            return Effect.fail(trouble)
          }
        }))
      )
      return Effect.gen(function* () {
        const { result, warnings } = yield* withWarnings(reconcile({ force: true }))
        assert.deepStrictEqual(forgotten, [undefined])
        assert.deepStrictEqual(warnings, [
          ["failures could not be forgotten", { problem: "the registry has no plugin gone" }]
        ])
        assert.isTrue(result.reconciliation_successful)
      }).pipe(Effect.provide(installationWith(inSync, failing)))
    }
  )
})

describe("the journal of a run", () => {
  it.effect("is a warning where it cannot be completed, and the repair stands", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(
        ({ name, path }) =>
          name === "rename" && path.includes("/journal/") && !path.endsWith(".intended.json"),
        "ENOSPC"
      )
      const { result, warnings } = yield* withWarnings(reconcile())
      assert.deepStrictEqual(lines(result), ["clock no_entry fixed"])
      assert.match(
        JSON.stringify(warnings),
        /^\[\["the journal could not be completed",\{"problem":".+"\}\]\]$/u
      )
      const { records } = yield* Journal.use(({ view }) => view)
      assert.deepStrictEqual(
        records.map(({ status }) => status),
        ["intended"]
      )
    }).pipe(Effect.provide(installation({ plugins: { clock: {} } })))
  )
})
