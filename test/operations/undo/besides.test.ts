/** What an undoing heeds beside the changes that it reverses: LEDMatrix at work, and what no run is to repair again. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Change, setValue } from "../../../src/domain/changes/Change.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { doneRecord } from "../../support/runs/doneRecord.ts"
import { at, refused, spec, text } from "../../support/operating.ts"

const CONFIG = "config/config.json"
const PLUGINS = "plugin-repos"
const RUN = "20260101T000000000-aaaaaa"
const KEPT = `${PLUGINS}/.ledmatrix-reconciler.standalone-backup-kept.${RUN}.clock`
const UNDONE = "data/reconciler/undone.json"

const why = { plugin: "clock", cause: "desired_settings" }
const city = setValue({ ...why, file: "config", key: ["clock", "city"] }, "a", "b")
const aside = Change.SetAside({ ...why, place: `${PLUGINS}/clock`, kept: KEPT })

const undoing = undo(undefined)

const journalled = (
  changes: ReadonlyArray<Change>,
  more: Parameters<typeof doneRecord>[1] = {}
): { readonly [path: string]: string } => ({
  [`data/reconciler/journal/${RUN}.json`]: JSON.stringify(doneRecord(changes, { run_id: RUN, ...more }))
})

describe("beside a copy that LEDMatrix set aside minutes ago", () => {
  const COPY = `${PLUGINS}/clock.standalone-backup-migrating`
  const manifests = Object.fromEntries(
    [COPY, KEPT].map((directory) => [`${directory}/manifest.json`, `{"id": "clock", "class_name": "C"}`])
  )

  it.effect("the plugin is not put back", () =>
    spec(
      { files: { ...manifests, ...journalled([aside], { command: "uninstall" }) } },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(undoing)).code, "operation_in_progress")
        assert.isDefined(yield* text(`${KEPT}/manifest.json`))
      })
    )
  )

  it.effect("a setting of the plugin is put back", () =>
    spec(
      { config: { clock: { city: "b" } }, files: { ...manifests, ...journalled([city]) } },
      Effect.gen(function* () {
        yield* undoing
        assert.strictEqual(yield* at(CONFIG, "clock", "city"), "a")
      })
    )
  )
})

describe("what a desired state had wanted", () => {
  const wanted = journalled([city], { command: "reconcile", desired: "r1" })

  it.effect("is held back once it is undone", () =>
    spec(
      { config: { clock: { city: "b" } }, files: wanted },
      Effect.gen(function* () {
        yield* undoing
        assert.include(yield* text(UNDONE), "desired_settings")
      })
    )
  )

  it.effect("is not held back where nothing of it could be undone", () =>
    spec(
      { config: { clock: { city: "c" } }, files: wanted },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(undoing)).code, "nothing_to_undo")
        assert.isUndefined(yield* text(UNDONE))
      })
    )
  )
})
