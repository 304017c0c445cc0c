/** What an undoing tells of each change: reversed, or left alone and why. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { install } from "../../../../src/operations/install/install.ts"
import { setEnabled } from "../../../../src/operations/setEnabled.ts"
import { undo } from "../../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../../src/operations/uninstall.ts"
import { update } from "../../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import { at, keptCopies, put, refused, remove, spec } from "../../../support/operating.ts"
import { type Described, readJson } from "../../../support/reconciling.ts"
import { record } from "../../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const SECRETS = "config/config_secrets.json"
const TOMBSTONES = "data/reconciler/tombstones.json"
const FILE = "plugin-repos/clock"
const RECORD = `${STATE}: states › clock`
const ENTRY = `${CONFIG}: clock`

const CLOCK: Described = {
  config: { clock: { enabled: true, city: "Tampa" } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  plugins: { clock: { version: "1.0.0" } },
  offers: { clock: { manifestId: "clock", version: "1.1.0" } }
}
const NONE: Described = { offers: CLOCK.offers ?? {} }

const undoLast = undo(undefined)
/** Why nothing could be undone. */
const refusal = Effect.map(refused(undoLast), ({ message }) => message.replace(/run \S+/u, "run RUN"))
const installed = install("clock")
const uninstalled = uninstall("clock", { preserveConfig: false })
const forgetCopies = Effect.flatMap(keptCopies, (paths) =>
  Effect.forEach(paths, (path) => MemoryFiles.use((files) => files.remove(path)))
)
/** Later than what was done before, as a file's time tells it. */
const changedSince = Effect.andThen(TestClock.adjust("1 minute"), put(`${FILE}/mine.py`, "mine"))

describe("what undoing tells", () => {
  it.effect("of an uninstall names all that came back, and what cannot", () =>
    spec(
      { ...CLOCK, files: { [SECRETS]: `{"clock": {"pin": "s3cret"}}` } },
      Effect.gen(function* () {
        yield* uninstalled
        const { left_alone, notes, restored } = yield* undoLast
        assert.deepStrictEqual(
          { left_alone, notes, restored },
          {
            restored: [
              `${MARKS}: clock removed`,
              `${RECORD} restored`,
              `${FILE} put back`,
              `${ENTRY} restored`
            ],
            left_alone: [`${SECRETS}: clock: secrets are not kept`],
            notes: ["the section of clock in config_secrets.json has to be entered again"]
          }
        )
      })
    )
  )

  it.effect("of an install names what went, and where the plugin is kept", () =>
    spec(
      NONE,
      Effect.gen(function* () {
        yield* installed
        const { left_alone, notes, restored, run_id } = yield* undoLast
        assert.deepStrictEqual(
          { left_alone, notes, restored },
          {
            restored: [
              `${RECORD} removed`,
              `${ENTRY} removed`,
              `${FILE} set aside as plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${run_id}.clock`
            ],
            left_alone: [],
            notes: []
          }
        )
      })
    )
  )

  it.effect("counts what is reversed and what is left", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstalled
        yield* put(CONFIG, `{"clock": {"enabled": false}}`)
        const { message, undoes } = yield* undoLast
        assert.strictEqual(message, `Run ${undoes} (uninstall) is undone: 3 reversed, 1 left alone`)
      })
    )
  )
})

describe("an undoing leaves alone", () => {
  it.effect.each([
    [
      "an entry that is there again",
      uninstalled,
      put(CONFIG, `{"clock": {"enabled": false}}`),
      [`${ENTRY} has changed since`]
    ],
    ["a mark that is gone", uninstalled, put(MARKS, "[]"), [`${MARKS}: clock has changed since`]],
    [
      "a directory that is there again",
      uninstalled,
      put(`${FILE}/manifest.json`, `{"id": "clock"}`),
      [`${FILE} is there again`]
    ],
    [
      "a directory whose copy is gone, with what brings it back",
      uninstalled,
      forgetCopies,
      ["the copy of clock is not kept any more; installing it anew brings it back"]
    ]
  ] as const)("%s", ([_title, operation, since, left]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* operation
        yield* since
        assert.deepStrictEqual((yield* undoLast).left_alone, [...left])
      })
    )
  )

  it.effect("all of an uninstall after which the plugin was installed again", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const { run_id } = yield* uninstalled
        yield* installed
        const { message } = yield* refused(undo(run_id))
        assert.include(message, "nothing of run")
        assert.include(message, `${MARKS}: clock has changed since`)
      })
    )
  )

  it.effect("an installed directory that is gone", () =>
    spec(
      NONE,
      Effect.gen(function* () {
        yield* installed
        yield* remove(FILE)
        assert.deepStrictEqual((yield* undoLast).left_alone, [`${FILE} is not there any more`])
      })
    )
  )

  it.effect("an update whose copy is gone, with its record, and names what the store has now", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* update("clock")
        yield* forgetCopies
        assert.strictEqual(
          yield* refusal,
          `nothing of run RUN could be undone: the copy of clock is not kept any more; ` +
            `installing it anew brings what the store has now; ` +
            `${STATE}: states › clock › version goes with it`
        )
      })
    )
  )

  describe("an installed directory that was changed since", () => {
    const TOMBED: Described = { ...NONE, files: { [TOMBSTONES]: `{"clock": 0}` } }
    const changed = Effect.andThen(installed, changedSince)

    it.effect("with what was written for it, each named once", () =>
      spec(
        TOMBED,
        Effect.gen(function* () {
          yield* changed
          assert.strictEqual(
            yield* refusal,
            `nothing of run RUN could be undone: ${FILE} has changed since; ` +
              `${RECORD} goes with it; ${ENTRY} goes with it`
          )
        })
      )
    )

    it.effect("and buries nothing that stands there", () =>
      spec(
        TOMBED,
        Effect.gen(function* () {
          yield* changed
          yield* refusal
          assert.deepStrictEqual(yield* readJson(TOMBSTONES), {})
        })
      )
    )
  })

  it.effect("a value that may be secret, and was not kept", () =>
    spec(
      {
        ...CLOCK,
        config: { clock: { enabled: "hunter22" } },
        files: { [SECRETS]: `{"news": {"pin": "hunter22"}}` }
      },
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        const { left_alone } = yield* undoLast
        assert.deepStrictEqual(left_alone, [`${ENTRY} › enabled: it may be secret, and was not kept`])
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), false)
      })
    )
  )
})
