/** What `history` tells of operations and of their undoing. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { history } from "../../../src/reconcile/look/history.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { put, spec } from "../../support/operating.ts"
import { type Described, reconcile, record } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"

const CLOCK: Described = {
  config: { timezone: "UTC", clock: { enabled: true, city: "Tampa", api_key: "s3cret" } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  plugins: { clock: { version: "1.0.0" } },
  offers: {
    clock: { manifestId: "clock", version: "1.1.0" },
    weather: { manifestId: "ledmatrix-weather", version: "2.1.0" }
  }
}

describe("history", () => {
  it.effect("tells no setting but `enabled` and `version`, and no secret", () =>
    spec(
      { ...CLOCK, files: { "config/config_secrets.json": `{"clock": {"pin": "s3cret-pin"}}` } },
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        const told = JSON.stringify(yield* history())
        for (const secret of ["Tampa", "s3cret", "s3cret-pin"]) assert.notInclude(told, secret)
        assert.include(told, `"city":"‹set›"`)
      })
    )
  )

  it.effect("tells which run reversed another", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        yield* TestClock.adjust("1 second")
        const { run_id, undoes } = yield* undo(undefined)
        const { runs } = yield* history()
        assert.deepStrictEqual(
          runs.map((run) => [run.run_id, run.undoes, run.undone_by]),
          [
            [run_id, undoes, null],
            [undoes, undefined, run_id]
          ]
        )
      })
    )
  )

  it.effect("shows of a run only what it did: nothing of a file that it could not write", () =>
    spec(
      {
        ...CLOCK,
        state: { clock: record("clock", false) },
        plugins: { clock: {}, fresh: {} },
        policy: { authority: "config" }
      },
      Effect.gen(function* () {
        yield* MemoryFiles.use((memory) =>
          memory.failWhen(({ name, path }) => name === "rename" && path.endsWith("config.json"), "EIO")
        )
        yield* reconcile()
        const [run] = (yield* history()).runs
        assert.notInclude(run?.changes.map(({ file }) => file).join() ?? "", CONFIG)
        assert.include(run?.changes.map(({ file }) => file).join() ?? "", "data/plugin_state.json")
      })
    )
  )

  it.effect("names a file in the journal that is none, and goes on", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        yield* put("data/reconciler/journal/20260101T000000000-000000.json", "{")
        const { runs, unreadable } = yield* history()
        assert.lengthOf(runs, 1)
        assert.deepStrictEqual(unreadable, ["20260101T000000000-000000.json"])
      })
    )
  )
})
