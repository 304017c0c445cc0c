/** Which plugin `update` means, which it leaves alone, and how it says so. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OperationResult } from "../../../src/domain/Operation.ts"
import { update } from "../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { at, place, refused, spec, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { policyOf } from "../../support/snapshots.ts"

const policy = policyOf()
const offline = policyOf({ storeAvailable: false })
const version = (directory: string) => at(`plugin-repos/${directory}/manifest.json`, "version")

const CLOCK: Described = { plugins: { clock: { version: "1.0.0" } } }
const NEWER = [{ id: "clock", latest_version: "1.1.0" }]

/** With another plugin before it, and another entry before its own. */
const WEATHER: Described = {
  plugins: { aaa: { version: "1.0.0" }, "ledmatrix-weather": { version: "1.0.0" } },
  offers: {
    aaa: { manifestId: "aaa", version: "2.0.0" },
    weather: { manifestId: "ledmatrix-weather", version: "2.0.0" }
  }
}

describe("the plugin that an update is for", () => {
  it.effect("is the one of exactly this id", () =>
    spec(
      {
        plugins: { weather: { version: "1.0.0" }, "ledmatrix-weather": { version: "1.0.0" } },
        offers: { weather: { manifestId: "weather", version: "2.0.0" } }
      },
      Effect.gen(function* () {
        assert.strictEqual((yield* update("weather")).plugin_id, "weather")
        assert.deepStrictEqual(
          [yield* version("weather"), yield* version("ledmatrix-weather")],
          ["2.0.0", "1.0.0"]
        )
      })
    )
  )

  it.effect("may be named by the registry's id of it", () =>
    spec(
      WEATHER,
      Effect.gen(function* () {
        assert.strictEqual((yield* update("weather")).plugin_id, "ledmatrix-weather")
        assert.deepStrictEqual(
          [yield* version("aaa"), yield* version("ledmatrix-weather")],
          ["1.0.0", "2.0.0"]
        )
      })
    )
  )

  it.effect("may be the one in which the registry's path ends", () =>
    spec(
      { plugins: { aaa: { version: "1.0.0" }, "of-the-day": { version: "1.0.0" } } },
      Effect.gen(function* () {
        const result = yield* update("daily")
        assert.deepStrictEqual([result.plugin_id, result.status], ["of-the-day", "up_to_date"])
      }).pipe(
        withRegistry([
          { id: "other", plugin_path: "plugins/aaa", latest_version: "1.0.0" },
          { id: "daily", plugin_path: "plugins/of-the-day/", latest_version: "1.0.0" }
        ])
      )
    )
  )

  it.effect("is refused where the registry has no such name", () =>
    spec(
      { plugins: { "ledmatrix-sports": { version: "1.0.0" } }, offers: WEATHER.offers ?? {} },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(update("sports"))).code, "unknown_plugin")
      })
    )
  )

  it.effect("is refused where the registry has it and the disk has not", () =>
    spec(
      { ...WEATHER, plugins: { aaa: { version: "1.0.0" } } },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(update("weather"))).code, "unknown_plugin")
      })
    )
  )

  it.effect("is asked of no registry that cannot be reached", () =>
    spec(
      WEATHER,
      Effect.gen(function* () {
        yield* MemoryStore.use((store) => store.setReachable(false))
        assert.strictEqual((yield* refused(update("weather"))).code, "unknown_plugin")
      })
    )
  )

  it.effect("is known offline by its own id alone", () =>
    spec(
      WEATHER,
      Effect.gen(function* () {
        assert.strictEqual(
          (yield* refused(Effect.provideService(update("weather"), Policy, offline))).code,
          "unknown_plugin"
        )
      })
    )
  )
})

const skipped = (message: string): OperationResult => ({
  command: "update",
  plugin_id: "clock",
  status: "skipped",
  message,
  version: "1.0.0",
  notes: [],
  changed_files: []
})

const BUNDLED: Described = {
  ...CLOCK,
  files: { "plugin-repos/clock/.plugin_metadata.json": `{"install_type": "bundled"}` }
}
const LOCAL: Described = { plugins: { clock: { version: "1.0.0", local_only: true } } }

describe("an update of what is not the store's to update", () => {
  it.effect.each([
    ["comes with LEDMatrix", BUNDLED, policy, "clock comes with LEDMatrix, which updates it"],
    ["comes with LEDMatrix, offline", BUNDLED, offline, "clock comes with LEDMatrix, which updates it"],
    ["asks not to be updated", LOCAL, policy, "clock is local_only: its manifest asks not to be updated"],
    [
      "asks not to be updated, offline",
      LOCAL,
      offline,
      "clock is local_only: its manifest asks not to be updated"
    ]
  ] as const)("skips what %s", ([_title, described, by, message]) =>
    spec(
      described,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* Effect.provideService(update("clock"), Policy, by), skipped(message))
      }).pipe(withRegistry(NEWER))
    )
  )

  it.effect("fails where it was asked for and the registry does not have it", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const { code, message } = yield* refused(update("clock"))
        assert.deepStrictEqual([code, message], ["not_in_registry", "the registry has no plugin clock"])
      })
    )
  )
})

const TWICE: Described = {
  plugins: {
    a: { id: "clock", version: "1.0.0" },
    b: { id: "clock", version: "1.0.0" },
    c: { version: "1.0.0" }
  }
}

describe("an update that is refused", () => {
  it.effect("minds its owner's changes in a plugin that was named as the registry does", () =>
    spec(
      {
        plugins: { "ledmatrix-weather": { version: "2.0.0" } },
        offers: WEATHER.offers ?? {},
        files: { "plugin-repos/ledmatrix-weather/.git/HEAD": "ref: refs/heads/main\n" },
        localChanges: { "ledmatrix-weather": ["mine.py"] }
      },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(update("weather"))).code, "local_changes")
      })
    )
  )

  it.effect("names the directories, where more than one holds the id", () =>
    spec(
      TWICE,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* refused(update("clock")), {
          code: "duplicate_id",
          message: "2 directories hold clock: plugin-repos/a, plugin-repos/b",
          path: undefined,
          hint: "keep one of them, and have the others set aside: `resolve` lists the commands"
        })
      })
    )
  )

  it.effect("says offline that the registry cannot be asked", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* refused(Effect.provideService(update("clock"), Policy, offline)), {
          code: "no_store",
          message: "it is not known whether there is a newer clock: the registry cannot be reached offline",
          path: undefined,
          hint: "run again online, or give a registry file with --registry"
        })
      })
    )
  )

  it.effect("offline is refused for a link's sake first, which no network cures", () =>
    spec(
      {
        files: { "elsewhere/clock/manifest.json": `{"id": "clock", "version": "1.0.0"}` },
        plugins: { a: {} }
      },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.putSymlink(place("plugin-repos/clock"), place("elsewhere/clock"))
        )
        assert.deepStrictEqual(yield* refused(Effect.provideService(update("clock"), Policy, offline)), {
          code: "symlinked_plugin",
          message: "plugin-repos/clock is a link to a directory outside; it is not replaced",
          path: "plugin-repos/clock",
          hint: "update what it leads to"
        })
      })
    )
  )
})
