/** Edits of `enabled` that are offered first to the program that keeps it in memory: what follows from each answer. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { LedmatrixFailed, SwitchError } from "../../../src/domain/errors/LedmatrixError.ts"
import { EnabledSwitch } from "../../../src/services/writing/EnabledSwitch.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import {
  type Described,
  installationFiles,
  installationWith,
  lines,
  readJson,
  reconcile,
  record
} from "../../support/reconciling.ts"

const on = { enabled: true }
const off = { enabled: false }

/** The record says off. */
const differing: Described = {
  config: { clock: on },
  plugins: { clock: {} },
  state: { clock: record("clock", false) },
  policy: { authority: "config" }
}
const config: Described = { ...differing, policy: { authority: "state" } }

type Files = typeof MemoryFiles.Service

/** Somebody who does `act` when asked, and answers with what comes of it. */
const answering = (
  act: (files: Files, plugin: string, enabled: boolean) => Effect.Effect<boolean, SwitchError>,
  asked: Array<unknown> = []
) =>
  Layer.effect(
    EnabledSwitch,
    Effect.map(MemoryFiles, (files) => ({
      set: <E, R>(plugin: string, enabled: boolean, stands: Effect.Effect<boolean, E, R>) =>
        Effect.gen(function* () {
          const before = yield* stands
          const done = yield* act(files, plugin, enabled)
          asked.push([plugin, enabled, before, yield* stands])
          return done
        })
    }))
  )

/** Writes both files as LEDMatrix does. */
const switches = (files: Files, plugin: string, enabled: boolean) =>
  Effect.gen(function* () {
    const written = installationFiles({
      config: { [plugin]: { enabled } },
      state: { [plugin]: record(plugin, enabled, { config_version: 3 }) }
    })
    for (const [path, text] of Object.entries(written)) yield* files.put(`${MEMORY_ROOT}/${path}`, text)
    return true
  })

const refused = new SwitchError({
  plugin: "clock",
  reason: new LedmatrixFailed({ code: "ledmatrix_refused", address: "http://sign", problem: "not now" })
})

const changes = Effect.map(
  Journal.use(({ view }) => view),
  ({ records }) => records.flatMap((one) => one.changes)
)

describe("a program that keeps enabled in memory", () => {
  it.effect.each<[string, Described, boolean]>([
    ["an entry", config, false],
    ["a record", differing, true]
  ])(
    "is asked for the value that %s is to take, and whether what was seen still stands",
    ([_title, described, to]) => {
      const asked: Array<unknown> = []
      return Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock config_differs fixed"])
        // Before it acts all stands as it was seen, and not afterwards.
        assert.deepStrictEqual(asked, [["clock", to, true, false]])
      }).pipe(Effect.provide(installationWith(described, answering(switches, asked))))
    }
  )

  it.effect("is not asked for an entry that is only added", () => {
    const asked: Array<unknown> = []
    return Effect.gen(function* () {
      yield* reconcile()
      assert.deepStrictEqual(asked, [])
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: off })
    }).pipe(Effect.provide(installationWith({ plugins: { clock: {} } }, answering(switches, asked))))
  })
})

describe("what it has switched", () => {
  it.effect("is named and journalled as it turned out", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* reconcile()).changed_files, ["data/plugin_state.json"])
      const told = { plugin_id: "clock", reason: "config_differs", file: "data/plugin_state.json" }
      assert.deepStrictEqual(yield* changes, [
        { ...told, key: ["states", "clock", "enabled"], before: false, after: true },
        { ...told, key: ["states", "clock", "status"], before: "disabled", after: "enabled" }
      ])
    }).pipe(Effect.provide(installationWith(differing, answering(switches))))
  )

  it.effect("is remembered with the record that was replaced", () =>
    Effect.gen(function* () {
      yield* reconcile()
      assert.deepNestedInclude(yield* readJson("data/reconciler/agreements.json"), {
        "clock.enabled": true,
        "clock.replaced": [{ enabled: false, config_version: 2, last_updated: "2026-02-01T12:00:00" }]
      })
    }).pipe(Effect.provide(installationWith(differing, answering(switches))))
  )

  it.effect("is reported as fixed, and nothing more of it, where the files cannot be read afterwards", () => {
    /** The first look afterwards meets a file without access. */
    const blinding = (files: Files, plugin: string, enabled: boolean) =>
      Effect.tap(switches(files, plugin, enabled), () =>
        files.failWhen(({ path, writes }) => !writes && path.endsWith("/config.json"), "EACCES")
      )
    return Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock config_differs fixed"])
      assert.deepStrictEqual(report.changed_files, [])
      assert.deepStrictEqual(yield* changes, [])
      assert.isUndefined(yield* readJson("data/reconciler/agreements.json"))
    }).pipe(Effect.provide(installationWith(differing, answering(blinding))))
  })
})

describe("what it does not switch", () => {
  it.effect.each<[string, Described, string]>([
    ["an entry", config, "config/config.json"],
    ["a record", differing, "data/plugin_state.json"]
  ])("is for the files where no program keeps it: %s", ([_title, described, file]) =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock config_differs fixed"])
      assert.deepStrictEqual(report.changed_files, [file])
    }).pipe(
      Effect.provide(
        installationWith(
          described,
          answering(() => Effect.succeed(false))
        )
      )
    )
  )

  it.effect.each<[string, Described]>([
    ["an entry", config],
    ["a record", differing]
  ])("has failed where it refused, and is not written by anybody else: %s", ([_title, described]) =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock config_differs failed transient ledmatrix_refused"])
      assert.deepStrictEqual(report.changed_files, [])
      assert.deepStrictEqual(yield* changes, [])
      assert.isUndefined(yield* readJson("data/reconciler/agreements.json"))
    }).pipe(
      Effect.provide(
        installationWith(
          described,
          answering(() => Effect.fail(refused))
        )
      )
    )
  )

  it.effect("does not hold up what is for the files", () => {
    const described: Described = { ...config, plugins: { clock: {}, stars: {} } }
    return Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), [
        "clock config_differs failed transient ledmatrix_refused",
        "stars no_entry fixed"
      ])
    }).pipe(
      Effect.provide(
        installationWith(
          described,
          answering(() => Effect.fail(refused))
        )
      )
    )
  })
})
