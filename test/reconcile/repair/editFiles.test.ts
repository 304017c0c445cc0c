/** Repairs that need no store, as a round calls for them: which are made, and what the run notes of each. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { NotParseable } from "../../../src/domain/errors/FileReason.ts"
import { ConfigError } from "../../../src/domain/errors/ServiceError.ts"
import { Outcome } from "../../../src/domain/findings/Outcome.ts"
import { editFiles } from "../../../src/reconcile/repair/editFiles.ts"
import { beginRun, observeRound } from "../../../src/reconcile/Run.ts"
import { untried } from "../../../src/reconcile/tell/outcomes.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { ByteOrderMarks } from "../../../src/services/writing/ByteOrderMarks.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, spec } from "../../support/operating.ts"
import { patiently } from "../../support/runs/patiently.ts"
import { type Described, record } from "../../support/reconciling.ts"
import { policyOf } from "../../support/snapshots.ts"

/** Edits what is planned of these plugins, of all by default: what the run has noted of it. */
const editing = (of?: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
    const run = yield* beginRun({ unrecoverable })
    const todo = untried(yield* observeRound(run))
    yield* editFiles(
      run,
      todo.filter(({ id }) => of?.includes(id) !== false)
    )
    const { changedFiles, changes, outcomes } = yield* Ref.get(run.progress)
    return {
      outcomes: [...outcomes.values()].map(({ outcome }) => outcome),
      changedFiles: [...changedFiles],
      changes: changes.map(({ _tag, plugin }) => [_tag, plugin])
    }
  }).pipe(Effect.provideService(Policy, policyOf({ authority: "config", replaceBroken: true })))

const TWO: Described = {
  config: { a: { enabled: true }, b: { enabled: true } },
  plugins: { a: {}, b: {} },
  state: { a: record("a", false), b: record("b", false) }
}

describe("edits", () => {
  it.effect("are made of what is to be done in this round, and of nothing else that is found", () =>
    spec(
      TWO,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* editing(["b"]), {
          outcomes: [undefined, Outcome.Fixed()],
          changedFiles: ["data/plugin_state.json"],
          changes: [
            ["SetValue", "b"],
            ["SetValue", "b"]
          ]
        })
      })
    )
  )

  it.effect("open no file in which nothing is to be changed", () =>
    spec(
      TWO,
      Effect.gen(function* () {
        yield* editing()
        const operations = yield* MemoryFiles.use((files) => files.operations)
        assert.deepStrictEqual(
          operations.filter(({ name, path }) => name === "open" && path === place("config/config.json")),
          []
        )
      })
    )
  )
})

describe("the byte-order mark of a manifest", () => {
  const FILE = "plugin-repos/clock/manifest.json"
  const MARKED: Described = {
    config: { clock: { enabled: true } },
    files: { [FILE]: `\uFEFF{"id": "clock"}` }
  }
  const reason = new NotParseable({ path: FILE, problem: "it keeps changing" })
  const error = { kind: "transient", code: "not_parseable", message: reason.message } as const

  it.effect.each<[string, Effect.Effect<boolean, ConfigError>, Effect.Success<ReturnType<typeof editing>>]>([
    [
      "is taken off, named and journalled",
      Effect.succeed(true),
      { outcomes: [Outcome.Fixed()], changedFiles: [FILE], changes: [["SetByteOrderMark", "clock"]] }
    ],
    [
      "is a person's work where it belongs to the owner",
      Effect.succeed(false),
      { outcomes: [Outcome.Manual()], changedFiles: [], changes: [] }
    ],
    [
      "has failed where it cannot be taken off",
      Effect.fail(new ConfigError({ reason })),
      { outcomes: [Outcome.Failed({ error })], changedFiles: [], changes: [] }
    ]
  ])("%s", ([_title, set, expected]) =>
    spec(
      MARKED,
      Effect.gen(function* () {
        const marks = Layer.mock(ByteOrderMarks, {
          set: (file, present) => (file === FILE && !present ? set : Effect.die("another one"))
        })
        assert.deepStrictEqual(yield* patiently(Effect.provide(editing(), marks)), expected)
      })
    )
  )
})
