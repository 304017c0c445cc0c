/** A file that LEDMatrix writes in place at the worst of moments: its last word and our edit both stand. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { replaceFile } from "../../../src/services/files/replaceFile.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"

const PATH = "/config/config.json"

type Json = { readonly [key: string]: unknown }

const read = (bytes: Uint8Array): Json => JSON.parse(new TextDecoder().decode(bytes)) as Json
const written = (value: Json) => new TextEncoder().encode(JSON.stringify(value))

const ours = replaceFile({
  path: PATH,
  shown: "config/config.json",
  bytesMax: 1 << 20,
  edit: (current) =>
    Effect.succeed(
      Option.flatMap(current, (bytes) => {
        const before = read(bytes)
        return before["ours"] === true ? Option.none() : Option.some(written({ ...before, ours: true }))
      })
    )
})

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
