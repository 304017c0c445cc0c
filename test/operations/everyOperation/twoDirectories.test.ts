/** Two directories with one id, where LEDMatrix decides which of them it runs: every operation means that one. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update, updateAll } from "../../../src/operations/update/update.ts"
import { at, spec } from "../../support/operating.ts"
import { check, type Described, record } from "../../support/reconciling.ts"

/** LEDMatrix runs the one of its own name, then the one with the prefix, then the first by name. */
const twice = (directories: ReadonlyArray<string>): Described => ({
  ledmatrixVersion: "3.5.0",
  config: { clock: { enabled: false } },
  plugins: Object.fromEntries(
    directories.map((directory) => [directory, { id: "clock", version: directory === "a" ? "9" : "1" }])
  ),
  state: { clock: record("clock", false, { version: null }) },
  offers: { clock: { manifestId: "clock", version: "2" } }
})

const versionIn = (directory: string) => at(`plugin-repos/${directory}/manifest.json`, "version")

describe("the finding", () => {
  it.effect.each([
    [["a", "clock"], "clock"],
    [["a", "ledmatrix-clock"], "ledmatrix-clock"],
    [["ledmatrix-clock", "clock"], "clock"],
    [["zeta", "b"], "b"]
  ] as const)("about %j is a note that names both, and the one that runs: %s", ([directories, runs]) =>
    spec(
      twice(directories),
      Effect.gen(function* () {
        const report = yield* check
        assert.strictEqual(report.result, "in_sync")
        const [finding] = report.inconsistencies_found
        assert.deepInclude(finding, { reason: "duplicate_id", fix_action: "no_action" })
        for (const directory of directories) assert.include(finding?.description, directory)
        assert.match(finding?.description ?? "", new RegExp(`LEDMatrix runs the one in ${runs}$`, "u"))
      })
    )
  )
})

describe("an operation", () => {
  const both = twice(["a", "clock"])

  it.effect("updates the one that runs", () =>
    spec(
      both,
      Effect.gen(function* () {
        assert.strictEqual((yield* update("clock")).status, "updated")
        assert.deepStrictEqual([yield* versionIn("a"), yield* versionIn("clock")], ["9", "2"])
      })
    )
  )

  it.effect("updates all plugins, and each once", () =>
    spec(
      both,
      Effect.gen(function* () {
        const all = yield* updateAll()
        assert.deepStrictEqual(
          all.map(({ plugin }) => plugin.directory),
          ["clock"]
        )
      })
    )
  )

  it.effect("uninstalls the one that runs, and leaves the other where it is", () =>
    spec(
      both,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        assert.deepStrictEqual([yield* versionIn("a"), yield* versionIn("clock")], ["9", undefined])
      })
    )
  )

  it.effect("takes the version of the one that runs for the record that it makes", () =>
    spec(
      { ...both, state: {} },
      Effect.gen(function* () {
        yield* setEnabled("clock", true)
        assert.strictEqual(yield* at("data/plugin_state.json", "states", "clock", "version"), "1")
      })
    )
  )
})
