/** One step of the repairs of a run: what of it the journal tells, and what the run keeps of it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Change, placeFetched, putBack } from "../../../src/domain/changes/Change.ts"
import { encodeChange } from "../../../src/domain/changes/journalChange.ts"
import { localIsoTime } from "../../../src/domain/text/isoTime.ts"
import { journalled } from "../../../src/reconcile/repair/journalled.ts"
import { beginRun, look, type Run } from "../../../src/reconcile/Run.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { LocalFiles } from "../../../src/services/disk/localFiles/LocalFiles.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, spec } from "../../support/operating.ts"
import { NOW } from "../../support/snapshots.ts"
import { desiredBy } from "../../support/runs/wanting.ts"

const mark = (member: string, cause = "no_entry") =>
  Change.AddMember({ plugin: member, cause, list: "marks", member })
const [a, b, quiet] = [mark("a"), mark("b"), mark("a", "quiet")]
const why = { plugin: "a", cause: "quiet" }

/** A run that leaves out of the journal what is quiet of plugin `a`. */
const begun = Effect.gen(function* () {
  yield* TestClock.setTime(NOW)
  const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
  const unjournalled: Run["unjournalled"] = (plugin, reason) => plugin === "a" && reason === "quiet"
  return yield* beginRun({ unrecoverable, unjournalled })
})

/** A step that makes all that it is about, or what is given instead. */
const step = (changes: ReadonlyArray<Change>, made = changes) => ({
  changes,
  carryOut: Effect.succeed({ made })
})

const records = Effect.map(
  Journal.use(({ view }) => view),
  (view) => view.records.map(({ changes, status }) => [status, ...changes.map(({ plugin_id }) => plugin_id)])
)

describe("a step", () => {
  it.effect("is journalled as a repair of its run, beside what the run has done before", () =>
    spec(
      {},
      Effect.gen(function* () {
        const run = yield* begun
        yield* journalled(run, step([a]))
        yield* journalled(run, step([b]))
        const { records: all } = yield* (yield* Journal).view
        assert.deepStrictEqual(all, [
          {
            run_id: run.id,
            command: "reconcile",
            started_at: localIsoTime(NOW),
            asked_by: "person",
            status: "done",
            changes: [a, b].map(encodeChange)
          }
        ])
        assert.deepStrictEqual((yield* Ref.get(run.progress)).changes, [a, b])
      })
    )
  )

  it.effect("is journalled with the revision of the desired state that the run has seen", () =>
    spec(
      {},
      Effect.gen(function* () {
        const desired = desiredBy({ plugins: {} })
        const run = yield* begun
        yield* Effect.provideService(look(run), DesiredState, { current: Effect.succeed(desired) })
        yield* journalled(run, step([a]))
        const { records: all } = yield* (yield* Journal).view
        assert.deepStrictEqual(
          all.map((one) => one.desired),
          [desired.revision]
        )
      })
    )
  )

  it.effect("is journalled without what is not to be journalled, which is made all the same", () =>
    spec(
      {},
      Effect.gen(function* () {
        const run = yield* begun
        const other = Change.SetByteOrderMark({ ...why, file: "x", present: false })
        assert.deepStrictEqual(yield* journalled(run, step([a, quiet, other])), {
          changedFiles: ["config/uninstalled_plugins.json", "x"]
        })
        assert.deepStrictEqual(yield* records, [["done", "a"]])
        assert.deepStrictEqual((yield* Ref.get(run.progress)).changes, [a])
      })
    )
  )

  it.effect("touches the journal nowhere where all of it is not to be journalled", () =>
    spec(
      {},
      Effect.gen(function* () {
        const run = yield* begun
        const { changedFiles } = yield* journalled(run, step([quiet]))
        assert.deepStrictEqual(changedFiles, ["config/uninstalled_plugins.json"])
        const operations = yield* MemoryFiles.use((files) => files.operations)
        assert.deepStrictEqual(
          operations.filter(({ writes }) => writes),
          []
        )
      })
    )
  )

  it.effect.each<[string, Change, number]>([
    ["a fetched directory in the place of one that is kept", placeFetched(why, "p/a", "p/kept"), 1],
    ["a directory put back in the place of one that is kept", putBack(why, "p/a", "p/from", "p/kept"), 1],
    ["not a directory in a free place", placeFetched(why, "p/a"), 0],
    ["not a directory put back in a free place", putBack(why, "p/a", "p/from"), 0]
  ])(
    "is journalled in any case where nothing else says where something lies: %s",
    ([_title, change, expected]) =>
      spec(
        {},
        Effect.gen(function* () {
          yield* journalled(yield* begun, step([change]))
          assert.lengthOf(yield* records, expected)
        })
      )
  )

  it.effect("tells which files it has changed, and not which it meant to", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* journalled(yield* begun, step([a, b], [])), { changedFiles: [] })
        assert.deepStrictEqual(yield* records, [])
      })
    )
  )
})

describe("what earlier runs left", () => {
  /** The directories that are swept after a step of a run that has looked, and of one that has not. */
  const swept = (looks: boolean) =>
    Effect.gen(function* () {
      const directories: Array<string> = []
      const run = yield* begun
      if (looks) yield* look(run)
      yield* journalled(run, step([a])).pipe(
        Effect.provide(
          Layer.mock(LocalFiles, { sweep: (path) => Effect.sync(() => void directories.push(path)) })
        )
      )
      return directories
    })

  it.effect("is swept away where the plugins directory is known", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* swept(true), [place("plugin-repos")])
      })
    )
  )

  it.effect("is left there before the first look", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* swept(false), [])
      })
    )
  )

  it.effect("is left there where the plugins directory could not be read", () =>
    spec(
      {},
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(({ path }) => path === place("config/config.json"), "EACCES")
        assert.deepStrictEqual(yield* swept(true), [])
      })
    )
  )
})
