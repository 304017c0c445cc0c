/**
 * What the model of a disk promises. "May" is shown by the states that many seeds give: each that may be left
 * by a cut turns up among them, and none that may not.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { FileReader, FileWriter } from "../../../src/ports/Files.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { type DiskImage, VirtualDisk } from "./VirtualDisk.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

const SEEDS = Array.from({ length: 300 }, (_, seed) => seed)

const images = VirtualDisk.use((disk) => Effect.forEach(SEEDS, (seed) => disk.afterCut(seed)))

/** What `look` sees in the images of all seeds, each answer once. */
const seen = (look: (files: DiskImage["files"], image: DiskImage) => string | undefined) =>
  Effect.map(images, (all) =>
    [...new Set(all.map((image) => look(image.files, image) ?? "nothing"))].toSorted()
  )

const create = Effect.fnUntraced(function* (path: string, text: string, synced = true) {
  const writer = yield* FileWriter
  yield* Effect.scoped(
    Effect.gen(function* () {
      const handle = yield* writer.create(path, { mode: 0o644 })
      yield* handle.write(bytes(text))
      if (synced) yield* handle.sync
    })
  )
})

const on = <A, E>(
  files: { readonly [path: string]: string },
  program: Effect.Effect<A, E, VirtualDisk | MemoryFiles | FileReader | FileWriter>
) => Effect.provide(program, VirtualDisk.layer({ files }))

describe("a file's data", () => {
  it.effect("may be lost, zeroed, torn or kept where it was not synced", () =>
    on(
      { "/d/f": "old!" },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.put("/d/f", "new?"))
        const texts = yield* seen((files) => files.get("/d/f"))
        assert.includeMembers(texts, ["old!", "new?", "\0\0\0\0", "ne\0\0", "new!"])
      })
    )
  )

  it.effect("is never lost with the file's own name while only the data was not synced", () =>
    on(
      { "/d/f": "old" },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.put("/d/f", "new"))
        assert.notInclude(yield* seen((files) => files.get("/d/f")), "nothing")
      })
    )
  )

  it.effect("stays once it and its directory were synced", () =>
    on(
      { "/d/other": "" },
      Effect.gen(function* () {
        yield* create("/d/f", "new")
        yield* FileWriter.use((writer) => writer.syncDirectory("/d"))
        assert.deepStrictEqual(yield* seen((files) => files.get("/d/f")), ["new"])
      })
    )
  )

  it.effect("may be empty under a name that is there, where only the directory was synced", () =>
    on(
      { "/d/other": "" },
      Effect.gen(function* () {
        yield* create("/d/f", "new", false)
        yield* FileWriter.use((writer) => writer.syncDirectory("/d"))
        const texts = yield* seen((files) => files.get("/d/f"))
        assert.includeMembers(texts, ["", "new"])
        assert.notInclude(texts, "nothing")
      })
    )
  )

  it.effect("is listed as damaged exactly where no program wrote it", () =>
    on(
      { "/d/f": "old!" },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.put("/d/f", "new?"))
        const told = yield* seen((files, { damaged }) => {
          const whole = ["old!", "new?"].includes(files.get("/d/f") ?? "")
          return String(whole === (damaged.length === 0))
        })
        assert.deepStrictEqual(told, ["true"])
        assert.deepStrictEqual(yield* seen((_, { damaged }) => damaged[0]?.author), ["elsewhere", "nothing"])
      })
    )
  )
})

