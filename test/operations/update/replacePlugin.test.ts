/** The store's version in place of the installed one: what it leaves, and what keeps it from being put there. */
import { advice } from "../../../src/domain/advice/Advice.ts"
import { NextStep } from "../../../src/domain/advice/NextStep.ts"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { update } from "../../../src/operations/update/update.ts"
import { PluginInstaller } from "../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import {
  at,
  keptCopies,
  place,
  put,
  refused,
  remove,
  spec,
  text,
  whenStaged
} from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const STATE = "data/plugin_state.json"
const MANIFEST = "plugin-repos/clock/manifest.json"
const run = update("clock")

/** As the store in memory delivers it. */
const published = (version: string) =>
  JSON.stringify({ id: "clock", name: "clock", version, class_name: "P", display_modes: [] })

const CLOCK: Described = {
  config: { clock: { enabled: true } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  files: { [MANIFEST]: published("1.0.0") },
  offers: { clock: { manifestId: "clock", version: "1.1.0" } }
}

describe("an update that was made", () => {
  it.effect("says what was replaced by what, which files, and how it is undone", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const { run_id, ...result } = yield* run
        const [kept = ""] = yield* keptCopies
        assert.deepStrictEqual(result, {
          command: "update",
          plugin_id: "clock",
          status: "updated",
          message: "clock is updated from 1.0.0 to 1.1.0",
          version: "1.1.0",
          previous_version: "1.0.0",
          restart_required: true,
          notes: [
            "LEDMatrix runs the new version after its display service restarts",
            advice`the former version is kept (the newest two, for a week); ${NextStep.Undo({ run: run_id ?? "" })} brings it back`
          ],
          changed_files: ["plugin-repos/clock", kept.slice(place("").length), STATE],
          local_files: { carried_over: [], left_in_kept_copy: [], kept_copy: kept.slice(place("").length) }
        })
      })
    )
  )

  it.effect("keeps the former version under the run's name", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const { run_id } = yield* run
        assert.strictEqual(
          yield* text(
            `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${run_id}.clock/manifest.json`
          ),
          published("1.0.0")
        )
      })
    )
  )

  it.effect("of a download without a version names none, and leaves the record's", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const installer = yield* PluginInstaller
        const result = yield* Effect.provideService(run, PluginInstaller, {
          ...installer,
          stage: (name, disk, accepts) =>
            Effect.map(installer.stage(name, disk, accepts), (staged) => ({ ...staged, version: undefined }))
        })
        assert.deepStrictEqual(
          [result.message, result.version],
          ["clock is updated from 1.0.0 to one without a version", null]
        )
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), "1.0.0")
      })
    )
  )
})

describe("the record's version", () => {
  const recordWith = (more: { readonly [field: string]: unknown }) => ({
    ...CLOCK,
    state: { clock: record("clock", true, more) }
  })

  it.effect.each([
    ["follows where the record names one", recordWith({ version: "0.9" }), "1.1.0"],
    ["stays where the record names none", recordWith({ version: null }), null],
    ["stays in a record that LEDMatrix would drop", recordWith({ version: "0.9", stray: 1 }), "0.9"],
    ["is not made where there is no record", { ...CLOCK, state: {} }, undefined]
  ] as const)("%s", ([_title, described, expected]) =>
    spec(
      described,
      Effect.gen(function* () {
        assert.strictEqual((yield* run).status, "updated")
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), expected)
      })
    )
  )

  it.effect("that is the new one already makes no write", () =>
    spec(
      recordWith({ version: "1.1.0" }),
      Effect.gen(function* () {
        const before = yield* text(STATE)
        const { changed_files } = yield* run
        assert.notInclude(changed_files, STATE)
        assert.strictEqual(yield* text(STATE), before)
      })
    )
  )
})

describe("an update whose plugin is another by the time it is downloaded", () => {
  const CHANGED = {
    code: "changed_meanwhile",
    message: "plugin-repos/clock was changed while its update was downloaded",
    path: undefined,
    hint: "run it again"
  }

  it.effect.each([
    ["it has gone", remove("plugin-repos/clock")],
    ["it holds another plugin", put(MANIFEST, `{"id": "news", "version": "1.0.0"}`)],
    ["it holds another version", put(MANIFEST, published("1.0.5"))]
  ] as const)("is refused: %s", ([_title, meanwhile]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* refused(run), CHANGED)
        assert.lengthOf(yield* keptCopies, 0)
      }).pipe(whenStaged(meanwhile))
    )
  )

  it.effect("is refused where its owner has begun to work on it", () =>
    spec(
      { ...CLOCK, localChanges: { clock: ["mine.py"] } },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(run)).code, "local_changes")
        assert.strictEqual(yield* text(MANIFEST), published("1.0.0"))
      }).pipe(whenStaged(put("plugin-repos/clock/.git/HEAD", "ref: refs/heads/main\n")))
    )
  )

  it.effect("leaves no download behind", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* refused(run)
        const paths = [...(yield* MemoryFiles.use((files) => files.snapshot)).keys()]
        assert.deepStrictEqual(
          paths.filter((path) => path.includes("standalone-backup")),
          []
        )
      }).pipe(whenStaged(remove("plugin-repos/clock")))
    )
  )
})
