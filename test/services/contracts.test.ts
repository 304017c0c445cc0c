/** One contract for each service, held on a real disk and on the disk in memory. */
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Exit, Fiber, Layer, Option, Result, Scope } from "effect"
import { FileReader, FileWriter } from "../../src/ports/Files.ts"
import { LockTimeout, ProcessLock } from "../../src/ports/ProcessLock.ts"
import { Config } from "../../src/services/Config.ts"
import { ConfigWriter } from "../../src/services/writing/ConfigWriter.ts"
import { Disk } from "../../src/services/Disk.ts"
import { DiskWriter } from "../../src/services/writing/DiskWriter.ts"
import { Installation } from "../../src/services/installation/Installation.ts"
import { JournalWriter } from "../../src/services/writing/JournalWriter.ts"
import { Ledger } from "../../src/services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../../src/services/writing/LedgerWriter.ts"
import { PluginManager } from "../../src/services/PluginManager.ts"
import { PluginStore } from "../../src/services/PluginStore.ts"
import { StateStore } from "../../src/services/StateStore.ts"
import { StateWriter } from "../../src/services/writing/StateWriter.ts"
import { worlds } from "./support/worlds.ts"
import {
  addEntry,
  says,
  setEntryEnabled,
  setRecordEnabled,
  setRecordVersion
} from "../support/judge/edits.ts"
import { record } from "../support/snapshots.ts"

const services = Layer.mergeAll(
  Config.layer,
  ConfigWriter.layer,
  Disk.layer,
  DiskWriter.layer,
  PluginManager.layer,
  PluginStore.layer,
  StateStore.layer,
  StateWriter.layer,
  Ledger.layer,
  LedgerWriter.layer,
  JournalWriter.layer
)

const textOf = Effect.fnUntraced(function* (path: string) {
  const { root } = yield* Installation
  const { bytes } = yield* FileReader.use((files) => files.read(`${root}/${path}`, { bytesMax: 1e6 }))
  return new TextDecoder().decode(bytes)
})

const scanned = Effect.gen(function* () {
  return Result.getOrThrow(yield* (yield* Disk).scan(undefined))
})

