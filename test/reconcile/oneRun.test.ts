/** One run around its repairs: when they are called for, and what their end makes of the report. */
import { assert, describe, it } from "@effect/vitest"
import { Data, Duration, Effect, Ref } from "effect"
import { LockTimeout } from "../../src/ports/ProcessLock.ts"
import { oneRun } from "../../src/reconcile/oneRun.ts"
import { noteChangedFiles, observeRound, type Run } from "../../src/reconcile/Run.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { replacingBroken } from "../../src/services/Policy.ts"
import { place, spec } from "../support/operating.ts"
import { type Described, lines, record } from "../support/reconciling.ts"

const on = { enabled: true }

class Broken extends Data.TaggedError("Broken")<{
  readonly code?: string
  readonly transient: boolean
  readonly message: string
}> {}

interface Asked {
  readonly force?: boolean
  readonly lasting?: boolean
  readonly replaceBroken?: boolean
  readonly before?: ReadonlyArray<string>
}

/** A run whose repairs do this; what an earlier one found unrecoverable is `before`. */
const runWith = Effect.fnUntraced(function* <E extends Broken | LockTimeout, R>(
  repairs: (run: Run, looked: boolean) => Effect.Effect<void, E, R>,
  { before = [], force = false, replaceBroken = false, ...more }: Asked = {}
) {
  const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set(before))
  return yield* oneRun({ unrecoverable, force, ...more }, repairs).pipe(replacingBroken(replaceBroken))
})

/** What repairs are called with: whether the first look counts, and how many findings it has left. */
const calledWith = (asked?: Asked) =>
  Effect.gen(function* () {
    const calls: Array<readonly [looked: boolean, findings: number]> = []
    yield* runWith(
      (run, looked) =>
        Effect.map(Ref.get(run.progress), ({ outcomes }) => void calls.push([looked, outcomes.size])),
      asked
    )
    return calls
  })

const AGREED = { "data/reconciler/agreements.json": '{"clock": {"enabled": true}}' }
const inSync: Described = {
  config: { clock: on },
  plugins: { clock: {} },
  state: { clock: record("clock", true) },
  files: AGREED
}
const failure = { digest: "", code: "not_a_zip", message: "", failed_at: "1970-01-01T00:00:00Z" }
const withFile = (path: string, content: unknown): Described => ({
  plugins: { clock: {} },
  files: { [`data/reconciler/${path}`]: JSON.stringify(content) }
})
const three: Described = {
  config: { a: on, b: on, c: on },
  plugins: { a: {}, b: {}, c: {} },
  ledmatrixVersion: "3.8.0"
}

describe("repairs", () => {
  it.effect.each<[string, Described, Asked, ReadonlyArray<readonly [boolean, number]>]>([
    ["are not called for where there is nothing to do", inSync, {}, []],
    [
      "go on from the first look where something can be repaired",
      { plugins: { clock: {} } },
      {},
      [[true, 1]]
    ],
    ["are called for where there is something to remember", { ...inSync, files: {} }, {}, [[true, 0]]],
    ["are called for where broken things are to be replaced", inSync, { replaceBroken: true }, [[true, 0]]],
    ["begin afresh where the run is forced", { plugins: { clock: {} } }, { force: true }, [[false, 0]]],
    [
      "begin afresh where another run was cut short",
      withFile("journal/1.intended.json", {}),
      {},
      [[false, 0]]
    ],
    [
      "begin afresh where a failure is remembered",
      withFile("failures.json", { gone: failure }),
      {},
      [[false, 0]]
    ],
    ["are not called for because plugins are there", three, {}, []],
    [
      "are called for where a caller that goes on looking has seen plugins",
      three,
      { lasting: true },
      [[true, 0]]
    ]
  ])("%s", ([_title, described, asked, expected]) =>
    spec(
      described,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* calledWith(asked), expected)
      })
    )
  )
})

it.effect("nothing is looked at before repairs begin where another run was cut short", () =>
  spec(
    withFile("journal/1.intended.json", {}),
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      let read: ReadonlyArray<string> = []
      yield* runWith(() => Effect.map(files.operations, (all) => void (read = all.map(({ path }) => path))))
      assert.notInclude(read, place("config/config.json"))
    })
  )
)

