// Places that others can write to, or that know less than a Linux disk: what the file adapter does there.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { NodeFileReader } from "../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../src/node/NodeFileWriter.ts"
import { FileWriter } from "../../src/ports/Files.ts"
import { makeStaging } from "../../src/services/store/install/makeStaging.ts"
import {
  makePluginDirectory,
  writeSmallPluginFile
} from "../../src/services/store/install/writePluginFiles.ts"
import { directoryWith } from "../support/realInstallation.ts"

const files = Layer.mergeAll(NodeFileReader.layer, NodeFileWriter.layer)

const modeOf = (path: string): number => statSync(path).mode & 0o7777

describe("a file system without modes, as that of /proc is,", () => {
  it.live("keeps its own modes, and that is no failure", () =>
    Effect.gen(function* () {
      const writer = yield* FileWriter
      const before = modeOf("/proc/self/comm")
      yield* writer.setMode("/proc/self/comm", 0o600)
      assert.strictEqual(modeOf("/proc/self/comm"), before)
    }).pipe(Effect.provide(files))
  )

  it.live("syncs no directory, and that is no failure", () =>
    Effect.gen(function* () {
      const writer = yield* FileWriter
      yield* writer.syncDirectory("/proc/self/task")
    }).pipe(Effect.provide(files))
  )
})

describe("a link in the place of what was made", () => {
  it.live("is not followed by a change of the mode", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "theirs/secret": "x" })
      chmodSync(`${root}/theirs/secret`, 0o600)
      symlinkSync(`${root}/theirs/secret`, `${root}/made`)
      const refused = yield* Effect.flip(FileWriter.use((writer) => writer.setMode(`${root}/made`, 0o664)))
      assert.deepStrictEqual([refused.code, modeOf(`${root}/theirs/secret`)], ["ELOOP", 0o600])
    }).pipe(Effect.provide(files))
  )

  it.live("of a tree is removed, and what it leads to stays", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "theirs/a/file": "x", "tree/inner/file": "x" })
      symlinkSync(`${root}/theirs`, `${root}/tree/inner/link`)
      symlinkSync(`${root}/theirs`, `${root}/link`)
      const writer = yield* FileWriter
      yield* writer.removeTree(`${root}/tree`)
      yield* writer.removeTree(`${root}/link`)
      assert.deepStrictEqual(readdirSync(root), ["theirs"])
      assert.isTrue(existsSync(`${root}/theirs/a/file`))
    }).pipe(Effect.provide(files))
  )
})

describe("removing a tree", () => {
  it.live.each([0o500, 0o300, 0o000])("opens directories of mode %o, which are its owner's", (mode) =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "tree/__pycache__/deep/a.pyc": "x", "tree/__pycache__/b.pyc": "x" })
      chmodSync(`${root}/tree/__pycache__/deep`, mode)
      chmodSync(`${root}/tree/__pycache__`, mode)
      yield* FileWriter.use((writer) => writer.removeTree(`${root}/tree`))
      assert.isFalse(existsSync(`${root}/tree`))
    }).pipe(Effect.provide(files))
  )

  it.live("of nothing is no failure", () =>
    FileWriter.use((writer) => writer.removeTree("/nothing/there")).pipe(Effect.provide(files))
  )
})

describe("a staging directory", () => {
  it.live("cannot be entered by others", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "plugin-repos/x": "" })
      yield* makeStaging(`${root}/plugin-repos/staging`)
      assert.strictEqual(modeOf(`${root}/plugin-repos/staging`) & 0o777, 0o700)
    }).pipe(Effect.scoped, Effect.provide(files))
  )

  it.live(
    "in whose place a link is put gets what is made in it, and what the link leads to gets nothing",
    () =>
      Effect.gen(function* () {
        const root = yield* directoryWith({ "plugin-repos/x": "", "theirs/x": "" })
        const staging = `${root}/plugin-repos/staging`
        const held = yield* makeStaging(staging)
        renameSync(staging, `${staging}-moved`)
        symlinkSync(`${root}/theirs`, staging)
        yield* makePluginDirectory(`${held}/plugin`)
        yield* writeSmallPluginFile(`${held}/plugin/manifest.json`, new TextEncoder().encode("{}"))
        assert.deepStrictEqual(readdirSync(`${root}/theirs`), ["x"])
        assert.strictEqual(readFileSync(`${staging}-moved/plugin/manifest.json`, "utf8"), "{}")
        mkdirSync(`${root}/theirs/plugin`)
        yield* FileWriter.use((writer) => writer.rename(`${held}/plugin`, `${root}/plugin-repos/clock`))
        assert.strictEqual(readFileSync(`${root}/plugin-repos/clock/manifest.json`, "utf8"), "{}")
        assert.deepStrictEqual(readdirSync(`${root}/theirs`), ["plugin", "x"])
      }).pipe(Effect.scoped, Effect.provide(files))
  )

  it.live("that is a link by the time it is opened is refused", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "theirs/x": "" })
      symlinkSync(`${root}/theirs`, `${root}/staging`)
      const refused = yield* Effect.flip(FileWriter.use((writer) => writer.hold(`${root}/staging`)))
      assert.oneOf(refused.code, ["ELOOP", "ENOTDIR"])
    }).pipe(Effect.scoped, Effect.provide(files))
  )

  it.live("goes with its scope, and a link in its place goes alone", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ "plugin-repos/x": "", "theirs/x": "" })
      const staging = `${root}/plugin-repos/staging`
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* makeStaging(staging)
          renameSync(staging, `${staging}-moved`)
          symlinkSync(`${root}/theirs`, staging)
        })
      )
      assert.isUndefined(lstatSync(staging, { throwIfNoEntry: false }))
      assert.deepStrictEqual(readdirSync(`${root}/theirs`), ["x"])
    }).pipe(Effect.provide(files))
  )
})

describe("a new directory", () => {
  it.live("has its mode under every umask", () =>
    Effect.gen(function* () {
      const root = yield* directoryWith({ x: "" })
      mkdirSync(`${root}/a`)
      writeFileSync(`${root}/a/x`, "")
      yield* FileWriter.use((writer) => writer.makeDirectory(`${root}/a/b`, { mode: 0o2775 }))
      assert.strictEqual(modeOf(`${root}/a/b`), 0o2775)
    }).pipe(Effect.provide(files))
  )
})
