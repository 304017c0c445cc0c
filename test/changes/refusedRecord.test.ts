// A journal that somebody else has written: what it names outside the plugins directory stays where it is.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { refusedRecord } from "../../src/changes/refusedRecord.ts"
import { type Change, placeFetched, setValue } from "../../src/domain/changes/Change.ts"
import { history } from "../../src/reconcile/look/history.ts"
import { undo } from "../../src/operations/undo/undo.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { doneRecord } from "../support/runs/doneRecord.ts"
import { installation, readJson, reconcile } from "../support/reconciling.ts"

const RUN = "20260601T110000-0001"
const JOURNAL = "data/reconciler/journal"
const OUTSIDE = "/srv/thing"

const record = (
  directory: { readonly [field: string]: unknown },
  more: { readonly [field: string]: unknown } = {}
) =>
  JSON.stringify({
    run_id: RUN,
    command: "update",
    started_at: "2026-06-01T11:00:00",
    status: "done",
    changes: [{ plugin_id: "clock", reason: "update", file: "plugin-repos/clock", directory }],
    ...more
  })

/** An installation with this journal, and a directory outside that holds one file. */
const withJournal = <A, E, R>(name: string, text: string, program: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    yield* files.put(`${OUTSIDE}/keep`, "kept")
    const result = yield* program
    assert.strictEqual(yield* files.text(`${OUTSIDE}/keep`), "kept")
    assert.isDefined(yield* files.text(`${MEMORY_ROOT}/plugin-repos/clock/manifest.json`))
    return result
  }).pipe(
    Effect.provide(
      installation({
        config: { clock: { enabled: true } },
        plugins: { clock: {} },
        files: { [`${JOURNAL}/${name}`]: text }
      })
    )
  )

const undoing = Effect.match(undo(undefined), {
  onSuccess: () => "undone",
  onFailure: (error) => ("code" in error ? error.code : error._tag)
})

describe("a run of the journal that names another place than the plugins directory", () => {
  it.effect.each([
    ["where the old one was kept", { present: true, kept: OUTSIDE }],
    ["where the old one was kept, by a path that leads out", { present: true, kept: "../srv/thing" }],
    ["where it came from", { present: true, from: OUTSIDE }],
    ["below the plugins directory", { present: true, kept: "plugin-repos/a/b" }],
    ["the plugins directory itself", { present: true, kept: "plugin-repos" }],
    ["the settings", { present: true, kept: "config" }]
  ] as const)("is not undone: %s", ([_title, directory]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* withJournal(`${RUN}.json`, record(directory), undoing), "cannot_be_undone")
    })
  )

  it.effect("is closed, and nothing of it settled, where it was cut short", () =>
    withJournal(
      `${RUN}.intended.json`,
      record({ present: true, kept: OUTSIDE }, { status: "intended" }),
      Effect.gen(function* () {
        yield* reconcile()
        const { runs } = yield* history()
        assert.deepInclude(
          runs.find(({ run_id }) => run_id === RUN),
          { status: "interrupted" }
        )
      })
    )
  )

  it.effect("waits while it is not known where plugins lie", () =>
    withJournal(
      `${RUN}.intended.json`,
      record({ present: true, kept: OUTSIDE }, { status: "intended" }),
      Effect.gen(function* () {
        yield* (yield* MemoryFiles).remove(`${MEMORY_ROOT}/config/config.json`)
        yield* reconcile()
        const { runs } = yield* history()
        assert.deepStrictEqual(
          runs.map(({ status }) => status),
          ["intended"]
        )
        assert.strictEqual(yield* undoing, "source_unreadable")
      })
    )
  )
})

describe("what a record names that it must not", () => {
  const INSIDE = "plugin-repos/clock"
  const why = { plugin: "clock", cause: "update" }
  const switched = setValue({ ...why, file: "config", key: ["clock", "enabled"] }, true, false)
  const lies = (path: string) => `names ${path}, which lies outside the plugins directory`

  it.effect.each<readonly [string, ReadonlyArray<Change>, string | undefined]>([
    ["is nothing", [], undefined],
    ["is nothing where a plugin's value changed", [switched], undefined],
    ["is nothing where places are names in the plugins directory", [placeFetched(why, INSIDE)], undefined],
    [
      "is the first place outside",
      [placeFetched(why, INSIDE), placeFetched(why, OUTSIDE), placeFetched(why, "/srv/other")],
      lies(OUTSIDE)
    ],
    ["is a place outside before all else", [placeFetched(why, OUTSIDE, "config")], lies(OUTSIDE)],
    ["is the plugins directory", [placeFetched(why, "plugin-repos")], lies("plugin-repos")],
    ["is what lies deeper", [placeFetched(why, `${INSIDE}/deeper`)], lies(`${INSIDE}/deeper`)],
    [
      "is what no run changes",
      [setValue({ ...why, file: "config", key: ["display"] }, 1, 2)],
      "changes display of config/config.json, which is no plugin's"
    ]
  ])("%s", ([_title, changes, refused]) =>
    Effect.gen(function* () {
      const found = yield* refusedRecord(doneRecord(changes))
      assert.deepStrictEqual(found, { refused: Option.fromUndefinedOr(refused) })
    }).pipe(Effect.provide(installation({})))
  )

  it.effect.each([
    ["the config", "config/config.json"],
    ["the plugins directory", "plugin-repos"]
  ])("is not known while %s cannot be read", ([_title, path]) =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen((operation) => operation.path === `${MEMORY_ROOT}/${path}`, "EIO")
      assert.strictEqual(yield* refusedRecord(doneRecord([placeFetched(why, INSIDE)])), "unknown")
    }).pipe(Effect.provide(installation({ plugins: { clock: {} } })))
  )

  it.effect("is known of values without it", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(() => true, "EIO")
      assert.deepStrictEqual(yield* refusedRecord(doneRecord([switched])), { refused: Option.none() })
    }).pipe(Effect.provide(installation({})))
  )
})

describe("a record of the journal", () => {
  it.effect.each(["../../config/config", "20260601T110000-0002", ""])(
    "is none where it tells of run %j under another's name",
    (run) =>
      withJournal(
        `${RUN}.json`,
        record({ present: true }, { run_id: run }),
        Effect.gen(function* () {
          const { runs, unreadable } = yield* history()
          assert.deepStrictEqual([runs, unreadable], [[], [`${RUN}.json`]])
        })
      )
  )

  it.effect("that is interrupted leads to no file but its own", () =>
    withJournal(
      `${RUN}.intended.json`,
      record({ present: true }, { run_id: "../../../config/config", status: "intended" }),
      Effect.gen(function* () {
        yield* reconcile()
        assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: true } })
      })
    )
  )
})
