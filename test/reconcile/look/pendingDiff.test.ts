/** What a run would change, line by line, and what of the values may be seen. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { PolicyValues } from "../../../src/domain/Policy.ts"
import { FileReader } from "../../../src/ports/Files.ts"
import { pendingDiff } from "../../../src/reconcile/look/pendingDiff.ts"
import { snapshot } from "../../../src/reconcile/look/snapshot.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, put, remove, spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { policyOf, record } from "../../support/snapshots.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { desiredBy } from "../../support/runs/wanting.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const manifest = (id: string) => JSON.stringify({ id, name: id, class_name: "P", display_modes: [] })

const pending = (policy: Partial<PolicyValues> = {}) =>
  Effect.provideService(pendingDiff(), Policy, policyOf({ authority: "config", ...policy }))

/** The same, of a sign with a desired state. */
const pendingFor = (desired: object) =>
  Effect.provideService(pending(), DesiredState, { current: Effect.succeed(desiredBy(desired)) })

/** Of a file, each line that is shown, with its number in the file before or after. */
const linesOf = (file: string) =>
  Effect.map(pending(), (diffs) =>
    diffs.flatMap((diff) =>
      diff.file === file && "lines" in diff
        ? diff.lines.map(({ change, line, text }) => `${change} ${line} ${text.trim()}`)
        : []
    )
  )

/** Somebody changes the files once the sources are read, before they are compared with what they would become. */
const meanwhile =
  <R2>(does: Effect.Effect<void, never, R2>) =>
  <A, E, R>(program: Effect.Effect<A, E, R>) =>
    Effect.gen(function* () {
      const files = yield* FileReader
      const context = yield* Effect.context<R2>()
      return yield* Effect.provideService(program, FileReader, {
        ...files,
        read: (path, limit) => Effect.andThen(Effect.provideContext(does, context), files.read(path, limit))
      })
    })

/** An entry is to be added behind the last one. */
const noEntry: Described = { config: { news: { enabled: true } }, plugins: { clock: {}, news: {} } }
/** A record is to follow the entry. */
const behind: Described = {
  config: { clock: { enabled: true } },
  state: { clock: record("clock", false) },
  plugins: { clock: {} }
}

describe("what a run would change", () => {
  it.effect("of an installation in sync is nothing", () =>
    spec(
      {
        config: { clock: { enabled: true } },
        state: { clock: record("clock", true) },
        plugins: { clock: {} }
      },
      Effect.map(pending(), (diffs) => assert.deepStrictEqual(diffs, []))
    )
  )

  it.effect("is sought only in files in which something would change", () =>
    spec(
      behind,
      Effect.gen(function* () {
        const reads = Effect.map(
          MemoryFiles.use((files) => files.operations),
          (operations) => operations.filter(({ path }) => path === place(CONFIG)).length
        )
        yield* snapshot(new Set())
        const once = yield* reads
        yield* pending()
        assert.strictEqual((yield* reads) - once, once)
      })
    )
  )

  it.effect("in config is shown by the lines that go and come, and two around them", () =>
    spec(
      noEntry,
      Effect.map(linesOf(CONFIG), (shown) =>
        assert.deepStrictEqual(shown, [
          'same 2 "news": {',
          'same 3 "enabled": true',
          "added 4 },",
          'added 5 "clock": {',
          'added 6 "enabled": false',
          "same 4 }",
          "same 5 }"
        ])
      )
    )
  )

  it.effect("in the saved state is shown with the time and the counter that every write sets", () =>
    spec(
      behind,
      Effect.map(linesOf(STATE), (shown) =>
        assert.deepStrictEqual(
          shown.filter((line) => !line.startsWith("same")),
          [
            'removed 6 "status": "disabled",',
            'removed 7 "enabled": false,',
            'added 6 "status": "enabled",',
            'added 7 "enabled": true,',
            'removed 10 "last_updated": "2026-02-01T12:00:00",',
            'removed 11 "config_version": 2,',
            'added 10 "last_updated": "1970-01-01T00:00:00",',
            'added 11 "config_version": 3,',
            'removed 15 "last_updated": "2026-01-01T00:00:00"',
            'added 15 "last_updated": "1970-01-01T00:00:00"'
          ]
        )
      )
    )
  )

  it.effect("is written nowhere", () =>
    spec(
      { ...noEntry, state: { news: record("news", false) } },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        const before = yield* files.snapshot
        yield* pending()
        assert.deepStrictEqual(yield* files.snapshot, before)
      })
    )
  )

  it.effect.each([
    ["has gone", remove(CONFIG)],
    ["cannot be parsed any more", put(CONFIG, "{")],
    ["says already what it would become", put(CONFIG, `{"clock": {"enabled": false}}`)]
  ] as const)("is nothing in a file that %s", ([_title, does]) =>
    spec(
      noEntry,
      Effect.map(meanwhile(does)(pending()), (diffs) => assert.deepStrictEqual(diffs, []))
    )
  )

  it.effect("is nothing in a saved state whose record was changed meanwhile", () =>
    spec(
      behind,
      Effect.map(meanwhile(put(STATE, `{"version": 1, "states": {}}`))(pending()), (diffs) =>
        assert.deepStrictEqual(diffs, [])
      )
    )
  )
})

