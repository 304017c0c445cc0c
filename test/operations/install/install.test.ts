/** What `install` means by a name, what it writes beside the plugin, and what keeps it from being placed. */
import { advice } from "../../../src/domain/advice/Advice.ts"
import { NextStep } from "../../../src/domain/advice/NextStep.ts"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OperationResult } from "../../../src/domain/Operation.ts"
import { acceptedIds, install } from "../../../src/operations/install/install.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { PluginInstaller } from "../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { at, put, refused, spec, text, whenStaged } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { policyOf, record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const AGREEMENTS = "data/reconciler/agreements.json"

const run = Effect.map(install("clock"), (result): OperationResult => result)
const CLOCK: Described = { offers: { clock: { manifestId: "clock", version: "1.1.0" } } }
const ENABLE = advice`it is not enabled yet: ${NextStep.Enable({ plugin: "clock" })}`

describe("the ids that a name may bring", () => {
  it.each([
    ["the name itself, and it with the prefix", undefined, ["clock", "ledmatrix-clock"]],
    ["the last part of its path", "plugins/time/", ["clock", "time", "ledmatrix-clock"]],
    ["each once", "plugins/clock", ["clock", "ledmatrix-clock"]]
  ] as const)("are %s", (_title, path, ids) => {
    const entry = path === undefined ? { id: "clock" } : { id: "clock", plugin_path: path }
    assert.deepStrictEqual(acceptedIds("clock", entry), ids)
  })
})

describe("an install that was made", () => {
  it.effect(
    "of a plugin that is enabled already asks for a restart of the display, and for nothing else",
    () =>
      spec(
        { ...CLOCK, config: { clock: { enabled: true } } },
        Effect.gen(function* () {
          const { notes, restart_required } = yield* run
          assert.deepStrictEqual([restart_required, notes], [true, []])
        })
      )
  )

  it.effect("says which version, in which files, and how the plugin is enabled", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const { run_id, ...result } = yield* run
        assert.isDefined(run_id)
        assert.deepStrictEqual(result, {
          command: "install",
          plugin_id: "clock",
          status: "installed",
          message: "clock 1.1.0 is installed",
          version: "1.1.0",
          notes: [ENABLE],
          changed_files: ["plugin-repos/clock", CONFIG, STATE]
        })
      })
    )
  )

  it.effect("of a download without a version says so", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const installer = yield* PluginInstaller
        const { message, version } = yield* Effect.provideService(run, PluginInstaller, {
          ...installer,
          stage: (name, disk, accepts) =>
            Effect.map(installer.stage(name, disk, accepts), (staged) => ({ ...staged, version: undefined }))
        })
        assert.deepStrictEqual([message, version], ["clock (no version) is installed", null])
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), null)
      })
    )
  )

  it.effect.each([
    ["is on", { enabled: true }, true, []],
    ["says nothing, which reads on", { city: "Tampa" }, true, []],
    ["is off", { enabled: false }, false, [ENABLE]],
    ["says no boolean", { enabled: "yes" }, false, [ENABLE]]
  ] as const)(
    "makes the record say what the entry does that is there: it %s",
    ([_t, clock, enabled, notes]) =>
      spec(
        { ...CLOCK, config: { clock } },
        Effect.gen(function* () {
          const result = yield* run
          assert.deepStrictEqual(result.notes, notes)
          assert.strictEqual(yield* at(STATE, "states", "clock", "enabled"), enabled)
          assert.deepStrictEqual(yield* readJson(CONFIG), { clock })
        })
      )
  )

  it.effect("is refused where what came has the name of a key of LEDMatrix's own", () =>
    spec(
      {
        config: { display: { hardware: {} } },
        offers: { screen: { manifestId: "ledmatrix-screen", version: "1" } }
      },
      Effect.gen(function* () {
        const own = policyOf({ systemKeys: new Set(["ledmatrix-screen"]) })
        assert.strictEqual(
          (yield* refused(Effect.provideService(install("screen"), Policy, own))).code,
          "system_key"
        )
        assert.deepStrictEqual(yield* readJson(CONFIG), { display: { hardware: {} } })
      })
    )
  )

  it.effect("clears the tombstones of all names of the plugin", () =>
    spec(
      {
        offers: { weather: { manifestId: "ledmatrix-weather", version: "1" } },
        files: { "data/reconciler/tombstones.json": `{"weather": 0, "ledmatrix-weather": 0, "news": 0}` }
      },
      Effect.gen(function* () {
        yield* install("weather")
        assert.deepStrictEqual(yield* readJson("data/reconciler/tombstones.json"), { news: 0 })
      })
    )
  )
})

describe("a record of before", () => {
  const BEFORE: Described = {
    ...CLOCK,
    state: { clock: record("clock", true, { version: "0.9.0", metadata: { category: "time" } }) }
  }

  it.effect("is written anew, with its counter and its metadata", () =>
    spec(
      BEFORE,
      Effect.gen(function* () {
        yield* run
        const now = yield* at(STATE, "states", "clock", "last_updated")
        assert.deepStrictEqual(yield* at(STATE, "states", "clock"), {
          plugin_id: "clock",
          status: "installed",
          enabled: false,
          version: "1.1.0",
          installed_at: now ?? null,
          last_updated: now ?? null,
          config_version: 3,
          metadata: { category: "time" }
        })
      })
    )
  )

  it.effect("is there again after undoing", () =>
    spec(
      BEFORE,
      Effect.gen(function* () {
        yield* run
        yield* undo(undefined)
        assert.deepNestedInclude(yield* readJson(STATE), {
          "states.clock.version": "0.9.0",
          "states.clock.enabled": true,
          "states.clock.status": "enabled"
        })
      })
    )
  )
})

describe("what was agreed on before", () => {
  const AGREED: Described = { ...CLOCK, files: { [AGREEMENTS]: `{"clock": {"enabled": true}, "news": {}}` } }

  it.effect("is forgotten", () =>
    spec(
      AGREED,
      Effect.gen(function* () {
        yield* run
        assert.deepStrictEqual(yield* readJson(AGREEMENTS), { news: {} })
      })
    )
  )

  it.effect("is worth no failure", () =>
    spec(
      AGREED,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "rename" && path.endsWith("agreements.json"), "EIO")
        )
        assert.strictEqual((yield* run).status, "installed")
      })
    )
  )
})

describe("an install that cannot be", () => {
  it.effect("offline says that it takes a network, or a registry's file", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.deepStrictEqual(
          yield* refused(
            Effect.provideService(install("clock"), Policy, policyOf({ storeAvailable: false }))
          ),
          {
            code: "no_store",
            message: "clock cannot be fetched without network: the registry is no local file",
            path: undefined,
            hint: "run again online, or give a registry file with --registry"
          }
        )
      })
    )
  )

  it.effect("says that the registry cannot be reached", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* MemoryStore.use((store) => store.setReachable(false))
        assert.strictEqual((yield* refused(run)).code, "registry_unreachable")
      })
    )
  )

  it.effect("names the directory that was taken while it was downloaded", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const { code, path } = yield* refused(run)
        assert.deepStrictEqual([code, path], ["name_taken", "plugin-repos/clock"])
        assert.strictEqual(yield* text("plugin-repos/clock/manifest.json"), `{"id": "news"}`)
        assert.isUndefined(yield* text(STATE))
      }).pipe(whenStaged(put("plugin-repos/clock/manifest.json", `{"id": "news"}`)))
    )
  )
})
