/** A run ends with its first look, which needs readers alone, where it would change nothing. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option } from "effect"
import { TestClock } from "effect/testing"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { firstLookAlone } from "../../support/runs/firstLookAlone.ts"
import { check, type Described, installation, lines, record } from "../../support/reconciling.ts"
import { NOW } from "../../support/snapshots.ts"

const on = { enabled: true }
const quiet = firstLookAlone()

/** In sync, and remembered as such. */
const inSync: Described = {
  config: { clock: on },
  plugins: { clock: {} },
  state: { clock: record("clock", true) },
  files: { "data/reconciler/agreements.json": '{"clock": {"enabled": true}}' }
}
const withFile = (path: string, content: unknown): Described => ({
  ...inSync,
  files: { ...inSync.files, [path]: JSON.stringify(content) }
})

const INTENDED = "data/reconciler/journal/1.intended.json"

/** Of a look at files that take a quarter of a second to read. */
const durationOf = Effect.fnUntraced(function* <E, R>(
  look: Effect.Effect<{ readonly duration_ms: number }, E, R>
) {
  yield* TestClock.setTime(NOW)
  const files = yield* MemoryFiles
  yield* files.before(({ name, path }) =>
    name === "read" && path.endsWith("/config.json")
      ? Effect.as(Effect.sleep("250 millis"), undefined)
      : Effect.undefined
  )
  const fiber = yield* Effect.forkChild(look)
  yield* TestClock.adjust("1 second")
  return (yield* Fiber.join(fiber)).duration_ms
})

describe("a run that ends with its first look", () => {
  it.effect("is a run that found nothing and changed nothing", () =>
    Effect.gen(function* () {
      const report = Option.getOrThrow(yield* quiet)
      const { duration_ms: _time, run_id: _id, ...told } = report
      assert.deepStrictEqual(told, {
        inconsistencies_found: [],
        inconsistencies_fixed: [],
        inconsistencies_manual: [],
        result: "in_sync",
        reconciliation_successful: true,
        message:
          "Reconciliation complete: 0 inconsistencies found, 0 fixed automatically, 0 require manual attention",
        source_errors: [],
        unrecoverable: [],
        changed_files: []
      })
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("tells what is for a person", () =>
    Effect.gen(function* () {
      const report = Option.getOrThrow(yield* quiet)
      assert.deepStrictEqual(lines(report), ["clock key_not_object manual"])
      assert.isFalse(report.reconciliation_successful)
    }).pipe(Effect.provide(installation({ config: { clock: 5 }, plugins: { clock: {} } })))
  )

  it.effect("tells what could not be read", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ path }) => path.endsWith("/plugin_state.json"), "EACCES")
      const report = Option.getOrThrow(yield* quiet)
      assert.deepStrictEqual(
        report.source_errors.map(({ source }) => source),
        ["state"]
      )
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("takes as long as its reading", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* durationOf(Effect.flatMap(quiet, Effect.fromOption)), 250)
    }).pipe(Effect.provide(installation(inSync)))
  )
})

describe("a run goes on after its first look", () => {
  it.effect.each<[string, Described]>([
    ["where something can be repaired", { plugins: { clock: {} } }],
    ["where an agreement is to be remembered", { ...inSync, files: {} }],
    ["where one is to be forgotten", withFile("data/reconciler/agreements.json", { clock: on, gone: on })],
    [
      "where a failure is remembered, which a fresh registry may end",
      withFile("data/reconciler/failures.json", {
        gone: { digest: "", code: "not_a_zip", message: "", failed_at: "" }
      })
    ],
    [
      "where what was undone is to be forgotten",
      withFile("data/reconciler/undone.json", {
        '["clock","plugin_missing_on_disk","not_installed"]': "then"
      })
    ],
    ["where another one was cut short", withFile(INTENDED, {})]
  ])("%s", ([_title, described]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* quiet, Option.none())
    }).pipe(Effect.provide(installation(described)))
  )

  it.effect("where another one begins while it reads", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.before(({ path }) =>
        path.endsWith("/config.json")
          ? Effect.as(files.put(`${MEMORY_ROOT}/${INTENDED}`, "{}"), undefined)
          : Effect.undefined
      )
      assert.deepStrictEqual(yield* quiet, Option.none())
    }).pipe(Effect.provide(installation(inSync)))
  )
})

describe("a check", () => {
  it.effect("names what an earlier process found unrecoverable", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* check).unrecoverable, ["gone"])
    }).pipe(
      Effect.provide(
        installation(
          withFile("data/reconciler/failures.json", {
            gone: { digest: "", code: "not_a_zip", message: "", failed_at: "" }
          })
        )
      )
    )
  )

  it.effect("takes as long as its reading", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* durationOf(check), 250)
    }).pipe(Effect.provide(installation(inSync)))
  )
})
