/** Runs that do not come to their end: what their report says, and what is left behind. */
import { assert, describe, it } from "@effect/vitest"
import { Cause, Duration, Effect, Exit, Fiber, Layer, Logger, References } from "effect"
import { TestClock } from "effect/testing"
import { LockTimeout } from "../../../src/ports/ProcessLock.ts"
import { Config } from "../../../src/services/Config.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { RootLock } from "../../../src/services/installation/RootLock.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import {
  type Described,
  installation,
  installationWith,
  lines,
  readJson,
  reconcile
} from "../../support/reconciling.ts"
import { NOW } from "../../support/snapshots.ts"

/** An entry to be added, and a plugin to be fetched. */
const twoSteps: Described = {
  config: { gone: { enabled: true } },
  plugins: { clock: {} },
  offers: { gone: { manifestId: "gone", version: "1" } }
}

const records = Effect.map(
  Journal.use(({ view }) => view),
  (view) => view.records.map(({ changes, status }) => [status, ...changes.map(({ file }) => file)])
)

describe("a run that cannot have the lock", () => {
  /** What comes of a run while another one holds the lock. */
  const besideAnother = Effect.flatMap(RootLock, (lock) =>
    lock.hold(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(reconcile())
        yield* TestClock.adjust("2 seconds")
        return yield* Fiber.await(fiber)
      })
    )
  )

  it.effect("fails, and has changed nothing", () =>
    Effect.gen(function* () {
      const exit = yield* besideAnother
      assert.strictEqual(Exit.isFailure(exit) && Cause.squash(exit.cause) instanceof LockTimeout, true)
      assert.deepStrictEqual(yield* readJson("config/config.json"), { gone: { enabled: true } })
      assert.deepStrictEqual(yield* records, [])
    }).pipe(Effect.provide(installation(twoSteps)))
  )

  it.effect("tells in its report what it has done before", () => {
    let held = 0
    const timeout = new LockTimeout({ path: "root.lock", holder: undefined, waited: Duration.seconds(1) })
    const once = Layer.succeed(RootLock, {
      hold: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
        Effect.suspend((): Effect.Effect<A, E | LockTimeout, R> =>
          held++ === 0 ? effect : Effect.fail(timeout)
        )
    })
    return Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), [
        "clock no_entry fixed",
        "gone not_installed failed transient run_failed"
      ])
      assert.deepInclude(report, {
        message: "Reconciliation failed: root.lock is held by another process",
        reconciliation_successful: false,
        changed_files: ["config/config.json"]
      })
    }).pipe(Effect.provide(installationWith(twoSteps, once)))
  })
})

describe("a run that breaks off", () => {
  it.effect("says that a disk takes nothing, and changes nothing", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ writes }) => writes, "EROFS")
      const report = yield* reconcile()
      assert.match(report.message, /^Reconciliation failed: /u)
      assert.deepStrictEqual(lines(report), [
        "clock no_entry failed permanent run_failed",
        "gone not_installed failed permanent run_failed"
      ])
      assert.deepStrictEqual(report.changed_files, [])
    }).pipe(Effect.provide(installation(twoSteps)))
  )

  it.effect("is tried again where there is no room, which may pass", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ writes }) => writes, "ENOSPC")
      assert.include(lines(yield* reconcile()), "clock no_entry failed transient run_failed")
    }).pipe(Effect.provide(installation(twoSteps)))
  )

  it.effect("edits nothing that it cannot journal", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ path, writes }) => writes && path.includes("/journal"), "ENOSPC")
      const report = yield* reconcile()
      assert.match(report.message, /^Reconciliation failed: /u)
      assert.deepStrictEqual(yield* readJson("config/config.json"), { gone: { enabled: true } })
    }).pipe(Effect.provide(installation(twoSteps)))
  )

  it.effect("names what could not be read until then", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ path, writes }) => writes || path.endsWith("/plugin_state.json"), "EACCES")
      const report = yield* reconcile()
      assert.match(report.message, /^Reconciliation failed: /u)
      assert.deepStrictEqual(
        report.source_errors.map(({ source }) => source),
        ["state"]
      )
    }).pipe(Effect.provide(installation({ ...twoSteps, state: {} })))
  )

  it.effect("tells what broke it off where that is no error but a text", () => {
    const dying = Layer.succeed(Config, {
      read: Effect.die("the cable came off"),
      settings: () => Effect.undefined,
      warnings: Effect.succeed([])
    })
    return Effect.gen(function* () {
      const report = yield* reconcile()
      assert.strictEqual(report.message, "Reconciliation failed: the cable came off")
      assert.deepStrictEqual(report.source_errors, [])
    }).pipe(Effect.provide(installationWith({}, dying)))
  })

  /** What is logged as an error, each with its cause and the run's id. */
  const errorsOf = (logged: Array<{ readonly cause: string; readonly run: unknown }>) =>
    Layer.succeed(
      Logger.CurrentLoggers,
      new Set([
        Logger.make<unknown, void>(({ cause, fiber, logLevel }) => {
          const { run } = fiber.getRef(References.CurrentLogAnnotations)
          if (logLevel === "Error") logged.push({ cause: Cause.pretty(cause), run })
        })
      ])
    )

  it.effect("logs a fault of the program once, with its stack, under the run's id", () => {
    const fault = new TypeError("undefined is not a plugin")
    const dying = Layer.succeed(Config, {
      read: Effect.die(fault),
      settings: () => Effect.undefined,
      warnings: Effect.succeed([])
    })
    const logged: Array<{ readonly cause: string; readonly run: unknown }> = []
    return Effect.gen(function* () {
      const report = yield* reconcile()
      assert.strictEqual(report.result, "failed")
      assert.deepStrictEqual(
        logged.map(({ run }) => run),
        [report.run_id]
      )
      assert.include(logged[0]?.cause, "TypeError: undefined is not a plugin")
      assert.include(logged[0]?.cause, "brokenOff.test.ts")
    }).pipe(Effect.provide([installationWith({}, dying), errorsOf(logged)]))
  })

  it.effect("logs no fault of the program where a file could not be written", () => {
    const logged: Array<{ readonly cause: string; readonly run: unknown }> = []
    return Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ writes }) => writes, "EROFS")
      assert.strictEqual((yield* reconcile()).result, "failed")
      assert.deepStrictEqual(logged, [])
    }).pipe(Effect.provide([installation(twoSteps), errorsOf(logged)]))
  })
})

