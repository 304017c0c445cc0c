/** What `history` tells of a journalled value, and what it keeps to itself. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { JournalChange } from "../../../src/domain/changes/Journal.ts"
import { LEFT_OUT } from "../../../src/domain/changes/leftOut.ts"
import { history } from "../../../src/reconcile/look/history.ts"
import { spec } from "../../support/operating.ts"

const RUN = "20260601T110000000-000001"
const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const SET = "‹set›"

const journal = (changes: ReadonlyArray<JournalChange>) => ({
  [`data/reconciler/journal/${RUN}.json`]: JSON.stringify({
    run_id: RUN,
    command: "uninstall",
    started_at: "2026-06-01T11:00:00",
    status: "done",
    changes
  })
})

const told = { plugin_id: "clock", reason: "uninstall" }

type Value = Exclude<JournalChange["before"], undefined>

/** How `history` shows a value that was there before, or is there after. */
const shown = (file: string, key: ReadonlyArray<string>, side: "before" | "after", value: Value) =>
  spec(
    { files: journal([{ ...told, file, key, [side]: value }]) },
    Effect.map(history(), ({ runs }) => runs[0]?.changes[0])
  )

describe("a value of the history", () => {
  it.effect.each([
    ["enabled of an entry", CONFIG, ["clock", "enabled"], true, true],
    ["enabled that is no boolean", CONFIG, ["clock", "enabled"], "yes", "yes"],
    ["enabled that holds settings", CONFIG, ["clock", "enabled"], { city: "Tampa" }, SET],
    ["enabled that holds a list", CONFIG, ["clock", "enabled"], ["Tampa"], SET],
    ["the version of an entry", CONFIG, ["clock", "version"], "1.0.0", "1.0.0"],
    ["another setting", CONFIG, ["clock", "city"], "Tampa", SET],
    ["a setting that is on", CONFIG, ["clock", "night"], true, SET],
    ["a setting that is null", CONFIG, ["clock", "city"], null, SET],
    ["enabled that is null", CONFIG, ["clock", "enabled"], null, null],
    ["what the journal left out", CONFIG, ["clock", "city"], LEFT_OUT, LEFT_OUT],
    [
      "an entry",
      CONFIG,
      ["clock"],
      { enabled: "yes", version: 2, city: "Tampa", days: ["Mon"] },
      { enabled: "yes", version: 2, city: SET, days: SET }
    ],
    [
      "an entry with settings where a word belongs",
      CONFIG,
      ["clock"],
      { enabled: { city: "Tampa" }, version: ["Tampa"] },
      { enabled: SET, version: SET }
    ],
    ["what is no entry", CONFIG, ["clock"], "Tampa", SET],
    ["a boolean in the place of an entry", CONFIG, ["clock"], true, SET],
    ["a list in the place of an entry", CONFIG, ["clock"], ["Tampa"], SET],
    [
      "a record",
      STATE,
      ["states", "clock"],
      { enabled: false, status: "error", metadata: { city: "Tampa" } },
      { enabled: false, status: "error", metadata: SET }
    ],
    ["a value of a record", STATE, ["states", "clock", "status"], "error", "error"],
    ["what is no record", STATE, ["states", "clock"], 5, 5],
    ["a mark", "config/uninstalled_plugins.json", ["clock"], true, true]
  ] as const)("is shown as far as it is no setting: %s", ([_title, file, key, value, expected]) =>
    Effect.gen(function* () {
      for (const side of ["before", "after"] as const) {
        assert.deepStrictEqual(yield* shown(file, key, side, value), { ...told, file, key, [side]: expected })
      }
    })
  )

  it.effect("is shown without its spelling, which has all of it", () =>
    spec(
      {
        files: journal([
          {
            ...told,
            file: CONFIG,
            key: ["clock"],
            before: { city: "Tampa" },
            spelled: { text: `"clock": {"city": "Tampa"}` }
          }
        ])
      },
      Effect.gen(function* () {
        const { runs } = yield* history()
        assert.deepStrictEqual(runs[0]?.changes, [
          { ...told, file: CONFIG, key: ["clock"], before: { city: SET } }
        ])
      })
    )
  )

  it.effect("is none for a directory", () => {
    const change = { ...told, file: "plugin-repos/clock", directory: { present: true } }
    return spec(
      { files: journal([change]) },
      Effect.gen(function* () {
        const { runs } = yield* history()
        assert.deepStrictEqual(runs[0], {
          run_id: RUN,
          command: "uninstall",
          started_at: "2026-06-01T11:00:00",
          status: "done",
          changes: [change],
          undone_by: null
        })
      })
    )
  })
})
