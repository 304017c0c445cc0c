/** A decision that a crash cut short: it is not carried out later, on another sight of the directories, and is listed. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { recover } from "../../../src/reconcile/recover.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { history } from "../../../src/reconcile/look/history.ts"
import { at, put, remove, spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const RUN = "20260601T110000000-000001"
const KEPT = `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${RUN}.old-clock`

const intended = JSON.stringify({
  run_id: RUN,
  command: "resolve",
  started_at: "2026-06-01T11:00:00",
  asked_by: "person",
  status: "intended",
  changes: [
    {
      plugin_id: "clock",
      reason: "duplicate_id",
      file: "plugin-repos/old-clock",
      directory: { present: false, kept: KEPT }
    }
  ]
})

const twice: Described = {
  config: { clock: { enabled: true } },
  plugins: { clock: { version: "1" }, "old-clock": { id: "clock", version: "2" } },
  files: { [`data/reconciler/journal/${RUN}.intended.json`]: intended }
}

const versionIn = (directory: string) => at(`plugin-repos/${directory}/manifest.json`, "version")

it.effect("before its step it leaves both directories, also where the other is gone by then", () =>
  spec(
    twice,
    Effect.gen(function* () {
      yield* remove("plugin-repos/clock/manifest.json")
      yield* recover()
      assert.strictEqual(yield* versionIn("old-clock"), "2")
      assert.strictEqual((yield* history()).runs[0]?.status, "interrupted")
    })
  )
)

it.effect("after its step it is listed, and can be undone", () =>
  spec(
    { ...twice, plugins: { clock: { version: "1" } } },
    Effect.gen(function* () {
      yield* put(`${KEPT}/manifest.json`, JSON.stringify({ id: "clock", version: "2" }))
      yield* recover()
      yield* undo(RUN)
      assert.deepStrictEqual([yield* versionIn("clock"), yield* versionIn("old-clock")], ["1", "2"])
    })
  )
)
