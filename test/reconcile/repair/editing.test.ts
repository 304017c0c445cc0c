/** Repairs that edit files and put copies back: what is made, what is dropped, what fails, and what the report says of each. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import { type ConfigView, configValue } from "../../../src/domain/sources/ConfigView.ts"
import { Config } from "../../../src/services/Config.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import {
  type Described,
  installation,
  installationWith,
  lines,
  readJson,
  reconcile,
  record
} from "../../support/reconciling.ts"
import { withWarnings } from "../../support/runs/warnings.ts"

const on = { enabled: true }
const off = { enabled: false }

const changes = Effect.map(
  Journal.use(({ view }) => view),
  ({ records }) => records.flatMap((one) => one.changes)
)
const places = Effect.map(changes, (all) => all.map(({ file, key }) => [file, ...(key ?? [])].join(" ")))

/** Two entries that the records switch off. */
const twoDiffer: Described = {
  config: { a: on, b: on },
  plugins: { a: {}, b: {} },
  state: { a: record("a", false), b: record("b", false) },
  policy: { authority: "state" }
}

describe("an edit whose evidence has gone", () => {
  /** Somebody writes config right before it is edited. */
  const meanwhile = (config: unknown) =>
    MemoryFiles.use((files) =>
      files.before(({ name, path }) =>
        name === "open" && path.endsWith("/config.json")
          ? Effect.as(files.put(`${MEMORY_ROOT}/config/config.json`, JSON.stringify(config)), undefined)
          : Effect.undefined
      )
    )

  it.effect("is dropped, and those beside it are made and told", () =>
    Effect.gen(function* () {
      yield* meanwhile({ a: off, b: on })
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["b config_differs fixed"])
      assert.deepStrictEqual(yield* places, ["config/config.json b enabled"])
    }).pipe(Effect.provide(installation(twoDiffer)))
  )

  it.effect("changes no file, and leaves no record, where it was the only one", () =>
    Effect.gen(function* () {
      yield* meanwhile({ a: off, b: off })
      const report = yield* reconcile()
      assert.deepStrictEqual([lines(report), report.changed_files], [[], []])
      assert.deepStrictEqual(yield* Journal.use(({ view }) => view), {
        records: [],
        completed: [],
        unreadable: []
      })
    }).pipe(Effect.provide(installation(twoDiffer)))
  )

  /** Config has no entry at each look, and one at each repair. */
  const coming = Layer.effect(
    Config,
    Effect.map(Config, (config) => {
      let reads = 0
      const values = new Map([["clock", configValue(on)]])
      const withEntry = (view: ConfigView): ConfigView => ({ ...view, values })
      return {
        ...config,
        read: Effect.suspend(() =>
          reads++ % 2 === 0 ? config.read : Effect.map(config.read, Result.map(withEntry))
        )
      }
    })
  )

  it.effect("fails for this run where it is there at each look, and gone at each repair", () =>
    Effect.gen(function* () {
      // Config is older than any work of LEDMatrix's could be.
      yield* TestClock.adjust("2 minutes")
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["clock no_entry failed transient not_converged"])
      assert.deepStrictEqual(yield* readJson("config/config.json"), {})
      const operations = yield* MemoryFiles.use((files) => files.operations)
      assert.isFalse(operations.some(({ path, writes }) => writes && path.includes("/journal")))
    }).pipe(Effect.provide(installationWith({ plugins: { clock: {} } }, coming)))
  )
})

describe("an edit that is made", () => {
  it.effect("names the file it changed", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* reconcile()).changed_files, ["config/config.json"])
    }).pipe(Effect.provide(installation(twoDiffer)))
  )

  it.effect("does not have the plugins directory read again", () =>
    Effect.gen(function* () {
      yield* reconcile()
      const operations = yield* MemoryFiles.use((files) => files.operations)
      const scans = operations.filter(({ name, path }) => name === "list" && path.endsWith("/plugin-repos"))
      // Once to look, once under the lock, and once for what earlier runs left there.
      assert.lengthOf(scans, 3)
    }).pipe(Effect.provide(installation(twoDiffer)))
  )
})

describe("an edit that fails", () => {
  const damaged: Described = { config: { clock: on }, plugins: { clock: {} }, state: { clock: 5 } }
  const failing = (file: string) =>
    MemoryFiles.use((files) =>
      files.failWhen(({ name, path }) => name === "rename" && path.endsWith(file), "ENOSPC")
    )

  it.effect("is reported with why, and changes nothing", () =>
    Effect.gen(function* () {
      yield* failing("/plugin_state.json")
      const report = yield* reconcile()
      assert.match(lines(report).join(), /^clock invalid_record failed transient \w+$/u)
      assert.match(report.message, /^Reconciliation complete: /u)
      assert.deepStrictEqual(report.changed_files, [])
    }).pipe(Effect.provide(installation(damaged)))
  )

  it.effect("is no failure of the run where only what it replaced cannot be remembered", () =>
    Effect.gen(function* () {
      yield* failing("/agreements.json")
      const { result, warnings } = yield* withWarnings(reconcile())
      assert.deepStrictEqual(lines(result), ["clock config_differs fixed"])
      assert.match(
        JSON.stringify(warnings[0]),
        /^\["replaced records could not be remembered",\{"problem":".+"\}\]$/u
      )
    }).pipe(
      Effect.provide(
        installation({
          ...damaged,
          state: { clock: record("clock", false) },
          policy: { authority: "config" }
        })
      )
    )
  )
})

describe("copies that are put back", () => {
  const copy = (id: string) => `plugin-repos/${id}.standalone-backup-migrating`
  const twoCopies: Described = {
    config: { a: on, b: on },
    files: {
      [`${copy("a")}/manifest.json`]: '{"id": "a"}',
      [`${copy("b")}/manifest.json`]: '{"id": "b"}'
    }
  }
  /** No program can still be at work on a copy that is that old. */
  const later = TestClock.adjust("1 hour")

  it.effect("are in their places, and named", () =>
    Effect.gen(function* () {
      yield* later
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["a set_aside_copy fixed", "b set_aside_copy fixed"])
      assert.deepStrictEqual(report.changed_files, ["plugin-repos/a", "plugin-repos/b"])
      assert.deepStrictEqual(yield* readJson("plugin-repos/a/manifest.json"), { id: "a" })
    }).pipe(Effect.provide(installation(twoCopies)))
  )

  it.effect("are journalled with where they lay, and what tells later whether they were changed", () =>
    Effect.gen(function* () {
      yield* later
      yield* reconcile()
      const [first] = yield* changes
      assert.deepInclude(first, { plugin_id: "a", reason: "set_aside_copy", file: "plugin-repos/a" })
      assert.deepInclude(first?.directory, { present: true, from: copy("a") })
      assert.isString(first?.directory?.fingerprint)
    }).pipe(Effect.provide(installation(twoCopies)))
  )

  it.effect("do not hold each other up: one that fails is reported, and not as put back", () =>
    Effect.gen(function* () {
      yield* later
      const files = yield* MemoryFiles
      yield* files.failWhen(({ name, path }) => name === "rename" && path.endsWith("plugin-repos/a"), "EIO")
      const report = yield* reconcile()
      assert.match(lines(report).join(), /^a set_aside_copy failed \w+ \w+,b set_aside_copy fixed$/u)
      assert.deepStrictEqual(report.changed_files, ["plugin-repos/b"])
      assert.deepStrictEqual(yield* places, ["plugin-repos/b"])
    }).pipe(Effect.provide(installation(twoCopies)))
  )
})