describe("repairs that break off", () => {
  /** One finding is open, and a file changed where that is said. */
  const brokenBy = (error: Broken | LockTimeout, changed: ReadonlyArray<string> = []) =>
    runWith((run) => Effect.andThen(noteChangedFiles(run, changed), Effect.fail(error)))
  const noEntry: Described = { plugins: { clock: {} } }
  const timeout = new LockTimeout({ path: "root.lock", holder: undefined, waited: Duration.seconds(1) })

  it.effect.each<[string, Broken, ReadonlyArray<string>]>([
    [
      "leave what was not tried to the next run, which may do it",
      new Broken({ transient: true, message: "no room" }),
      ["Reconciliation failed: no room", "clock no_entry failed transient run_failed"]
    ],
    [
      "leave it for good where that stays as it is",
      new Broken({ transient: false, message: "read-only" }),
      ["Reconciliation failed: read-only", "clock no_entry failed permanent run_failed"]
    ],
    [
      "say what helps, where that is known",
      new Broken({ transient: false, message: "it is a mount point", code: "MOUNT_POINT" }),
      [
        "Reconciliation failed: it is a mount point; mount the directory that holds it, not it alone",
        "clock no_entry failed permanent run_failed"
      ]
    ],
    [
      "say nothing more where that is not known",
      new Broken({ transient: true, message: "no room", code: "ENOSPC" }),
      ["Reconciliation failed: no room", "clock no_entry failed transient run_failed"]
    ]
  ])("%s", ([_title, error, expected]) =>
    spec(
      noEntry,
      Effect.gen(function* () {
        const report = yield* brokenBy(error)
        assert.deepStrictEqual([report.message, ...lines(report)], expected)
      })
    )
  )

  it.effect("leave what was not tried to the next run where the program is at fault", () =>
    spec(
      noEntry,
      Effect.gen(function* () {
        const report = yield* runWith(() => Effect.die({ toString: () => "a fault" }))
        assert.deepStrictEqual(
          [report.message, ...lines(report)],
          ["Reconciliation failed: a fault", "clock no_entry failed transient run_failed"]
        )
      })
    )
  )

  it.effect("make the run fail where the lock could not be had before anything was changed", () =>
    spec(
      noEntry,
      Effect.gen(function* () {
        assert.strictEqual(yield* Effect.flip(brokenBy(timeout)), timeout)
      })
    )
  )

  it.effect("do not where something was changed before", () =>
    spec(
      noEntry,
      Effect.gen(function* () {
        const { changed_files, result } = yield* brokenBy(timeout, ["config/config.json"])
        assert.deepStrictEqual([result, changed_files], ["failed", ["config/config.json"]])
      })
    )
  )

  it.effect("name no source and no plugin where they broke off before the first look", () =>
    spec(
      noEntry,
      Effect.gen(function* () {
        const report = yield* runWith(() => Effect.fail(new Broken({ transient: true, message: "" })), {
          force: true
        })
        const { result, source_errors, unrecoverable } = report
        assert.deepStrictEqual([result, source_errors, unrecoverable], ["failed", [], []])
      })
    )
  )
})

describe("what is unrecoverable", () => {
  const found = (asked: Asked, described: Described) =>
    spec(
      described,
      Effect.map(
        runWith((run) => Effect.asVoid(observeRound(run)), asked),
        ({ unrecoverable }) => unrecoverable
      )
    )

  it.effect.each<[string, Described, Asked, ReadonlyArray<string>]>([
    ["is what this process knows", inSync, { before: ["b", "a"] }, ["a", "b"]],
    [
      "is what earlier ones remembered, too",
      withFile("failures.json", { gone: failure }),
      { before: ["a"] },
      ["a", "gone"]
    ],
    ["is forgotten by a forced run", inSync, { before: ["a"], force: true }, []]
  ])("%s", ([_title, described, asked, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* found(asked, described), expected)
    })
  )
})
