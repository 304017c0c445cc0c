/** Which run is undone, and which is not to be. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit } from "effect"
import { placeFetched, setValue } from "../../../src/domain/changes/Change.ts"
import type { JournalRecord } from "../../../src/domain/changes/Journal.ts"
import { chosenRun, touchesPluginsOnly } from "../../../src/operations/undo/chosenRun.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { doneRecord } from "../../support/runs/doneRecord.ts"
import { refused, spec } from "../../support/operating.ts"

const why = { plugin: "clock", cause: "enable" }
const run = (run_id: string, more: Partial<JournalRecord> = {}) => ({ ...doneRecord([]), run_id, ...more })
const UNDOING = run("4", { command: "undo", undoes: "3" })
const ALL = [
  run("5", { asked_by: "controller" }),
  UNDOING,
  run("3"),
  run("2"),
  run("1", { asked_by: "person", values_left_out: true })
]

const among = (records: ReadonlyArray<JournalRecord>, wanted?: string) =>
  Effect.provideService(chosenRun(wanted), Journal, {
    view: Effect.succeed({ records, completed: [], unreadable: [] }),
    interrupted: Effect.succeed(false)
  })

describe("of the runs, the newest first, is chosen", () => {
  it.effect.each<readonly [string, string | undefined, string]>([
    ["the last that a person asked for, neither undone nor an undoing", undefined, "2"],
    ["the one that is named", "2", "2"],
    ["a controller's, where it is named", "5", "5"],
    ["an undoing, where it is named", "4", "4"]
  ])("%s", ([_title, wanted, run_id]) =>
    Effect.gen(function* () {
      const { record, records } = yield* among(ALL, wanted)
      assert.deepStrictEqual([record.run_id, records], [run_id, ALL])
    })
  )

  it.effect.each<readonly [string, ReadonlyArray<JournalRecord>, string | undefined, string, string]>([
    [
      "none",
      ALL.slice(0, 1),
      undefined,
      "nothing_to_undo",
      "there is no run that a person asked for and that could be undone"
    ],
    ["none of that name", ALL, "6", "unknown_run", 'there is no run "6"'],
    ["none that is undone", ALL, "3", "cannot_be_undone", "run 3 is undone already"],
    [
      "none that the journal does not keep",
      ALL.slice(4),
      undefined,
      "cannot_be_undone",
      "run 1 changed more than the journal keeps"
    ]
  ])("%s", ([_title, records, wanted, code, message]) =>
    Effect.gen(function* () {
      const problem = yield* refused(among(records, wanted))
      assert.deepStrictEqual([problem.code, problem.message], [code, message])
    })
  )
})

describe("a record", () => {
  const switched = setValue({ ...why, file: "config", key: ["clock", "enabled"] }, true, false)
  const inside = placeFetched(why, "plugin-repos/clock")

  it.effect("of plugins alone may be reversed", () =>
    spec(
      {},
      Effect.gen(function* () {
        const exit = yield* Effect.exit(touchesPluginsOnly(doneRecord([switched, inside], { run_id: "1" })))
        assert.isTrue(Exit.isSuccess(exit))
      })
    )
  )

  it.effect("that names what is no plugin's may not", () =>
    spec(
      {},
      Effect.gen(function* () {
        const record = doneRecord([placeFetched(why, "/srv/clock")], { run_id: "1" })
        const { code, message } = yield* refused(touchesPluginsOnly(record))
        assert.deepStrictEqual(
          [code, message],
          ["cannot_be_undone", "run 1 names /srv/clock, which lies outside the plugins directory"]
        )
      })
    )
  )

  it.effect("that moved plugins may not while it is not known where they lie", () =>
    spec(
      {},
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.failWhen(() => true, "EIO"))
        const { code, message } = yield* refused(touchesPluginsOnly(doneRecord([inside], { run_id: "1" })))
        assert.deepStrictEqual(
          [code, message],
          ["cannot_be_undone", "run 1 moved plugins, and where they lie is not known now"]
        )
      })
    )
  )
})
