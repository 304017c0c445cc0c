/** Runs that were cut short and are not completed: what waits, and what is refused. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { JournalChange } from "../../../src/domain/changes/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { FIRST, recovering, run, statuses } from "../../support/runs/cutShort.ts"
import { place, spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { withWarnings } from "../../support/runs/warnings.ts"

const CONFIG = "config/config.json"
const CLOCK: Described = { config: { clock: { enabled: false } }, plugins: { clock: {} } }

describe("a run that was cut short", () => {
  const kept = `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${FIRST}.clock`
  const aside = (file: string): JournalChange => ({
    plugin_id: "clock",
    reason: "undo",
    file,
    directory: { present: false, kept }
  })

  it.effect("waits while it cannot be told where plugins lie", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(({ path }) => path === place(CONFIG), "EIO")
        yield* recovering(run(FIRST, "undo", [aside("plugin-repos/clock")]))
        yield* files.reset
        assert.deepStrictEqual(yield* statuses, [["undo", "intended"]])
      })
    )
  )

  it.effect("is closed, with a warning, where it names what is no plugin's", () =>
    spec(
      { ...CLOCK, files: { "src/manifest.json": "{}" } },
      Effect.gen(function* () {
        const { warnings } = yield* withWarnings(recovering(run(FIRST, "undo", [aside("src")])))
        assert.deepStrictEqual(yield* statuses, [["undo", "interrupted"]])
        assert.deepStrictEqual(warnings, [
          [
            "the journal tells of an interrupted run that is none of ours; it is left alone",
            { run: FIRST, problem: "it names src, which lies outside the plugins directory" }
          ]
        ])
      })
    )
  )
})
