/** Runs that were cut short, as the journal tells them: in which order they are completed, and what the log says. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Logger } from "effect"
import type { JournalChange, JournalRecord } from "../../src/domain/changes/Journal.ts"
import { history } from "../../src/reconcile/look/history.ts"
import { recover, recoverInterrupted } from "../../src/reconcile/recover.ts"
import { RootLock } from "../../src/services/installation/RootLock.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { FIRST, recovering, run, SECOND, statuses } from "../support/runs/cutShort.ts"
import { at, put, spec } from "../support/operating.ts"
import { type Described, readJson } from "../support/reconciling.ts"

const CONFIG = "config/config.json"
const on = { enabled: true }
const off = { enabled: false }

const told = { plugin_id: "clock", reason: "enable", file: CONFIG }
const switched = (from: boolean, to: boolean): JournalChange => ({
  ...told,
  key: ["clock", "enabled"],
  before: from,
  after: to
})

const CLOCK: Described = { config: { clock: off }, plugins: { clock: {} } }

describe("runs that were cut short", () => {
  it.effect("are completed one after the other, the oldest first", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* recovering(
          run(FIRST, "enable", [switched(false, true)]),
          run(SECOND, "disable", [switched(true, false)])
        )
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), off)
        assert.deepStrictEqual(
          (yield* history()).runs.map(({ changes, command, status }) => [command, status, changes.length]),
          [
            ["disable", "done", 1],
            ["enable", "done", 1]
          ]
        )
      })
    )
  )

  it.effect("are completed beside such as came to their end, of which nothing is done again", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* recovering(
          run(FIRST, "enable", [switched(false, true)], { status: "done" }),
          run(SECOND, "disable", [switched(true, false)])
        )
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), off)
        assert.deepStrictEqual(yield* statuses, [
          ["disable", "done"],
          ["enable", "done"]
        ])
      })
    )
  )

  it.effect("are listed as interrupted where they are left to the next run, without what was not begun", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const kept = (n: number) => `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${FIRST}.${n}`
        const aside = (n: number): JournalChange => ({
          plugin_id: "clock",
          reason: "duplicate_id",
          file: `plugin-repos/${n}`,
          directory: { present: false, kept: kept(n) }
        })
        yield* put(`${kept(1)}/manifest.json`, `{"id": "clock"}`)
        yield* recovering(run(FIRST, "resolve", [aside(1), aside(2), switched(false, true)]))
        const [only] = (yield* history()).runs
        assert.strictEqual(only?.status, "interrupted")
        assert.deepStrictEqual(
          only?.changes.map(({ file }) => file),
          ["plugin-repos/1", CONFIG]
        )
      })
    )
  )

  it.effect.each<[string, JournalRecord, ReadonlyArray<unknown>]>([
    [
      "a completed one",
      run(FIRST, "enable", [switched(false, true)]),
      [["an interrupted run was completed", { run: FIRST, command: "enable" }]]
    ],
    [
      "one that is left to the next run",
      run(FIRST, "reconcile", [switched(false, true)]),
      [["an interrupted run was closed", { run: FIRST, command: "reconcile" }]]
    ],
    ["none of which nothing is listed", run(FIRST, "install", [switched(false, true)]), []]
  ])("are told of in the log: %s", ([_which, one, expected]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const logged: Array<unknown> = []
        const logger = Logger.make(({ message }) => void logged.push(message))
        yield* Effect.provideService(recovering(one), Logger.CurrentLoggers, new Set([logger]))
        assert.deepStrictEqual(logged, expected)
      })
    )
  )

  it.effect("leave no part of an entry to be remembered that looks like a record", () =>
    spec(
      { config: { clock: { metadata: { enabled: true, config_version: 1, last_updated: null } } } },
      Effect.gen(function* () {
        const metadata = yield* at(CONFIG, "clock", "metadata")
        yield* recovering(
          run(FIRST, "undo", [
            { ...told, reason: "desired_settings", key: ["clock", "metadata"], before: metadata ?? null }
          ])
        )
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), {})
        assert.isUndefined(yield* readJson("data/reconciler/agreements.json"))
      })
    )
  )
})

describe("where no run was cut short", () => {
  const done = {
    files: {
      [`data/reconciler/journal/${FIRST}.json`]: JSON.stringify(run(FIRST, "enable", [], { status: "done" }))
    }
  }

  it.effect("no record is read", () =>
    spec(
      done,
      Effect.gen(function* () {
        yield* recover()
        const operations = yield* MemoryFiles.use((files) => files.operations)
        assert.deepStrictEqual(
          operations.filter(({ name }) => name !== "list"),
          []
        )
      })
    )
  )

  it.effect("no lock is taken before a look", () =>
    spec(
      done,
      Effect.gen(function* () {
        yield* Effect.provideService(recoverInterrupted(), RootLock, {
          hold: () => Effect.die("the lock was taken")
        })
      })
    )
  )

  it.effect("which is known, the lock is", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        let held = 0
        yield* put(
          `data/reconciler/journal/${FIRST}.intended.json`,
          JSON.stringify(run(FIRST, "enable", [switched(false, true)]))
        )
        yield* Effect.provideService(recoverInterrupted(), RootLock, {
          hold: (effect) => Effect.suspend(() => (held++, effect))
        })
        assert.deepStrictEqual([held, yield* at(CONFIG, "clock")], [1, on])
      })
    )
  )
})