describe("a run that is interrupted", () => {
  const isAt = (path: string, wanted: string | RegExp): boolean =>
    typeof wanted === "string" ? path.endsWith(wanted) : wanted.test(path)

  /** Interrupts a run while it waits for its first operation of that kind. */
  const interruptedAt = (name: string, path: string | RegExp) =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.before((operation) =>
        operation.name === name && isAt(operation.path, path)
          ? Effect.as(Effect.sleep("1 minute"), undefined)
          : Effect.undefined
      )
      const fiber = yield* Effect.forkChild(reconcile())
      yield* TestClock.adjust("10 seconds")
      const interrupting = yield* Effect.forkChild(Fiber.interrupt(fiber))
      yield* TestClock.adjust("1 hour")
      yield* Fiber.join(interrupting)
      return yield* Fiber.await(fiber)
    })

  it.effect("has no report", () =>
    Effect.gen(function* () {
      const exit = yield* interruptedAt("open", "/config.json")
      assert.isTrue(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause))
    }).pipe(Effect.provide(installation(twoSteps)))
  )

  /** What is logged as a warning. */
  const toldOf = (logged: Array<string>) =>
    Layer.succeed(
      Logger.CurrentLoggers,
      new Set([
        Logger.make<unknown, void>(({ logLevel, message }) => {
          if (logLevel === "Warn" || logLevel === "Info") logged.push(String(message))
        })
      ])
    )

  it.effect.each<[string, string, string, RegExp]>([
    [
      "that nothing was changed",
      "mkdir",
      "/journal",
      /^the run was interrupted before it changed anything$/u
    ],
    [
      "what it had done, under which run, and the way back",
      "rename",
      "/gone",
      /^the run was interrupted; 1 repaired until then, in config\/config\.json; it may have changed plugin-repos\/gone: `undo [0-9T]+-[0-9a-f]{6}` takes that back$/u
    ],
    ["what it was about to do", "open", "/config.json", /it may have changed config\/config\.json: `undo /u]
  ])("says %s", ([_what, name, path, told]) => {
    const logged: Array<string> = []
    return Effect.gen(function* () {
      yield* interruptedAt(name, path)
      assert.match(logged.at(-1) ?? "", told)
    }).pipe(Effect.provide([installation(twoSteps), toldOf(logged)]))
  })

  it.effect("leaves a record of what it was about to do", () =>
    Effect.gen(function* () {
      yield* interruptedAt("open", "/config.json")
      assert.deepStrictEqual(yield* records, [["interrupted", "config/config.json"]])
    }).pipe(Effect.provide(installation(twoSteps)))
  )

  it.effect.each<[string, string, RegExp]>([
    ["while it journals what it intends", "rename", /journal\/[^/.]+\.intended\.json$/u],
    ["while it journals what it has done", "create", /journal\/\.[^/.]+\.json\.[^/]+\.tmp$/u]
  ])("leaves no intention for the next run to complete: %s", ([_when, name, path]) =>
    Effect.gen(function* () {
      yield* interruptedAt(name, path)
      const statuses = (yield* (yield* Journal).view).records.map(({ status }) => status)
      assert.notInclude(statuses, "intended")
    }).pipe(Effect.provide(installation(twoSteps)))
  )

  it.effect("leaves in it what it had done before", () =>
    Effect.gen(function* () {
      yield* interruptedAt("rename", "/gone")
      assert.deepStrictEqual(yield* records, [["interrupted", "config/config.json", "plugin-repos/gone"]])
    }).pipe(Effect.provide(installation(twoSteps)))
  )
})

describe("the time that a pass took", () => {
  it.effect("is given in milliseconds", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(NOW)
      const files = yield* MemoryFiles
      let slow = true
      yield* files.before(({ name, path }) => {
        if (!slow || name !== "read" || !path.endsWith("/config.json")) return Effect.undefined
        slow = false
        return Effect.as(Effect.sleep("250 millis"), undefined)
      })
      const fiber = yield* Effect.forkChild(reconcile())
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(fiber)).duration_ms, 250)
    }).pipe(Effect.provide(installation({})))
  )
})
