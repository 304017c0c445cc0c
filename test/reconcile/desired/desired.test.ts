// What a run does about a desired state, on an installation in memory.
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { undo } from "../../../src/operations/undo/undo.ts"
import { check, installation, lines, readJson, reconcile, record } from "../../support/reconciling.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { wanting } from "../../support/runs/wanting.ts"

const exists = (path: string) =>
  MemoryFiles.use((files) => files.text(`${MEMORY_ROOT}/${path}`)).pipe(
    Effect.map((text) => text !== undefined)
  )

const clock = { plugins: { clock: { version: "1.0.0" } }, state: { clock: record("clock", false) } }

describe("a desired value of enabled", () => {
  const described = { ...clock, config: { clock: { enabled: false, city: "x" } } }
  const desired = { plugins: { clock: { enabled: true } } }

  it.effect("is found by check, and nothing is written", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* check), [
        "clock desired_enabled planned",
        "clock config_differs planned"
      ])
      assert.deepStrictEqual(yield* readJson("config/config.json"), described.config)
    }).pipe(Effect.provide(wanting(desired, described)))
  )

  it.effect("is set in entry and record at once, under every authority", () =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock desired_enabled fixed", "clock config_differs fixed"])
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: true, city: "x" } })
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(Effect.provide(wanting(desired, { ...described, policy: { authority: "state" } })))
  )

  it.effect("is not asked for where no desired state is given", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(Effect.provide(installation(described)))
  )

  it.effect("stays undone until the document changes, also where something else does", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* reconcile()
      yield* undo(undefined)
      assert.deepStrictEqual(yield* readJson("config/config.json"), described.config)
      yield* files.put(
        `${MEMORY_ROOT}/config/config.json`,
        JSON.stringify({ clock: { enabled: false, city: "y" } })
      )
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock undone manual"])
    }).pipe(Effect.provide(wanting(desired, described)))
  )
})

describe("desired settings", () => {
  const config = { clock: { enabled: true, units: "imperial", nested: { a: 1, b: 2 }, old: 1 } }
  const described = { plugins: { clock: {} }, config }
  const desired = {
    plugins: { clock: { settings: { units: "metric", nested: { a: 3 }, old: null, new: [1.5] } } }
  }

  it.effect("change what they name and nothing else", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock desired_settings fixed"])
      assert.deepStrictEqual(yield* readJson("config/config.json"), {
        clock: { enabled: true, units: "metric", nested: { a: 3, b: 2 }, new: [1.5] }
      })
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(Effect.provide(wanting(desired, described)))
  )

  it.effect("are undone value by value: what was changed since stays", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* reconcile()
      const now = { clock: { enabled: true, units: "kelvin", nested: { a: 3, b: 2 }, new: [1.5] } }
      yield* files.put(`${MEMORY_ROOT}/config/config.json`, JSON.stringify(now))
      yield* undo(undefined)
      assert.deepStrictEqual(yield* readJson("config/config.json"), {
        clock: { enabled: true, units: "kelvin", nested: { a: 1, b: 2 }, old: 1 }
      })
    }).pipe(Effect.provide(wanting(desired, described)))
  )

  it.effect.each([
    ["the entry", {}],
    ["the object around it", { clock: { enabled: true } }]
  ])("do not come back alone by undo where %s has gone since", ([, now]) =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* reconcile()
      yield* files.put(`${MEMORY_ROOT}/config/config.json`, JSON.stringify(now))
      yield* Effect.ignore(undo(undefined))
      assert.deepStrictEqual(yield* readJson("config/config.json"), now)
    }).pipe(
      Effect.provide(
        wanting(
          { plugins: { clock: { settings: { nested: { a: null } } } } },
          { ...clock, config: { clock: { enabled: false, nested: { a: 1, b: 2 } } } }
        )
      )
    )
  )

  it.effect("are written into a new entry, whole", () =>
    Effect.gen(function* () {
      yield* reconcile()
      assert.deepStrictEqual(yield* readJson("config/config.json"), {
        clock: { enabled: false, units: "metric", nested: { a: 3 }, new: [1.5] }
      })
    }).pipe(Effect.provide(wanting(desired, { ...described, config: {} })))
  )
})

describe("desired settings of a plugin that only the saved state knows", () => {
  const described = {
    config: {},
    state: { clock: record("clock", true) },
    offers: { clock: { manifestId: "clock", version: "1.0.0" } }
  }
  const desired = { plugins: { clock: { settings: { tz: "UTC" } } } }

  it.effect("stand in its one new entry, beside the value of enabled that the record has", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), [
        "clock desired_missing fixed",
        "clock desired_settings fixed"
      ])
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: true, tz: "UTC" } })
    }).pipe(Effect.provide(wanting(desired, described)))
  )

  it.effect("stand in an entry that is not enabled, where config has the say", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* reconcile()).result, "repaired")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: false, tz: "UTC" } })
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(Effect.provide(wanting(desired, { ...described, policy: { authority: "config" } })))
  )
})