describe("of a file's values", () => {
  it.effect.each([
    ["the version of an entry is shown", '"version": "1.0"', '"version": "1.0"'],
    ["another setting is not", '"city": "Tampa"', '"city": ‹set›'],
    ["a setting's members are not", '"city": {"enabled": true}', '"city": ‹set›'],
    ["settings in the place of a version are not", '"version": {"enabled": true}', '"version": ‹set›']
  ] as const)("in config, %s", ([_title, line, shown]) =>
    spec(
      { ...noEntry, config: `{\n"news": {\n"enabled": true,\n${line}\n}\n}\n` },
      Effect.map(linesOf(CONFIG), (lines) => assert.include(lines, `same 4 ${shown}`))
    )
  )

  it.effect("in config, what is no entry is not shown", () =>
    spec(
      { config: `{\n"timezone": "UTC"\n}\n`, plugins: { clock: {} } },
      Effect.map(linesOf(CONFIG), (lines) => assert.include(lines, 'removed 2 "timezone": ‹set›'))
    )
  )

  it.effect.each([
    ["plugin_id", '"plugin_id": "clock"', '"plugin_id": "clock"'],
    ["status", '"status": "enabled"', '"status": "enabled"'],
    ["enabled", '"enabled": false', '"enabled": false'],
    ["version", '"version": "1.0"', '"version": "1.0"'],
    ["installed_at", '"installed_at": "then"', '"installed_at": "then"'],
    ["last_updated", '"last_updated": "then"', '"last_updated": "then"'],
    ["config_version", '"config_version": 7', '"config_version": 7'],
    ["metadata", '"metadata": "Tampa"', '"metadata": ‹set›'],
    ["a status with members", '"status": {"city": "Tampa"}', '"status": ‹set›']
  ] as const)(
    "in a record that is to be replaced, as far as LEDMatrix knows them: %s",
    ([_title, line, shown]) =>
      spec(
        {
          config: { clock: { enabled: true } },
          plugins: { clock: {} },
          files: { [STATE]: `{\n"version": 1,\n"states": {\n"clock": {\n${line}\n}\n}\n}\n` }
        },
        Effect.map(linesOf(STATE), (lines) =>
          assert.include(
            lines.map((text) => text.replace(/^(same|removed) /u, "")),
            `5 ${shown}`
          )
        )
      )
  )

  it.effect.each([
    ["version", '"version": 1', '"version": 1'],
    ["last_updated", '"last_updated": "then"', '"last_updated": "then"'],
    ["a field of another program", '"theirs": "Tampa"', '"theirs": ‹set›'],
    ["a version with members", '"version": {"city": "Tampa"}', '"version": ‹set›']
  ] as const)("at the top of the saved state, as far as LEDMatrix knows them: %s", ([_title, line, shown]) =>
    spec(
      {
        config: { clock: { enabled: true } },
        plugins: { clock: {} },
        files: { [STATE]: `{\n${line},\n"states": {\n"clock": 5\n}\n}\n` }
      },
      Effect.map(linesOf(STATE), (lines) =>
        assert.include(
          lines.map((text) => text.replace(/^(same|removed) /u, "")),
          `2 ${shown},`
        )
      )
    )
  )
})

describe("of a plugin's directory", () => {
  const told = { file: "my-clock", plugin_id: "clock" }
  const mine: Described = {
    config: { clock: { enabled: true } },
    plugins: { "my-clock": { id: "clock", version: "1.0.0" } }
  }

  it.effect("a copy that comes back is shown with its name", () =>
    spec(
      {
        config: { clock: { enabled: true } },
        files: { "plugin-repos/clock.standalone-backup-preinstall/manifest.json": manifest("clock") }
      },
      Effect.map(pending(), (diffs) =>
        assert.deepStrictEqual(diffs, [
          {
            file: "plugin-repos/clock",
            plugin_id: "clock",
            becomes: "put back from plugin-repos/clock.standalone-backup-preinstall"
          }
        ])
      )
    )
  )

  it.effect.each([
    ["its directory", mine, "my-clock"],
    ["its id, where it has no directory", { config: mine.config }, "clock"]
  ] as const)("a plugin that is unwanted is shown by %s", ([_title, described, file]) =>
    spec(
      described,
      Effect.map(pendingFor({ plugins: { clock: { absent: true } } }), (diffs) =>
        assert.deepStrictEqual(diffs, [{ ...told, file, becomes: "set aside and marked as uninstalled" }])
      )
    )
  )

  it.effect.each([
    ["of another version", mine, { version: "2.0.0" }, "my-clock", "fetched from the store, version 2.0.0"],
    ["that is not there", {}, {}, "clock", "fetched from the store"],
    [
      "that is not there, in a version",
      {},
      { version: "2.0.0" },
      "clock",
      "fetched from the store, version 2.0.0"
    ]
  ] as const)(
    "a plugin that is wanted is shown with its version, where that is wanted: one %s",
    ([_title, described, wanted, file, becomes]) =>
      spec(
        described,
        Effect.map(pendingFor({ plugins: { clock: wanted } }), (diffs) =>
          assert.deepStrictEqual(diffs, [{ ...told, file, becomes }])
        )
      )
  )

  const becomes = "fetched from the store, and its record made to agree"

  it.live("a plugin that is missing is shown as to be fetched, before one that is replaced", () =>
    spec(
      {
        config: { clock: { enabled: true }, news: { enabled: true } },
        files: { "plugin-repos/clock/manifest.json": "{," }
      },
      Effect.map(pending({ replaceBroken: true }), (diffs) =>
        assert.deepStrictEqual(diffs, [
          { file: "news", plugin_id: "news", becomes },
          { file: "clock", plugin_id: "clock", becomes }
        ])
      )
    )
  )
})
