/**
 * Goal: nothing is lost, at any failure and at any moment. Method: a run that has every kind of work to do is
 * repeated with a failure, an interruption, or another writer at its 1st, 2nd, 3rd … file operation; after
 * each, files are old or new, and a clean run leaves nothing to repair.
 */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import {
  type Described,
  installation,
  lines,
  readJson,
  reconcile,
  record
} from "../../support/reconciling.ts"

const drifted: Described = {
  config: {
    timezone: "UTC",
    clock: { enabled: true, city: "Tampa" },
    gone: { enabled: true },
    kept: { enabled: true }
  },
  plugins: { clock: { version: "1.1.0" }, fresh: {} },
  state: {
    clock: record("clock", false, { version: "1.0.0" }),
    kept: record("kept", true),
    hurt: 5
  },
  files: {
    "plugin-repos/kept.standalone-backup-preinstall/manifest.json": '{"id": "kept"}',
    "config/config_secrets.json": '{"weather": {"api_key": "s3cret"}}'
  },
  offers: { gone: { manifestId: "gone", version: "1.0.0" } },
  policy: { authority: "config" }
}

const COPY = `${MEMORY_ROOT}/plugin-repos/kept.standalone-backup-preinstall`

/** By then no program is still working on the set-aside copy. */
const later = Effect.gen(function* () {
  yield* TestClock.adjust("1 day")
  const files = yield* MemoryFiles
  yield* files.setTime(COPY, 0)
  yield* files.setTime(`${COPY}/manifest.json`, 0)
})

const run = Effect.gen(function* () {
  const fiber = yield* Effect.forkChild(Effect.exit(reconcile()))
  yield* TestClock.adjust("1 minute")
  return yield* Fiber.join(fiber)
})

const operationCount = Effect.gen(function* () {
  yield* later
  yield* MemoryFiles.use((files) => files.reset)
  yield* run
  return (yield* MemoryFiles.use((files) => files.operations)).length
}).pipe(Effect.provide(installation(drifted), { local: true }))

/** What must hold at any moment: settings that no change names are there, secrets are where they were. */
const nothingLost = Effect.gen(function* () {
  const config = yield* readJson("config/config.json")
  assert.deepNestedInclude(config, { timezone: "UTC", "clock.city": "Tampa", "gone.enabled": true })
  assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), { "states.kept.enabled": true })
  const all = yield* MemoryFiles.use((files) => files.snapshot)
  for (const [path, content] of all) {
    if (!path.endsWith("config_secrets.json")) assert.notInclude(content ?? "", "s3cret", path)
  }
  const copies = ["kept", "kept.standalone-backup-preinstall"].filter((name) =>
    all.has(`${MEMORY_ROOT}/plugin-repos/${name}/manifest.json`)
  )
  assert.lengthOf(copies, 1)
})

const cleanRunConverges = Effect.gen(function* () {
  yield* MemoryFiles.use((files) => files.reset)
  yield* run
  const exit = yield* run
  assert.strictEqual(exit._tag, "Success")
  if (exit._tag === "Success") assert.deepStrictEqual(lines(exit.value), ["hurt orphan_record informational"])
})

const noTemporaries = Effect.gen(function* () {
  const all = yield* MemoryFiles.use((files) => files.snapshot)
  assert.deepStrictEqual(
    [...all.keys()].filter((path) => path.endsWith(".tmp")),
    []
  )
})

const atEach = (each: (operation: number) => Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    const count = yield* operationCount
    assert.isAbove(count, 50)
    for (let operation = 1; operation <= count; operation++) yield* each(operation)
  })

const CODES = ["EIO", "ENOSPC", "EACCES"]

/** By turns, since each takes a run of its own; all of them on demand. */
const codesAt = (operation: number): ReadonlyArray<string> =>
  process.env["LEDMATRIX_TEST_THOROUGH"] === undefined
    ? CODES.filter((_, at) => at === operation % CODES.length)
    : CODES

describe("a run with everything to do", () => {
  it.effect("repairs it all when nothing fails", () =>
    Effect.gen(function* () {
      yield* later
      const exit = yield* run
      assert.strictEqual(exit._tag, "Success")
      if (exit._tag === "Success") {
        assert.deepStrictEqual(
          lines(exit.value).filter((line) => !line.includes(" fixed")),
          ["hurt orphan_record informational"]
        )
      }
    }).pipe(Effect.provide(installation(drifted)))
  )

  it.effect("survives a failure at any file operation", () =>
    atEach((operation) =>
      Effect.forEach(codesAt(operation), (code) =>
        Effect.gen(function* () {
          yield* later
          yield* MemoryFiles.use((files) => Effect.andThen(files.reset, files.failAt(operation, code)))
          yield* run
          yield* nothingLost
          yield* cleanRunConverges
          yield* noTemporaries
        }).pipe(
          Effect.provide(installation(drifted), { local: true }),
          Effect.catchDefect((defect) => Effect.die(new Error(`${code} at ${operation}`, { cause: defect })))
        )
      )
    )
  )

  it.effect("survives an interruption at any file operation", () =>
    atEach((operation) =>
      Effect.gen(function* () {
        yield* later
        const files = yield* MemoryFiles
        const reached = yield* Deferred.make<void>()
        yield* files.reset
        yield* files.before((now) =>
          now.number === operation
            ? Effect.as(Deferred.succeed(reached, undefined), undefined)
            : Effect.undefined
        )
        const fiber = yield* Effect.forkChild(reconcile())
        yield* Deferred.await(reached)
        yield* Fiber.interrupt(fiber)
        yield* nothingLost
        yield* noTemporaries
        yield* cleanRunConverges
      }).pipe(Effect.provide(installation(drifted), { local: true }))
    )
  )

  it.effect("never loses what another program writes into config at any moment", () =>
    atEach((operation) =>
      Effect.gen(function* () {
        yield* later
        const files = yield* MemoryFiles
        const path = `${MEMORY_ROOT}/config/config.json`
        yield* files.reset
        yield* files.before((now) =>
          now.number === operation
            ? Effect.gen(function* () {
                const text = (yield* files.text(path)) ?? "{}"
                const theirs: unknown = JSON.parse(text)
                yield* files.put(
                  path,
                  JSON.stringify({ ...(theirs as object), theirs: { enabled: true, written: 1 } })
                )
                return undefined
              })
            : Effect.undefined
        )
        yield* run
        assert.deepNestedInclude(yield* readJson("config/config.json"), {
          "theirs.written": 1,
          "clock.city": "Tampa"
        })
      }).pipe(Effect.provide(installation(drifted), { local: true }))
    )
  )
})
