/** What the journal tells of a round of edits: what was done, not what was planned. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import {
  type Described,
  installation,
  lines,
  readJson,
  reconcile,
  record
} from "../../support/reconciling.ts"

const COPY = "plugin-repos/clock.standalone-backup-migrating"

/** LEDMatrix has set the plugin aside just now. */
const setAside: Described = {
  config: { clock: { enabled: true, city: "Tampa" } },
  files: { [`${COPY}/manifest.json`]: '{"id": "clock"}' },
  offers: { clock: { manifestId: "clock", version: "2.0.0" } }
}

const changes = Journal.use(({ view }) => view).pipe(
  Effect.map(({ records }) => records.flatMap((one) => one.changes.map(({ file }) => file)))
)

it.effect("a copy that may still be in LEDMatrix's hands is left, and not told as put back", () =>
  Effect.gen(function* () {
    const report = yield* reconcile()
    assert.deepStrictEqual(lines(report), ["clock set_aside_copy failed transient operation_in_progress"])
    assert.deepStrictEqual(yield* changes, [])
  }).pipe(Effect.provide(installation(setAside)))
)

it.effect("an edit that failed is not told as made beside one that was", () =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    yield* files.failWhen(({ name, path }) => name === "rename" && path.endsWith("/config.json"), "ENOSPC")
    yield* reconcile()
    assert.deepStrictEqual(yield* changes, ["data/plugin_state.json"])
    assert.deepStrictEqual(yield* readJson("config/config.json"), {})
  }).pipe(
    Effect.provide(
      installation({
        config: {},
        plugins: { fresh: {}, clock: { version: "2.0.0" } },
        state: { clock: record("clock", false, { version: "1.0.0" }) }
      })
    )
  )
)