describe("a name", () => {
  it.effect("may be lost until its directory is synced, however durable its file", () =>
    on(
      { "/d/other": "" },
      Effect.gen(function* () {
        yield* create("/d/f", "new")
        assert.deepStrictEqual(yield* seen((files) => files.get("/d/f")), ["new", "nothing"])
      })
    )
  )

  it.effect("that a rename took over is the old or the new file, never none", () =>
    on(
      { "/d/f": "old" },
      Effect.gen(function* () {
        yield* create("/d/tmp", "new")
        yield* FileWriter.use((writer) => writer.rename("/d/tmp", "/d/f"))
        assert.deepStrictEqual(yield* seen((files) => files.get("/d/f")), ["new", "old"])
      })
    )
  )

  it.effect("is the new file's once the directory is synced", () =>
    on(
      { "/d/f": "old" },
      Effect.gen(function* () {
        yield* create("/d/tmp", "new")
        const writer = yield* FileWriter
        yield* writer.rename("/d/tmp", "/d/f")
        yield* writer.syncDirectory("/d")
        assert.deepStrictEqual(yield* seen((files) => [...files.keys()].join()), ["/d,/d/f"])
        assert.deepStrictEqual(yield* seen((files) => files.get("/d/f")), ["new"])
      })
    )
  )

  it.effect("may be empty under the new name where a file was renamed that was not synced", () =>
    on(
      { "/d/f": "old" },
      Effect.gen(function* () {
        yield* create("/d/tmp", "new", false)
        const writer = yield* FileWriter
        yield* writer.rename("/d/tmp", "/d/f")
        yield* writer.syncDirectory("/d")
        assert.includeMembers(yield* seen((files) => files.get("/d/f")), ["", "new"])
      })
    )
  )

  it.effect("may outlive an earlier change of another name that is lost", () =>
    on(
      { "/d/a": "a", "/d/b": "b" },
      Effect.gen(function* () {
        const writer = yield* FileWriter
        yield* writer.rename("/d/a", "/d/a2")
        yield* writer.rename("/d/b", "/d/b2")
        const names = yield* seen((files) =>
          [...files.keys()]
            .filter((path) => path !== "/d")
            .toSorted()
            .join()
        )
        assert.deepStrictEqual(names, ["/d/a,/d/b", "/d/a,/d/b2", "/d/a2,/d/b", "/d/a2,/d/b2"])
      })
    )
  )

  it.effect("is never taken while what had to leave it first is still there", () =>
    on(
      { "/d/now/f": "old", "/d/next/f": "new" },
      Effect.gen(function* () {
        const writer = yield* FileWriter
        yield* writer.rename("/d/now", "/d/kept")
        yield* writer.rename("/d/next", "/d/now")
        const states = yield* seen((files) => `${files.get("/d/now/f")} ${files.get("/d/kept/f")}`)
        assert.deepStrictEqual(states, ["new old", "old undefined", "undefined old"])
      })
    )
  )

  it.effect("moves between directories in one step", () =>
    on(
      { "/a/f": "x", "/b/other": "" },
      Effect.gen(function* () {
        yield* FileWriter.use((writer) => writer.rename("/a/f", "/b/f"))
        const places = yield* seen((files) => [...files.keys()].filter((path) => path.endsWith("/f")).join())
        assert.deepStrictEqual(places, ["/a/f", "/b/f"])
      })
    )
  )

  it.effect("that was removed may be back, and a tree may be half removed", () =>
    on(
      { "/d/t/a": "a", "/d/t/b": "b" },
      Effect.gen(function* () {
        yield* FileWriter.use((writer) => writer.removeTree("/d/t"))
        const left = yield* seen((files) => [...files.keys()].filter((path) => path !== "/d").join())
        assert.includeMembers(left, ["", "/d/t", "/d/t,/d/t/a", "/d/t,/d/t/b", "/d/t,/d/t/a,/d/t/b"])
      })
    )
  )

  it.effect("of a directory is gone for good only with all that was taken out of it", () =>
    on(
      { "/d/staging/plugin/f": "x" },
      Effect.gen(function* () {
        const writer = yield* FileWriter
        yield* writer.rename("/d/staging/plugin", "/d/plugin")
        yield* writer.removeTree("/d/staging")
        const places = yield* seen((files) => [...files.keys()].filter((path) => path.endsWith("/f")).join())
        assert.deepStrictEqual(places, ["/d/plugin/f", "/d/staging/plugin/f"])
      })
    )
  )
})

it.effect("a mode that was changed may be the old one again", () =>
  on(
    { "/d/f": "x" },
    Effect.gen(function* () {
      const mode = FileReader.use((reader) => reader.stat("/d/f")).pipe(
        Effect.map((stat) => (stat._tag === "Some" ? stat.value.mode.toString(8) : ""))
      )
      yield* FileWriter.use((writer) => writer.setMode("/d/f", 0o600))
      const modes = yield* Effect.forEach(yield* images, (image) =>
        Effect.provide(mode, VirtualDisk.layer({ image }), { local: true })
      )
      assert.deepStrictEqual([...new Set(modes)].toSorted(), ["600", "644"])
    })
  )
)

