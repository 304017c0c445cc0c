// What the system tells of changed files, through the port: real directories, and no promise about when.
import { assert, describe, it } from "@effect/vitest"
import { NodeServices } from "@effect/platform-node"
import { Deferred, Effect, Exit, FileSystem, Layer, Scope } from "effect"
import { NodeFileWatcher } from "../../src/node/NodeFileWatcher.ts"
import { FileWatcher } from "../../src/ports/FileWatcher.ts"

/** A watcher on a fresh directory, and a way to wait until something has been heard of a name. */
const watched = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* Effect.flatMap(fs.makeTempDirectoryScoped(), fs.realPath)
  const waiting = new Map<string, Deferred.Deferred<void>>()
  const scope = yield* Scope.make()
  const watching = yield* FileWatcher.use((watcher) =>
    watcher.watch((where, name) => {
      const key = `${where}/${name ?? ""}`
      const heard = waiting.get(key)
      if (heard !== undefined) Deferred.doneUnsafe(heard, Exit.void)
    })
  ).pipe(Scope.provide(scope))
  const hears = Effect.fnUntraced(function* (path: string, act: Effect.Effect<unknown, unknown>) {
    const heard = yield* Deferred.make<void>()
    waiting.set(path, heard)
    yield* act
    yield* Deferred.await(heard)
    waiting.delete(path)
  })
  return { fs, directory, watching, hears, close: Scope.close(scope, Exit.void) }
})

const none: ReadonlySet<string> = new Set()

const live = Layer.merge(NodeFileWatcher.layer, NodeServices.layer)

describe("the watcher", () => {
  it.live("hears a file that is written in place, made, and removed", () =>
    Effect.gen(function* () {
      const { directory, fs, hears, watching } = yield* watched
      yield* watching.set(new Set([directory]))
      const file = `${directory}/config.json`
      yield* hears(file, fs.writeFileString(file, "{}"))
      yield* hears(file, fs.writeFileString(file, `{"a": 1}`))
      yield* hears(file, fs.remove(file))
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("goes on hearing a file that is replaced by renaming, again and again", () =>
    Effect.gen(function* () {
      const { directory, fs, hears, watching } = yield* watched
      yield* watching.set(new Set([directory]))
      const file = `${directory}/config.json`
      for (let at = 0; at < 20; at++) {
        const replace = Effect.andThen(
          fs.writeFileString(`${file}.tmp`, `${at}`),
          fs.rename(`${file}.tmp`, file)
        )
        yield* hears(file, replace)
      }
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("hears a directory that was put in the place of another, once it is set again", () =>
    Effect.gen(function* () {
      const { directory, fs, hears, watching } = yield* watched
      const plugin = `${directory}/clock`
      yield* fs.makeDirectory(plugin)
      const both = new Set([directory, plugin])
      assert.deepStrictEqual((yield* watching.set(both)).begun, both)
      const exchange = Effect.gen(function* () {
        yield* fs.rename(plugin, `${directory}/old`)
        yield* fs.makeDirectory(plugin)
      })
      yield* hears(plugin, exchange)
      assert.deepStrictEqual((yield* watching.set(both)).begun, new Set([plugin]))
      yield* hears(`${plugin}/manifest.json`, fs.writeFileString(`${plugin}/manifest.json`, "{}"))
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("hears a directory that was deleted and made anew, though it may have got the same inode", () =>
    Effect.gen(function* () {
      const { directory, fs, hears, watching } = yield* watched
      const plugin = new Set([`${directory}/clock`])
      yield* fs.makeDirectory(`${directory}/clock`)
      yield* watching.set(plugin)
      const anew = Effect.andThen(
        fs.remove(`${directory}/clock`, { recursive: true }),
        fs.makeDirectory(`${directory}/clock`)
      )
      yield* hears(`${directory}/clock/`, anew)
      assert.deepStrictEqual((yield* watching.set(plugin)).begun, plugin)
      const manifest = `${directory}/clock/manifest.json`
      yield* hears(manifest, fs.writeFileString(manifest, "{}"))
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("passes over what is not there, and finds it the next time", () =>
    Effect.gen(function* () {
      const { directory, fs, watching } = yield* watched
      const later = new Set([`${directory}/later`])
      assert.deepStrictEqual(yield* watching.set(later), { begun: none, unwatched: none })
      yield* fs.makeDirectory(`${directory}/later`)
      assert.deepStrictEqual((yield* watching.set(later)).begun, later)
      assert.deepStrictEqual((yield* watching.set(later)).begun, none)
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("hears nothing more of what is not set any more", () =>
    Effect.gen(function* () {
      const { directory, fs, hears, watching } = yield* watched
      const [a, b] = [`${directory}/a`, `${directory}/b`]
      yield* Effect.all([fs.makeDirectory(a), fs.makeDirectory(b)])
      yield* watching.set(new Set([a, b]))
      yield* watching.set(new Set([b]))
      const listening = yield* Effect.forkScoped(hears(`${a}/x`, fs.writeFileString(`${a}/x`, "")))
      // The system tells in order: what came later in b has been heard, and nothing of a.
      yield* hears(`${b}/y`, fs.writeFileString(`${b}/y`, ""))
      yield* hears(`${b}/z`, fs.writeFileString(`${b}/z`, ""))
      assert.isUndefined(listening.pollUnsafe())
    }).pipe(Effect.scoped, Effect.provide(live))
  )
})
