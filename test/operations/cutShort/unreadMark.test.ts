/** An intended transaction of which it is not known now whether its owner still wants it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { recover } from "../../../src/reconcile/recover.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { spec, text } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const RUN = "20260601T110000000-000001"
const INTENDED = `data/reconciler/journal/${RUN}.intended.json`
const MARKS = "config/uninstalled_plugins.json"
const FILE = "plugin-repos/clock"
const KEPT = `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${RUN}.clock`

/** The mark is set; the directory is still there. */
const CUT: Described = {
  plugins: { clock: {} },
  files: {
    [MARKS]: `["clock"]`,
    [INTENDED]: JSON.stringify({
      run_id: RUN,
      command: "uninstall",
      started_at: "2026-06-01T11:00:00",
      status: "intended",
      changes: [
        { plugin_id: "clock", reason: "uninstall", file: FILE, directory: { present: false, kept: KEPT } }
      ]
    })
  }
}

describe("an uninstall that was cut short", () => {
  it.effect("waits while its mark cannot be read, and is carried out then", () =>
    spec(
      CUT,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(({ name, path }) => name === "read" && path.endsWith(MARKS), "EIO")
        yield* recover()
        yield* files.reset
        assert.isDefined(yield* text(INTENDED))
        assert.isDefined(yield* text(`${FILE}/manifest.json`))
        yield* recover()
        assert.isUndefined(yield* text(INTENDED))
        assert.isUndefined(yield* text(`${FILE}/manifest.json`))
      })
    )
  )
})
