/**
 * The next version of a file: whose it is and who may read it, and that of what LEDMatrix writes in place at the
 * worst of moments its last word and our edit both stand.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { FileReader, FileWriter } from "../../../../src/ports/Files.ts"
import { replaceFile } from "../../../../src/services/files/replacing/replaceFile.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"

const PATH = "/config/config.json"

type Json = { readonly [key: string]: unknown }

const read = (bytes: Uint8Array): Json => JSON.parse(new TextDecoder().decode(bytes)) as Json
const written = (value: Json) => new TextEncoder().encode(JSON.stringify(value))

const replacing = (secret: boolean) =>
  replaceFile({
    path: PATH,
    shown: "config/config.json",
    secret,
    bytesMax: 1 << 20,
    edit: (current) =>
      Effect.succeed({
        content: Option.flatMap(current, (bytes) => {
          const before = read(bytes)
          return before["ours"] === true ? Option.none() : Option.some(written({ ...before, ours: true }))
        })
      })
  })

const ours = replacing(false)

/** Before each of our renames, once the last look is over, their whole save in place. */
const theirsAtRenames = (saves: number) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    let number = 0
    yield* files.before(({ name }) =>
      Effect.gen(function* () {
        if (name !== "rename" || number >= saves) return undefined
        number++
        const text = (yield* files.text(PATH)) ?? "{}"
        yield* files.put(PATH, JSON.stringify({ ...(JSON.parse(text) as Json), theirs: number }))
        return undefined
      })
    )
    yield* ours
    return JSON.parse((yield* files.text(PATH)) ?? "{}") as Json
  }).pipe(Effect.provide(MemoryFiles.layer({ [PATH]: `{"keep": 1}` }), { local: true }))

describe("a late save in place", () => {
  it.effect.each([1, 2, 3, 5])("is carried over, %i in a row", (saves) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* theirsAtRenames(saves), { keep: 1, ours: true, theirs: saves })
    })
  )
})

describe("a late save that cannot be carried over", () => {
  /** What becomes of it where the file that we have put there cannot be opened any more. */
  const unopened = (code: "EIO" | "ENOENT") =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      let replaced = false
      yield* files.before(({ name, path }) =>
        Effect.gen(function* () {
          if (name === "rename" && !replaced) {
            replaced = true
            yield* files.put(PATH, `{"theirs": 1}`)
            return undefined
          }
          return replaced && name === "open" && path === PATH ? code : undefined
        })
      )
      return yield* Effect.flip(ours).pipe(
        Effect.map(({ message }) => message),
        Effect.orElseSucceed(() => "passed over")
      )
    }).pipe(Effect.provide(MemoryFiles.layer({ [PATH]: "{}" }), { local: true }))

  it.effect("because the file cannot be read is a failure, and not passed over", () =>
    Effect.gen(function* () {
      assert.include(yield* unopened("EIO"), "EIO")
    })
  )

  it.effect("because the file is gone is passed over: who removed it has the last word", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* unopened("ENOENT"), "passed over")
    })
  )
})

/** Replaces a file of this mode and owner; the modes of its next version before each operation on it. */
const watched = (mode: number, uid: number) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    yield* FileWriter.use((writer) => writer.setMode(PATH, mode))
    yield* files.setOwner(PATH, uid, uid)
    yield* files.reset
    const seen: Array<{ readonly before: string; readonly mode: number }> = []
    yield* files.before(({ name }) =>
      Effect.map(files.modes, (modes) => {
        for (const [path, now] of modes)
          if (path.startsWith("/config/.")) seen.push({ before: name, mode: now })
        return undefined
      })
    )
    yield* ours
    const operations = (yield* files.operations).flatMap(({ name, path }) =>
      path.startsWith("/config/.") ? [name] : []
    )
    const stat = Option.getOrThrow(yield* FileReader.use((reader) => reader.stat(PATH)))
    return { seen, operations, stat }
  }).pipe(Effect.provide(MemoryFiles.layer({ [PATH]: "{}" }), { local: true }))

describe("the next version of a file", () => {
  it.effect.each([
    ["0600", 0o600],
    ["0640", 0o640],
    ["0664", 0o664]
  ] as const)("has its mode from before the first byte on, and never a wider one: %s", ([, mode]) =>
    Effect.gen(function* () {
      const { seen, stat } = yield* watched(mode, 1000)
      assert.isAbove(seen.length, 2)
      assert.deepStrictEqual([...new Set(seen.map((one) => one.mode & ~mode))], [0])
      const from = seen.findIndex(({ before }) => before === "write")
      assert.deepStrictEqual([...new Set(seen.slice(from).map((one) => one.mode))], [mode])
      assert.strictEqual(stat.mode, mode)
    })
  )

  it.effect.each([
    ["config, its mode", false, 0o664],
    ["the secrets, a mode for its owner alone", true, 0o600]
  ] as const)("has, if no access-control list can be kept, of %s", ([, secret, mode]) =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* FileWriter.use((writer) => writer.setMode(PATH, 0o664))
      yield* files.failWhen(({ name }) => name === "acl", "EIO")
      yield* replacing(secret)
      assert.strictEqual((yield* files.modes).get(PATH), mode)
    }).pipe(Effect.provide(MemoryFiles.layer({ [PATH]: "{}" }), { local: true }))
  )

  it.effect("has its owner before the first byte", () =>
    Effect.gen(function* () {
      const { operations, stat } = yield* watched(0o600, 33)
      assert.deepStrictEqual([stat.uid, stat.gid, stat.mode], [33, 33, 0o600])
      assert.isBelow(operations.indexOf("chown"), operations.indexOf("write"))
      assert.isAbove(operations.indexOf("chown"), 0)
    })
  )
})
