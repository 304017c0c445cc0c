/** What others can put in the place of our own files: too much to read, and links. On a real disk and on the one in memory. */
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer } from "effect"
import { symlinkSync } from "node:fs"
import { FileReader, FileWriter } from "../../../src/ports/Files.ts"
import { RootLock } from "../../../src/services/installation/RootLock.ts"
import { Installation } from "../../../src/services/installation/Installation.ts"
import { Ledger } from "../../../src/services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../../../src/services/writing/LedgerWriter.ts"
import { LEDGER_BYTES_MAX } from "../../../src/services/ownFiles/formats/readLedgerFile.ts"
import { Suspensions } from "../../../src/services/ownFiles/Suspensions.ts"
import { UninstalledWriter } from "../../../src/services/store/uninstalled/UninstalledWriter.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryLock } from "../../../src/testing/MemoryLock.ts"
import { onDisk, worlds } from "../support/worlds.ts"

const services = Layer.mergeAll(Ledger.layer, LedgerWriter.layer, Suspensions.layer, UninstalledWriter.layer)

const tooMuch = `{"clock": {"enabled": true}, "x": "${"x".repeat(LEDGER_BYTES_MAX)}"}`

const namesIn = Effect.fnUntraced(function* (path: string) {
  const { root } = yield* Installation
  return yield* FileReader.use((files) => files.list(`${root}/${path}`))
})

const remember = LedgerWriter.use((writer) => writer.remember(new Map([["clock", { enabled: false }]])))

for (const { layer, name } of worlds) {
  const given = (files: { readonly [path: string]: string }) => Layer.provideMerge(services, layer(files))

  describe(`a file of ours that is too large, on ${name}`, () => {
    it.live("is not read, and a warning says so", () =>
      Effect.gen(function* () {
        const ledger = yield* Ledger
        assert.strictEqual((yield* ledger.view).agreements.size, 0)
        assert.match(
          (yield* ledger.warnings).join(),
          /agreements\.json: cannot be read: larger than any real one/u
        )
      }).pipe(Effect.provide(given({ "data/reconciler/agreements.json": tooMuch }), { local: true }))
    )

    it.live("is begun anew where a broken one would be, and set aside", () =>
      Effect.gen(function* () {
        yield* remember
        assert.deepStrictEqual([...(yield* (yield* Ledger).view).agreements], [["clock", { enabled: false }]])
        const names = yield* namesIn("data/reconciler")
        assert.lengthOf(
          names.filter((file) => file.startsWith("agreements.json.corrupt-")),
          1
        )
      }).pipe(Effect.provide(given({ "data/reconciler/agreements.json": tooMuch }), { local: true }))
    )

    it.live("is refused where a broken one would be, and stays", () =>
      Effect.gen(function* () {
        const writer = yield* UninstalledWriter
        const refused = yield* Effect.flip(writer.setTombstones(new Map([["clock", true]])))
        assert.strictEqual(refused.reason._tag, "NotParseable")
        assert.deepStrictEqual(yield* namesIn("data/reconciler"), ["tombstones.json"])
      }).pipe(Effect.provide(given({ "data/reconciler/tombstones.json": tooMuch }), { local: true }))
    )

    it.live("leaves the controller with nothing that it may touch, where it says what is suspended", () =>
      Effect.gen(function* () {
        const read = yield* (yield* Suspensions).read
        assert.deepNestedInclude(read, { _tag: "Failure", "failure.code": "too_large" })
      }).pipe(Effect.provide(given({ "data/reconciler/suspended.json": tooMuch }), { local: true }))
    )
  })
}

describe("a link in the place of a file of ours", () => {
  it.live("is refused, and what it leads to stays as it was", () =>
    Effect.gen(function* () {
      const { ledgerDirectory, root } = yield* Installation
      yield* Effect.sync(() => symlinkSync(`${root}/theirs.json`, `${ledgerDirectory}/agreements.json`))
      const refused = yield* Effect.flip(remember)
      assert.deepNestedInclude(refused, { "reason.code": "ELOOP" })
      const { bytes } = yield* FileReader.use((files) => files.read(`${root}/theirs.json`, { bytesMax: 100 }))
      assert.strictEqual(new TextDecoder().decode(bytes), "{}")
    }).pipe(
      Effect.provide(
        Layer.provideMerge(
          services,
          onDisk.layer({ "theirs.json": "{}", "data/reconciler/undone.json": "{}" })
        ),
        { local: true }
      )
    )
  )
})

describe("a link in the place of our directory", () => {
  const onLink = (owner: number) =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.putDirectory("/elsewhere")
      yield* files.setOwner("/elsewhere", owner, owner)
      yield* files.putDirectory("/led/data")
      yield* files.putSymlink("/led/data/reconciler", "/elsewhere")
      const lock = yield* RootLock
      return yield* lock
        .hold(Effect.succeed("held"))
        .pipe(Effect.catchTag("FileFault", ({ code }) => Effect.succeed(code)))
    }).pipe(
      Effect.provide(
        RootLock.layer({ timeout: Duration.seconds(1) }).pipe(
          Layer.provideMerge(
            Layer.mergeAll(
              MemoryFiles.layer(),
              MemoryLock.layer,
              Layer.succeed(Installation, Installation.at("/led"))
            )
          )
        ),
        { local: true }
      )
    )

  it.effect("is followed to what belongs to the link's owner", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* onLink(1000), "held")
    })
  )

  it.effect("is refused where it leads to what belongs to another user", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* onLink(0), "ELOOP")
    })
  )
})

describe("a mode, an owner and a directory's sync that the disk does not know", () => {
  it.effect.each(["EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"])("are left as they are: %s", (code) =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      const writer = yield* FileWriter
      yield* files.failWhen(({ name, path }) => name !== "sync" || path === "/led", code)
      yield* writer.setMode("/led/x", 0o600)
      yield* writer.setOwner("/led/x", 1, 1)
      yield* writer.syncDirectory("/led")
      assert.strictEqual((yield* files.modes).get("/led/x"), 0o644)
    }).pipe(Effect.provide(MemoryFiles.layer({ "/led/x": "" }), { local: true }))
  )

  it.effect("are failures where the user may not", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ name }) => name === "chmod", "EACCES")
      const refused = yield* Effect.flip(FileWriter.use((writer) => writer.setMode("/led/x", 0o600)))
      assert.strictEqual(refused.code, "EACCES")
    }).pipe(Effect.provide(MemoryFiles.layer({ "/led/x": "" }), { local: true }))
  )
})
