/** An undoing that was cut short: what it leaves to be remembered once it is completed. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { JournalChange, JournalRecord } from "../../../src/domain/changes/Journal.ts"
import { desiredEvidence } from "../../../src/domain/desired/DesiredView.ts"
import { FIRST, recovering, run, SECOND } from "../../support/runs/cutShort.ts"
import { spec } from "../../support/operating.ts"
import { type Described, lines, readJson, reconcile } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const off = { enabled: false }
const entry = { plugin_id: "clock", file: CONFIG, key: ["clock"] }

const added = (reason: string): JournalChange => ({ ...entry, reason, after: off })
const repair = run(FIRST, "reconcile", [added("no_entry")], { status: "done" })
const undoing = run(SECOND, "undo", [{ ...entry, reason: "undo", before: off }], { undoes: FIRST })

const ADDED: Described = { config: { clock: off }, plugins: { clock: {} } }

/** What is held back once `second` is completed, which was to undo `first`. */
const heldBack = (first: JournalRecord, second: JournalRecord, described = ADDED) =>
  spec(
    described,
    Effect.gen(function* () {
      yield* recovering(first, second)
      return {
        held: yield* readJson("data/reconciler/undone.json"),
        agreed: yield* readJson("data/reconciler/agreements.json"),
        found: lines(yield* reconcile())
      }
    })
  )

const NO_ENTRY = '["clock","plugin_missing_in_config","no_entry"]'
const DESIRED = '["clock","plugin_not_as_desired","desired_enabled"]'
/** Beside it a plugin of which both sides agree, which any remembering remembers. */
const BESIDE: Described = {
  config: { clock: off, news: off },
  plugins: { clock: {}, news: {} },
  state: { news: record("news", false) }
}
const AGREED = { news: off }

describe("of an undoing that is completed", () => {
  it.effect("what it brought back of a repair is held back, and what both sides agree on is known", () =>
    Effect.gen(function* () {
      const { agreed, found, held } = yield* heldBack(repair, undoing, BESIDE)
      assert.deepStrictEqual(Object.keys(Object(held)), [NO_ENTRY])
      assert.deepStrictEqual(agreed, AGREED)
      assert.deepStrictEqual(found, ["clock undone manual"])
    })
  )

  it.effect(
    "nothing is held back where an operation was undone, and its plugin is not taken for uninstalled",
    () =>
      Effect.gen(function* () {
        const { found, held } = yield* heldBack({ ...repair, command: "install" }, undoing)
        assert.deepStrictEqual([held, found], [undefined, ["clock no_entry fixed"]])
      })
  )

  it.effect(
    "its plugin is not taken for uninstalled either where LEDMatrix has a copy of the config with it",
    () =>
      Effect.gen(function* () {
        const files = { [`${CONFIG}.backup`]: JSON.stringify({ clock: off }) }
        const { found } = yield* heldBack({ ...repair, command: "install" }, undoing, { ...ADDED, files })
        assert.deepStrictEqual(found, ["clock no_entry fixed"])
      })
  )

  it.effect.each<[string, JournalRecord["asked_by"], object]>([
    ["is held back where a person asked for it", "person", { [DESIRED]: desiredEvidence("r1") }],
    ["is not where a controller did", "controller", {}]
  ])("what a desired state wanted %s", ([_title, asker = "person", expected]) =>
    Effect.gen(function* () {
      const first = { ...repair, changes: [added("desired_enabled")], desired: "r1" }
      const { held } = yield* heldBack(first, { ...undoing, asked_by: asker })
      const { [NO_ENTRY]: _drift, ...desired } = Object(held)
      assert.deepStrictEqual(desired, expected)
    })
  )

  it.effect.each<[string, JournalRecord, JournalRecord]>([
    [
      "where it replaced a file as a whole",
      {
        ...repair,
        command: "resolve",
        changes: [
          {
            plugin_id: "",
            reason: "not_json",
            file: CONFIG,
            replaced: { by: `${CONFIG}.backup`, kept: `${CONFIG}.corrupt-1`, was: "a", becomes: "b" }
          }
        ]
      },
      undoing
    ],
    [
      "where the run that it undoes is not listed",
      { ...repair, run_id: "20260601T100000000-000003" },
      undoing
    ],
    [
      "where nothing of it was left to be done",
      repair,
      { ...undoing, changes: [{ ...entry, reason: "undo", before: { enabled: true } }] }
    ]
  ])("nothing is remembered %s", ([_title, first, second]) =>
    Effect.gen(function* () {
      const { agreed, held } = yield* heldBack(first, second, BESIDE)
      assert.deepStrictEqual([held, agreed], [undefined, undefined])
    })
  )
})
