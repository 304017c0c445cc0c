/** What one run knows of itself: how it begins, what a look of it counts, and what is noted of what it does. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Outcome } from "../../src/domain/findings/Outcome.ts"
import type { StoreView } from "../../src/domain/sources/StoreView.ts"
import type { InstallFailure } from "../../src/domain/store/InstallFailure.ts"
import {
  beginRun,
  giveOutcome,
  look,
  noteBrought,
  noteChangedFiles,
  observeRound
} from "../../src/reconcile/Run.ts"
import { PluginStore } from "../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { place, put, spec } from "../support/operating.ts"
import type { Described } from "../support/reconciling.ts"
import { NOW, snapshotOf } from "../support/snapshots.ts"

const on = { enabled: true }
const begun = Effect.gen(function* () {
  return yield* beginRun({
    unrecoverable: yield* Ref.make<ReadonlySet<string>>(new Set(["x"]))
  })
})

describe("a run", () => {
  it.effect("begins now, knowing what is unrecoverable, and with nothing done", () =>
    spec(
      {},
      Effect.gen(function* () {
        yield* TestClock.setTime(NOW)
        const run = yield* begun
        yield* Ref.set(run.unrecoverable, new Set(["x", "y"]))
        assert.deepStrictEqual([run.startedAtMs, [...run.unrecoverableBefore]], [NOW, ["x"]])
        assert.deepStrictEqual(yield* Ref.get(run.progress), {
          outcomes: new Map(),
          changedFiles: new Set<string>(),
          changes: [],
          brought: new Set<string>(),
          seen: undefined
        })
      })
    )
  )

  it.effect("leaves no change out of the journal unless it is asked to", () =>
    Effect.gen(function* () {
      assert.isFalse((yield* begun).unjournalled("clock", "no_entry"))
    })
  )

  it.effect("has noted each file that it changed, and each plugin that it brought, once", () =>
    Effect.gen(function* () {
      const run = yield* begun
      yield* noteChangedFiles(run, ["a", "b"])
      yield* noteChangedFiles(run, ["b", "c"])
      yield* noteBrought(run, "clock")
      yield* noteBrought(run, "news")
      const { brought, changedFiles } = yield* Ref.get(run.progress)
      assert.deepStrictEqual([changedFiles, brought], [new Set(["a", "b", "c"]), new Set(["clock", "news"])])
    })
  )
})

/** The files, and what the store says at each look. */
const looking = <A, E, R>(
  views: ReadonlyArray<Partial<StoreView>>,
  described: Described,
  program: Effect.Effect<A, E, R>
) => {
  let looks = 0
  return spec(
    described,
    Effect.flatMap(PluginStore, (store) =>
      Effect.provideService(program, PluginStore, {
        ...store,
        view: () => Effect.sync(() => ({ ...snapshotOf({}).store, ...views[looks++] }))
      })
    )
  )
}

describe("a look", () => {
  const failedAt = (failedAtMs: number, version?: string): InstallFailure => ({
    code: "not_a_zip",
    message: "",
    failedAtMs,
    heldUntilMs: NOW,
    ...(version === undefined ? {} : { version })
  })
  const failures = (all: { readonly [id: string]: InstallFailure }) => new Map(Object.entries(all))
  const any = failedAt(1)
  const one = failedAt(1, "1.0.0")

  it.effect("counts no failure of one version that this run has remembered", () =>
    looking(
      [
        { failures: failures({ any, one, again: one }) },
        { failures: failures({ any, one, again: failedAt(2, "1.0.0"), first: one, later: any }) }
      ],
      {},
      Effect.gen(function* () {
        const run = yield* begun
        assert.deepStrictEqual((yield* look(run)).seen.store.failures, failures({ any, one, again: one }))
        assert.deepStrictEqual((yield* look(run)).seen.store.failures, failures({ any, one, later: any }))
      })
    )
  )

  it.effect("counts what was unrecoverable when the run began, and no copy of the registry as proof", () =>
    looking(
      [
        { unrecoverable: new Set(["a"]), registryProvesAbsence: true },
        { unrecoverable: new Set(["a", "b"]), registryProvesAbsence: true }
      ],
      {},
      Effect.gen(function* () {
        const run = yield* begun
        yield* look(run)
        yield* Ref.set(run.unrecoverable, new Set(["x", "y"]))
        const { store, unrecoverable } = (yield* look(run)).seen
        assert.deepStrictEqual([store.unrecoverable, unrecoverable], [new Set(["a"]), new Set(["x"])])
        assert.isFalse(store.registryProvesAbsence)
      })
    )
  )

  it.effect("is what the run has seen last, with what it has brought, and what is wrong there", () =>
    spec(
      { plugins: { clock: {} } },
      Effect.gen(function* () {
        const run = yield* begun
        yield* noteBrought(run, "news")
        const { findings, seen } = yield* look(run)
        assert.deepStrictEqual(
          findings.map(({ id, reason }) => [id, reason]),
          [["clock", "no_entry"]]
        )
        assert.deepStrictEqual(seen.brought, new Set(["news"]))
        assert.strictEqual((yield* Ref.get(run.progress)).seen, seen)
      })
    )
  )
})

describe("a round", () => {
  const outcomesOf = (round: ReturnType<typeof observeRound>) =>
    Effect.map(round, (outcomes) =>
      [...outcomes.values()].map(({ finding, outcome }) => [finding.id, outcome?._tag])
    )

  it.effect("keeps what became of a finding, and forgets a note that is gone", () =>
    spec(
      { config: { clock: 5, bad: 5 }, plugins: { clock: {}, bad: {}, news: {} } },
      Effect.gen(function* () {
        const run = yield* begun
        const first = yield* observeRound(run)
        const findings = [...first.values()].map(({ finding }) => finding).filter(({ id }) => id === "news")
        yield* giveOutcome(run, findings, Outcome.Fixed())
        yield* put("config/config.json", JSON.stringify({ bad: 5, clock: on, news: on }))
        assert.deepStrictEqual(yield* outcomesOf(observeRound(run)), [
          ["news", "Fixed"],
          ["bad", "Manual"]
        ])
        assert.lengthOf([...(yield* Ref.get(run.progress)).outcomes], 2)
      })
    )
  )

  it.effect("forgets no note while a source cannot be read", () =>
    spec(
      { config: { clock: 5 }, plugins: { clock: {} }, state: {} },
      Effect.gen(function* () {
        const run = yield* begun
        yield* observeRound(run)
        const files = yield* MemoryFiles
        yield* files.failWhen(({ path }) => path === place("data/plugin_state.json"), "EACCES")
        yield* put("config/config.json", JSON.stringify({ clock: on }))
        assert.deepStrictEqual(yield* outcomesOf(observeRound(run)), [["clock", "Manual"]])
      })
    )
  )

  it.effect("does not read a disk that it is given", () =>
    spec(
      {},
      Effect.gen(function* () {
        const run = yield* begun
        const { disk } = snapshotOf({ disk: { clock: {} } })
        assert.deepStrictEqual(yield* outcomesOf(observeRound(run, disk)), [["clock", undefined]])
      })
    )
  )
})