for (const { layer, name } of worlds) {
  const given = (files: { readonly [path: string]: string }) => Layer.provideMerge(services, layer(files))

  describe(`Config, on ${name}`, () => {
    it.live("reads entries, and a missing file is an error", () =>
      Effect.gen(function* () {
        const reading = yield* (yield* Config).read
        assert.strictEqual(Result.isFailure(reading) ? reading.failure.code : "read", "missing")
      }).pipe(Effect.provide(given({ "data/x": "" }), { local: true }))
    )

    it.live("applies edits in one write, and drops those whose evidence has gone", () =>
      Effect.gen(function* () {
        const writer = yield* ConfigWriter
        const good = addEntry("b", false)
        const gone = setEntryEnabled("a", says(false), true)
        const { dropped, made } = yield* writer.change("config", [good, gone])
        assert.deepStrictEqual([made, dropped], [[good], [gone]])
        assert.strictEqual(
          yield* textOf("config/config.json"),
          '{"a": {"enabled": true}, "b": {"enabled": false}}'
        )
      }).pipe(Effect.provide(given({ "config/config.json": '{"a": {"enabled": true}}' }), { local: true }))
    )

    it.live("refuses to edit what does not parse", () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip((yield* ConfigWriter).change("config", [addEntry("b", false)]))
        assert.deepStrictEqual([error.reason._tag, error.transient], ["NotParseable", true])
        assert.strictEqual(yield* textOf("config/config.json"), "{")
      }).pipe(Effect.provide(given({ "config/config.json": "{" }), { local: true }))
    )
  })

  describe(`StateStore, on ${name}`, () => {
    it.live("reads records one by one: a bad one does not hide the others", () =>
      Effect.gen(function* () {
        const view = Result.getOrThrow(Option.getOrThrow(yield* (yield* StateStore).read))
        assert.deepStrictEqual(
          [...view.records].map(([id, { faults }]) => [id, faults.length]),
          [
            ["a", 0],
            ["b", 1]
          ]
        )
      }).pipe(
        Effect.provide(
          given({ "data/plugin_state.json": JSON.stringify({ states: { a: record("a", true), b: 5 } }) }),
          { local: true }
        )
      )
    )

    it.live("is empty where there is no file", () =>
      Effect.gen(function* () {
        assert.strictEqual(
          Result.getOrThrow(Option.getOrThrow(yield* (yield* StateStore).read)).records.size,
          0
        )
      }).pipe(Effect.provide(given({ "config/x": "" }), { local: true }))
    )

    it.live(
      "raises the counter once, however many edits a record gets, and drops edits of another record's version",
      () =>
        Effect.gen(function* () {
          const view = Result.getOrThrow(Option.getOrThrow(yield* (yield* StateStore).read))
          const from = view.records.get("a")
          if (from === undefined) return assert.fail("no record")
          const edits = [setRecordEnabled("a", from, false), setRecordVersion("a", from, "2.0.0")]
          const first = yield* (yield* StateWriter).change(edits)
          assert.lengthOf(first.made, 2)
          const second = yield* (yield* StateWriter).change(edits)
          assert.lengthOf(second.dropped, 2)
          const state: unknown = JSON.parse(yield* textOf("data/plugin_state.json"))
          assert.deepNestedInclude(state, {
            "states.a.enabled": false,
            "states.a.status": "disabled",
            "states.a.version": "2.0.0",
            "states.a.config_version": 3
          })
          return undefined
        }).pipe(
          Effect.provide(
            given({ "data/plugin_state.json": JSON.stringify({ states: { a: record("a", true) } }) }),
            { local: true }
          )
        )
    )
  })

  describe(`Disk, on ${name}`, () => {
    const files = {
      "plugin-repos/clock/manifest.json": '{"id": "clock", "version": "1.0.0"}',
      "plugin-repos/git-clone/manifest.json": '{"id": "of-the-day"}',
      "plugin-repos/nameless/manifest.json": "{}",
      "plugin-repos/broken/manifest.json": "{,}",
      "plugin-repos/just/files.txt": "x",
      "plugin-repos/cache/__pycache__/x.pyc": "x",
      "plugin-repos/file": "x",
      "plugin-repos/old.standalone-backup-preinstall/manifest.json": '{"id": "old"}'
    }

    it.live("tells plugins by their manifest's id, broken ones, taken names and set-aside copies apart", () =>
      Effect.gen(function* () {
        const view = yield* scanned
        assert.deepStrictEqual(
          view.plugins.map(({ directory, id, named }) => [directory, id, named]),
          [
            ["clock", "clock", true],
            ["git-clone", "of-the-day", true],
            ["nameless", "nameless", false]
          ]
        )
        assert.deepStrictEqual(
          view.broken.map(({ directory }) => directory),
          ["broken"]
        )
        assert.deepStrictEqual([...view.taken].toSorted(), ["file", "just"])
        assert.deepStrictEqual([...view.setAside.keys()], ["old"])
      }).pipe(Effect.provide(given(files), { local: true }))
    )

    it.live("gives the very same view while nothing changes, and sees what does", () =>
      Effect.gen(function* () {
        const { root } = yield* Installation
        const writer = yield* FileWriter
        yield* Effect.sleep("80 millis")
        const first = yield* scanned
        assert.strictEqual(yield* scanned, first)
        yield* writer.removeFile(`${root}/plugin-repos/clock/manifest.json`)
        assert.deepStrictEqual((yield* scanned).plugins, [])
      }).pipe(
        Effect.provide(given({ "plugin-repos/clock/manifest.json": '{"id": "clock"}' }), { local: true })
      )
    )

    it.live("is empty without the default directory, and in error without another", () =>
      Effect.gen(function* () {
        const disk = yield* Disk
        assert.deepStrictEqual(Result.getOrThrow(yield* disk.scan(undefined)).plugins, [])
        const other = yield* disk.scan("elsewhere")
        assert.strictEqual(Result.isFailure(other) ? other.failure.code : "read", "missing")
      }).pipe(Effect.provide(given({ "config/x": "" }), { local: true }))
    )

    it.live("does not put a copy back that was set aside a moment ago", () =>
      Effect.gen(function* () {
        const view = yield* scanned
        const copy = view.setAside.get("old")
        if (copy === undefined) return assert.fail("no copy")
        const place = (name: string) => ({ path: `${view.path}/${name}`, shown: name })
        const putBack = (yield* DiskWriter).putBack("old", place(copy.directory), place("old"))
        const error = yield* Effect.flip(putBack)
        return assert.strictEqual(error.reason._tag, "OperationInProgress")
      }).pipe(Effect.provide(given(files), { local: true }))
    )
  })

  describe(`PluginManager, on ${name}`, () => {
    it.live("discovers what names itself, and fails where the disk does", () =>
      Effect.gen(function* () {
        const manager = yield* PluginManager
        const disk = yield* (yield* Disk).scan(undefined)
        assert.deepStrictEqual([...Result.getOrThrow(yield* manager.read(disk)).plugins.keys()], ["clock"])
        const blind = yield* manager.read(yield* (yield* Disk).scan("elsewhere"))
        assert.strictEqual(Result.isFailure(blind) ? blind.failure.source : "read", "manager")
      }).pipe(
        Effect.provide(
          given({
            "plugin-repos/clock/manifest.json": '{"id": "clock"}',
            "plugin-repos/nameless/manifest.json": "{}"
          }),
          { local: true }
        )
      )
    )
  })

  describe(`PluginStore, on ${name}`, () => {
    const uninstalled = Effect.gen(function* () {
      const { uninstalled: reading } = yield* (yield* PluginStore).view(yield* scanned)
      return reading
    })
    const tombstones = (times: { readonly [id: string]: number }) => ({
      "data/reconciler/tombstones.json": JSON.stringify(times)
    })

    it.live("sees a tombstone, of that plugin alone", () =>
      Effect.gen(function* () {
        const standing = Result.getOrThrow(yield* uninstalled)
        assert.deepStrictEqual([...standing.tombstones], ["clock"])
      }).pipe(Effect.provide(given(tombstones({ clock: Date.now() })), { local: true }))
    )

    it.live("sees a tombstone expire, and distrusts one from a clock that was ahead", () =>
      Effect.gen(function* () {
        assert.strictEqual(Result.getOrThrow(yield* uninstalled).tombstones.size, 0)
      }).pipe(
        Effect.provide(given(tombstones({ old: Date.now() - 301_000, ahead: Date.now() + 301_000 })), {
          local: true
        })
      )
    )

    it.live("sees a tombstone end when the plugin's directory is newer", () =>
      Effect.gen(function* () {
        assert.strictEqual(Result.getOrThrow(yield* uninstalled).tombstones.size, 0)
      }).pipe(
        Effect.provide(
          given({
            ...tombstones({ clock: Date.now() - 60_000 }),
            "plugin-repos/clock/manifest.json": '{"id": "clock"}'
          }),
          { local: true }
        )
      )
    )

    it.live("does not take marks of a wrong shape for none", () =>
      Effect.gen(function* () {
        const reading = yield* uninstalled
        assert.strictEqual(Result.isFailure(reading) ? reading.failure.code : "read", "wrong_shape")
      }).pipe(Effect.provide(given({ "config/uninstalled_plugins.json": "{}" }), { local: true }))
    )
  })

  describe(`Ledger and journal, on ${name}`, () => {
    it.live("remembers agreements, and writes nothing where nothing differs", () =>
      Effect.gen(function* () {
        const writer = yield* LedgerWriter
        yield* writer.remember(new Map([["clock", { enabled: true }]]))
        const files = yield* FileReader
        const { ledgerDirectory } = yield* Installation
        const before = yield* files.stat(`${ledgerDirectory}/agreements.json`)
        yield* writer.remember(new Map([["clock", { enabled: true }]]))
        assert.deepStrictEqual(yield* files.stat(`${ledgerDirectory}/agreements.json`), before)
        assert.deepStrictEqual([...(yield* (yield* Ledger).view).agreements], [["clock", { enabled: true }]])
        assert.strictEqual(Option.getOrThrow(before).mode, 0o600)
      }).pipe(Effect.provide(given({ "data/x": "" }), { local: true }))
    )

    it.live("keeps secrets out of the journal", () =>
      Effect.gen(function* () {
        const change = {
          plugin_id: "a",
          reason: "x",
          file: "f",
          before: { api_key: "s3cret", city: "x", deep: [{ token: ["t"] }] }
        }
        yield* (yield* JournalWriter).write({
          run_id: "r1",
          command: "c",
          started_at: "s",
          status: "done",
          changes: [change]
        })
        const text = yield* textOf("data/reconciler/journal/r1.json")
        assert.notInclude(text, "s3cret")
        assert.notInclude(text, '"t"')
        assert.include(text, '"city": "x"')
      }).pipe(Effect.provide(given({ "data/x": "" }), { local: true }))
    )
  })

  describe(`FileReader, on ${name}`, () => {
    it.live("reads pieces as long as asked, of any length, and shorter only where the file ends", () =>
      Effect.gen(function* () {
        const { root } = yield* Installation
        const path = `${root}/data/x`
        const pieces = yield* FileReader.use((files) =>
          files.readSlices([
            { path, offset: 1, length: 2 },
            { path, offset: 2, length: 100_000 },
            { path, offset: 199_990, length: 20 }
          ])
        )
        assert.deepStrictEqual(
          pieces.map((piece) => (piece instanceof Uint8Array ? new TextDecoder().decode(piece) : piece.code)),
          ["ba", `a${"b".repeat(99_999)}`, "b".repeat(10)]
        )
      }).pipe(Effect.provide(given({ "data/x": `aba${"b".repeat(199_997)}` }), { local: true }))
    )
  })

  describe(`ProcessLock, on ${name}`, () => {
    it.live("excludes a second holder until the first lets go", () =>
      Effect.gen(function* () {
        const lock = yield* ProcessLock
        const { root } = yield* Installation
        const acquire = (timeout: Duration.Duration) => lock.acquire(`${root}/data/a.lock`, { timeout })
        const first = yield* Scope.make()
        yield* Scope.provide(acquire(Duration.hours(1)), first)
        const error = yield* Effect.flip(Effect.scoped(acquire(Duration.millis(10))))
        assert.isTrue(error instanceof LockTimeout)
        const second = yield* Effect.forkChild(Effect.scoped(acquire(Duration.hours(1))), {
          startImmediately: true
        })
        yield* Scope.close(first, Exit.void)
        yield* Fiber.join(second)
      }).pipe(Effect.provide(given({ "data/x": "" }), { local: true }))
    )
  })
}