describe("a plugin that should be there", () => {
  const offers = { clock: { manifestId: "clock", version: "1.0.0" } }
  it.effect("is installed, with its entry", () =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock desired_enabled fixed", "clock desired_missing fixed"])
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: true, tz: "UTC" } })
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(
      Effect.provide(wanting({ plugins: { clock: { enabled: true, settings: { tz: "UTC" } } } }, { offers }))
    )
  )

  it.effect("is installed although it was uninstalled, and is marked no more", () =>
    Effect.gen(function* () {
      yield* reconcile()
      assert.isTrue(yield* exists("plugin-repos/clock/manifest.json"))
      assert.notInclude(JSON.stringify(yield* readJson("config/uninstalled_plugins.json")), "clock")
    }).pipe(
      Effect.provide(
        wanting(
          { plugins: { clock: {} } },
          { offers, files: { "config/uninstalled_plugins.json": '["clock"]' } }
        )
      )
    )
  )

  it.effect("is left to a person where there is no store", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* check), ["clock desired_missing manual"])
    }).pipe(Effect.provide(wanting({ plugins: { clock: {} } }, { policy: { storeAvailable: false } })))
  )
})

describe("a plugin that should not be there", () => {
  const described = { ...clock, config: { clock: { enabled: false, city: "x" } } }
  it.effect("is uninstalled, and its settings are kept", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), [
        "clock desired_absent fixed",
        "clock settings_kept informational"
      ])
      assert.isFalse(yield* exists("plugin-repos/clock/manifest.json"))
      assert.deepStrictEqual(yield* readJson("config/config.json"), described.config)
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(Effect.provide(wanting({ plugins: { clock: { absent: true } } }, described)))
  )

  it.effect("loses its settings where the document says null", () =>
    Effect.gen(function* () {
      yield* reconcile()
      assert.deepStrictEqual(yield* readJson("config/config.json"), {})
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(Effect.provide(wanting({ plugins: { clock: { absent: true, settings: null } } }, described)))
  )

  it.effect("comes back by undo, and stays until the document changes", () =>
    Effect.gen(function* () {
      yield* reconcile()
      yield* undo(undefined)
      assert.isTrue(yield* exists("plugin-repos/clock/manifest.json"))
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock undone manual"])
    }).pipe(Effect.provide(wanting({ plugins: { clock: { absent: true } } }, described)))
  )

  it.effect("is left to a person where it is local_only, since no store gives it back", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), ["mine desired_absent manual"])
      assert.isTrue(yield* exists("plugin-repos/mine/manifest.json"))
    }).pipe(
      Effect.provide(
        wanting(
          { plugins: { mine: { absent: true } } },
          { plugins: { mine: { local_only: true } }, config: { mine: { enabled: true } } }
        )
      )
    )
  )

  it.effect("is not reinstalled where only its entry is left", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* check), ["clock desired_absent planned"])
      yield* reconcile()
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(
      Effect.provide(
        wanting(
          { plugins: { clock: { absent: true } } },
          {
            offers: { clock: { manifestId: "clock", version: "1.0.0" } },
            config: { clock: { enabled: true } }
          }
        )
      )
    )
  )
})

describe("plugins that the document does not name", () => {
  const described = {
    plugins: { clock: {}, mine: { local_only: true } },
    config: { clock: { enabled: true }, mine: { enabled: true } }
  }
  it.effect("are kept by default", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* check).result, "in_sync")
    }).pipe(Effect.provide(wanting({}, described)))
  )

  it.effect("are disabled, but for local_only ones", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock not_desired fixed"])
      assert.deepStrictEqual(yield* readJson("config/config.json"), {
        clock: { enabled: false },
        mine: { enabled: true }
      })
    }).pipe(Effect.provide(wanting({ others: "disable" }, described)))
  )

  it.effect("are removed, but for local_only ones", () =>
    Effect.gen(function* () {
      yield* reconcile()
      assert.deepStrictEqual(
        [yield* exists("plugin-repos/clock/manifest.json"), yield* exists("plugin-repos/mine/manifest.json")],
        [false, true]
      )
    }).pipe(Effect.provide(wanting({ others: "remove" }, described)))
  )
})

describe("a desired version", () => {
  const described = { plugins: { clock: { version: "1.0.0" } }, config: { clock: { enabled: true } } }
  it.effect("that the store has replaces the present one, which is kept for undo", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock desired_version fixed"])
      assert.include(JSON.stringify(yield* readJson("plugin-repos/clock/manifest.json")), '"2.0.0"')
      yield* undo(undefined)
      assert.include(JSON.stringify(yield* readJson("plugin-repos/clock/manifest.json")), '"1.0.0"')
    }).pipe(
      Effect.provide(
        wanting(
          { plugins: { clock: { version: "2.0.0" } } },
          { ...described, offers: { clock: { manifestId: "clock", version: "2.0.0" } } }
        )
      )
    )
  )

  it.effect("that the store does not deliver is left to a person, and the present one stays", () =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock desired_version manual"])
      assert.include(JSON.stringify(yield* readJson("plugin-repos/clock/manifest.json")), '"1.0.0"')
    }).pipe(
      Effect.provide(
        wanting(
          { plugins: { clock: { version: "3.0.0" } } },
          { ...described, offers: { clock: { manifestId: "clock", version: "2.0.0" } } }
        )
      )
    )
  )
})
