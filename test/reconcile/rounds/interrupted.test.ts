/** A run whose repairs are interrupted: what the log says of what was done until then. */
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Logger, Ref } from "effect"
import { Outcome } from "../../../src/domain/findings/Outcome.ts"
import { oneRun } from "../../../src/reconcile/oneRun.ts"
import { giveOutcome, noteChangedFiles, type Run } from "../../../src/reconcile/Run.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { put, spec } from "../../support/operating.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const LATER = "99990601T120000000-000002"

/** Journals what a run is about to change. */
const journal = (run_id: string, ...files: ReadonlyArray<string>) =>
  put(
    `data/reconciler/journal/${run_id}.json`,
    JSON.stringify({
      run_id,
      command: "reconcile",
      started_at: "2026-06-01T11:00:00",
      status: "interrupted",
      changes: files.map((file) => ({ plugin_id: "clock", reason: "x", file, key: ["clock"], after: {} }))
    })
  )

/** What is logged of a run that does this until it is interrupted; its id is left out. */
const told = <E, R>(until: (run: Run) => Effect.Effect<unknown, E, R>) =>
  spec(
    { plugins: { a: {}, b: {}, c: {} } },
    Effect.gen(function* () {
      const logged: Array<string> = []
      const logger = Logger.make(
        ({ logLevel, message }) => void logged.push(`${logLevel}: ${String(message)}`)
      )
      const ids: Array<string> = []
      const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
      const exit = yield* oneRun({ unrecoverable, force: false }, (run) => {
        ids.push(run.id)
        return Effect.orDie(Effect.andThen(until(run), Effect.interrupt))
      }).pipe(Effect.provideService(Logger.CurrentLoggers, new Set([logger])), Effect.exit)
      assert.isTrue(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause))
      return logged.map((line) => line.replace(ids.join(), "THIS"))
    })
  )

const BEFORE = "Info: the run was interrupted before it changed anything"

describe("a run whose repairs are interrupted", () => {
  it.effect.each<[string, (run: Run) => Effect.Effect<unknown, never, MemoryFiles>, string]>([
    ["before anything was changed", () => Effect.void, BEFORE],
    [
      "before anything was changed, while a later run changes something",
      () => journal(LATER, CONFIG),
      BEFORE
    ],
    [
      "before anything was changed, as far as the journal can be read",
      ({ id }) =>
        Effect.andThen(
          journal(id, CONFIG),
          MemoryFiles.use((files) => files.failWhen(({ path }) => path.endsWith("/journal"), "EACCES"))
        ),
      BEFORE
    ],
    [
      "after some repairs, of which those that hold are counted",
      Effect.fnUntraced(function* (run) {
        const [a, b, c] = [...(yield* Ref.get(run.progress)).outcomes.values()].map(({ finding }) => [
          finding
        ])
        yield* giveOutcome(run, [...(a ?? []), ...(b ?? [])], Outcome.Fixed())
        yield* giveOutcome(run, c ?? [], Outcome.Manual())
        yield* noteChangedFiles(run, [CONFIG, STATE])
        yield* journal(run.id, CONFIG, STATE)
      }),
      `Warn: the run was interrupted; 2 repaired until then, in ${CONFIG}, ${STATE}: \`undo THIS\` takes that back`
    ],
    [
      "in the middle of a repair",
      ({ id }) => journal(id, CONFIG, STATE),
      `Warn: the run was interrupted; it may have changed ${CONFIG}, ${STATE}: \`undo THIS\` takes that back`
    ],
    [
      "in the middle of a later repair",
      (run) => Effect.andThen(noteChangedFiles(run, [CONFIG]), journal(run.id, CONFIG, STATE)),
      `Warn: the run was interrupted; 0 repaired until then, in ${CONFIG}; it may have changed ${STATE}: \`undo THIS\` takes that back`
    ]
  ])("says so: %s", ([_when, until, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* told(until), [expected])
    })
  )
})
