/** Why an update replaces nothing. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OperationResult } from "../../../src/domain/Operation.ts"
import { update } from "../../../src/operations/update/update.ts"
import { put, spec, text, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const MANIFEST = "plugin-repos/clock/manifest.json"
const run = update("clock")

/** As the store in memory delivers it. */
const published = (version: string) =>
  JSON.stringify({ id: "clock", name: "clock", version, class_name: "P", display_modes: [] })

const delivering = (version: string): Described => ({
  files: { [MANIFEST]: published("1.0.0") },
  offers: { clock: { manifestId: "clock", version } }
})

const announced = withRegistry([{ id: "clock", latest_version: "2.0.0" }])

const upToDate = (
  message: string,
  notes: ReadonlyArray<string>,
  version: string | null = "1.0.0"
): OperationResult => ({
  command: "update",
  plugin_id: "clock",
  status: "up_to_date",
  message,
  version,
  notes,
  changed_files: []
})

describe("a registry that announces more than it delivers", () => {
  it.effect.each([
    ["an older version", "0.9.0", "the registry names 2.0.0, and delivers 0.9.0, which is older"],
    ["what is installed", "1.0.0", "the registry names 2.0.0, and delivers what is installed"]
  ] as const)("replaces nothing by %s", ([_title, version, note]) =>
    spec(
      delivering(version),
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* run, upToDate("clock is up to date", [note]))
        assert.strictEqual(yield* text(MANIFEST), published("1.0.0"))
      }).pipe(announced)
    )
  )

  it.effect("replaces other files of the same version", () =>
    spec(
      delivering("1.0.0"),
      Effect.gen(function* () {
        yield* put("plugin-repos/clock/old.py", "old")
        assert.strictEqual((yield* run).status, "updated")
        assert.isUndefined(yield* text("plugin-repos/clock/old.py"))
      }).pipe(announced)
    )
  )
})

describe("a plugin that is up to date", () => {
  it.effect.each([
    ["it is the newest", "1.0.0", "1.0.0", "clock is up to date: 1.0.0 is the newest"],
    [
      "its manifest says no version",
      undefined,
      "1.0.0",
      "clock is up to date: its manifest has no version to compare"
    ],
    ["the registry says none", "1.0.0", undefined, "clock is up to date: the registry names no version"],
    ["the registry says nothing", "1.0.0", null, "clock is up to date: the registry names no version"],
    ["the registry's is empty", "1.0.0", "", "clock is up to date: the registry names no version"]
  ] as const)("is answered with why: %s", ([_title, version, latest, message]) =>
    spec(
      { plugins: { clock: version === undefined ? {} : { version } } },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* run, upToDate(message, [], version ?? null))
      }).pipe(withRegistry([{ id: "clock", ...(latest === undefined ? {} : { latest_version: latest }) }]))
    )
  )

  it.effect("by a registry's last good copy is said to be so", () =>
    spec(
      { plugins: { clock: { version: "1.0.0" } } },
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* run).notes, [
          "the registry could not be asked; this is by its last good copy"
        ])
      }).pipe(withRegistry([{ id: "clock", latest_version: "1.0.0" }], { stale: true }))
    )
  )
})