describe("a cut", () => {
  const work = Effect.gen(function* () {
    yield* create("/d/tmp", "new")
    yield* FileWriter.use((writer) => writer.rename("/d/tmp", "/d/f"))
    yield* FileWriter.use((writer) => writer.removeFile("/d/g"))
  })

  it.effect("is given for every operation of a program, which runs to its end", () =>
    on(
      { "/d/f": "old", "/d/g": "g" },
      Effect.gen(function* () {
        const { cuts, exit } = yield* VirtualDisk.use((disk) => disk.cuts(work, 1))
        assert.strictEqual(exit._tag, "Success")
        assert.deepStrictEqual(
          cuts.map(({ operation }) => operation.name),
          ["create", "write", "sync", "rename", "remove"]
        )
        assert.strictEqual(cuts[0]?.image.files.get("/d/f"), "old")
      })
    )
  )

  it.effect("leaves the same for the same seed", () =>
    on(
      { "/d/f": "old", "/d/g": "g" },
      Effect.gen(function* () {
        yield* work
        const disk = yield* VirtualDisk
        const told = (image: DiskImage) => JSON.stringify([[...image.files], image.lost, image.damaged])
        const first = yield* Effect.forEach(SEEDS, disk.afterCut)
        const second = yield* Effect.forEach(SEEDS, disk.afterCut)
        assert.deepStrictEqual(first.map(told), second.map(told))
        assert.isAbove(new Set(first.map(told)).size, 3)
      })
    )
  )

  it.effect("leaves an image that no disk begun with it changes", () =>
    on(
      { "/d/f": "old", "/d/g": "g" },
      Effect.gen(function* () {
        const image = yield* VirtualDisk.use((disk) => disk.afterCut(0))
        yield* Effect.provide(work, VirtualDisk.layer({ image }), { local: true })
        assert.strictEqual(image.files.get("/d/f"), "old")
      })
    )
  )

  it.effect("loses nothing after a clean shutdown", () =>
    on(
      { "/d/f": "old", "/d/g": "g" },
      Effect.gen(function* () {
        yield* work
        yield* VirtualDisk.use((disk) => disk.makeDurable)
        assert.isTrue(yield* VirtualDisk.use((disk) => disk.isDurable))
        assert.deepStrictEqual(yield* seen((files) => [...files.keys()].join()), ["/d,/d/f"])
      })
    )
  )
})

describe("a disk in trouble", () => {
  it.effect.each(["ENOSPC", "EDQUOT"] as const)("has no room: %s for what needs some", (code) =>
    on(
      { "/d/f": "old" },
      Effect.gen(function* () {
        const disk = yield* VirtualDisk
        yield* disk.fill(code)
        const failure = yield* Effect.flip(create("/d/tmp", "new"))
        assert.strictEqual(failure.code, code)
        yield* FileWriter.use((writer) => writer.removeFile("/d/f"))
        yield* disk.fill(undefined)
        yield* create("/d/tmp", "new")
      })
    )
  )

  it.effect("has written the first half of what failed", () =>
    on(
      {},
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.failWhen(({ name }) => name === "write", "EIO"))
        yield* Effect.flip(create("/f", "1234"))
        assert.strictEqual(yield* MemoryFiles.use((files) => files.text("/f")), "12")
      })
    )
  )

  it.effect("is read-only: EROFS for every change, and reading goes on", () =>
    on(
      { "/d/f": "old" },
      Effect.gen(function* () {
        yield* VirtualDisk.use((disk) => disk.setReadOnly(true))
        const writer = yield* FileWriter
        const changes = [
          create("/d/tmp", "new"),
          writer.rename("/d/f", "/d/g"),
          writer.removeFile("/d/f"),
          writer.removeTree("/d"),
          writer.makeDirectory("/d/e", { mode: 0o755 }),
          writer.setMode("/d/f", 0o600),
          writer.syncDirectory("/d")
        ]
        for (const change of changes) assert.strictEqual((yield* Effect.flip(change)).code, "EROFS")
        const { bytes: read } = yield* FileReader.use((reader) => reader.read("/d/f", { bytesMax: 9 }))
        assert.strictEqual(new TextDecoder().decode(read), "old")
      })
    )
  )
})

it.effect("a writer may rename its own file between the compare and the rename", () =>
  on(
    { "/d/f": "old" },
    Effect.gen(function* () {
      yield* create("/d/tmp", "ours")
      const reader = yield* FileReader
      const files = yield* MemoryFiles
      const { stat } = yield* reader.read("/d/f", { bytesMax: 9 })
      yield* files.put("/d/theirs", "theirs")
      yield* files.before(({ name }) =>
        name === "rename" ? Effect.as(files.move("/d/theirs", "/d/f"), undefined) : Effect.undefined
      )
      yield* FileWriter.use((writer) => writer.rename("/d/tmp", "/d/f", stat))
      assert.strictEqual(yield* files.text("/d/f"), "ours")
    })
  )
)
