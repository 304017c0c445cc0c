/** What `enable` and `disable` write into the entry and into our own memory, and what they refuse. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { PolicyValues } from "../../../src/domain/Policy.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, onTheCommandLine, refused, spec } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { policyOf, record } from "../../support/snapshots.ts"

const policy = policyOf()
const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const AGREEMENTS = "data/reconciler/agreements.json"
const enable = (id = "clock") => setEnabled(id, true)
const disable = () => setEnabled("clock", false)

const CLOCK: Described = {
  config: { clock: { enabled: true, city: "Tampa" } },
  state: { clock: record("clock", true) },
  plugins: { clock: { version: "1.0.0" } }
}

describe("enable and disable", () => {
  it.effect("say what was done, in which files, and under which run", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const { run_id, ...result } = yield* disable()
        assert.isDefined(run_id)
        assert.deepStrictEqual(result, {
          command: "disable",
          plugin_id: "clock",
          status: "disabled",
          message: "clock is disabled",
          notes: [],
          changed_files: [CONFIG, STATE]
        })
      })
    )
  )

  it.effect.each([
    [true, { command: "enable", message: "clock is enabled already" }],
    [false, { command: "disable", message: "clock is disabled already" }]
  ] as const)("say that there was nothing to do: %s", ([enabled, told]) =>
    spec(
      { ...CLOCK, config: { clock: { enabled } }, state: { clock: record("clock", enabled) } },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* setEnabled("clock", enabled), {
          ...told,
          plugin_id: "clock",
          status: "unchanged",
          notes: [],
          changed_files: []
        })
      })
    )
  )

  it.effect.each<[string, Described, PolicyValues, string]>([
    ["comes from the store", {}, policy, "clock is not on disk; `reconcile` reinstalls it from the store"],
    [
      "has a copy that was set aside",
      { plugins: { "clock.standalone-backup-preinstall": { id: "clock" } } },
      policy,
      "clock is not on disk; `reconcile` puts the copy back that an interrupted operation set aside"
    ],
    [
      "cannot come because there is no store",
      {},
      policyOf({ storeAvailable: false }),
      "clock is not on disk, and `reconcile` does not bring it. It is not installed, and there is no store to get it from. Run this program with network, or with a registry file; or remove its settings"
    ],
    [
      "is not brought because something else has its name",
      { files: { "plugin-repos/clock": "a file" } },
      policy,
      "clock is not on disk, and `reconcile` does not bring it. Something that is no plugin stands in its place. A file or directory in the plugins directory has its name. Move that away"
    ]
  ])("say what comes of a plugin that is not on disk and %s", ([_what, described, policyNow, note]) =>
    spec(
      { config: { clock: { enabled: false } }, ...described },
      Effect.gen(function* () {
        // A copy that was set aside just now may be LEDMatrix's, at work.
        yield* TestClock.adjust("11 minutes")
        const { notes, status } = yield* Effect.provideService(setEnabled("clock", true), Policy, policyNow)
        assert.deepStrictEqual([status, ...notes.map(onTheCommandLine)], ["enabled", note])
      })
    )
  )
})

describe("the entry", () => {
  it.effect("is made where there is none", () =>
    spec(
      { plugins: { clock: {} } },
      Effect.gen(function* () {
        yield* enable()
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock: { enabled: true } })
      })
    )
  )

  it.effect.each([
    ["nothing", { city: "Tampa" }],
    ["no boolean", { enabled: "yes", city: "Tampa" }]
  ] as const)("that said %s is set, and says it again after undoing", ([_title, clock]) =>
    spec(
      { ...CLOCK, config: { clock } },
      Effect.gen(function* () {
        yield* enable()
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), true)
        yield* undo(undefined)
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock })
      })
    )
  )

  it.effect("is not written where the key is no object", () =>
    spec(
      { config: { clock: "on" }, plugins: { clock: {} } },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* refused(enable("clock")), {
          code: "entry_not_writable",
          message: `config.json holds something else than settings under "clock"`,
          path: CONFIG,
          hint: "correct config.json first"
        })
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock: "on" })
      })
    )
  )
})

describe("what is remembered", () => {
  it.effect("is the value, and the record that was replaced", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* disable()
        assert.deepStrictEqual(yield* at(AGREEMENTS, "clock"), {
          enabled: false,
          replaced: [{ enabled: true, config_version: 2, last_updated: "2026-02-01T12:00:00" }]
        })
      })
    )
  )

  it.effect("is the value alone where the record stays", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* enable()
        assert.deepStrictEqual(yield* at(AGREEMENTS, "clock"), { enabled: true })
      })
    )
  )

  it.effect("beside what was replaced before", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* disable()
        const before = yield* at(AGREEMENTS, "clock")
        yield* disable()
        assert.deepStrictEqual(yield* at(AGREEMENTS, "clock"), before)
        yield* enable()
        const replaced = yield* at(AGREEMENTS, "clock", "replaced")
        assert.lengthOf(Array.isArray(replaced) ? replaced : [], 2)
      })
    )
  )

  it.effect("is worth no failure", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "rename" && path.endsWith("agreements.json"), "EIO")
        )
        assert.strictEqual((yield* disable()).status, "disabled")
      })
    )
  )
})
