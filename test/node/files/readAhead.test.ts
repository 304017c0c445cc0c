/** Reading ahead: the same bytes, by fewer reads. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { readAhead } from "../../../src/node/files/readAhead.ts"

const FILE = Uint8Array.from({ length: 600_000 }, (_, at) => (at * 31) % 251)

/** A file of these bytes, and how often it was read. */
const opened = () => {
  const reads: Array<readonly [offset: number, length: number]> = []
  const readAt = (offset: number, length: number) =>
    Effect.sync(() => {
      reads.push([offset, length])
      return FILE.subarray(offset, offset + length)
    })
  return {
    reads,
    readAt: readAhead({
      readAt,
      stat: Effect.die("not asked"),
      readAll: () => Effect.die("not asked"),
      feed: () => Effect.die("not asked")
    })
  }
}

describe("reading ahead", () => {
  it.effect.each([
    [0, 4],
    [5, 0],
    [262_000, 1000],
    [0, 400_000],
    [599_990, 10],
    [599_990, 100],
    [700_000, 10]
  ] as const)("answers what stands at %i, %i bytes of it", ([offset, length]) =>
    Effect.gen(function* () {
      const { readAt } = opened()
      yield* readAt(1000, 30)
      assert.deepStrictEqual(yield* readAt(offset, length), FILE.subarray(offset, offset + length))
    })
  )

  it.effect("reads once for pieces that lie together", () =>
    Effect.gen(function* () {
      const { readAt, reads } = opened()
      for (let at = 0; at < 2000; at++) yield* readAt(at * 100, 46)
      assert.lengthOf(reads, 1)
    })
  )

  it.effect("reads anew for what lies before", () =>
    Effect.gen(function* () {
      const { readAt, reads } = opened()
      yield* readAt(500_000, 10)
      yield* readAt(0, 10)
      assert.deepStrictEqual(
        reads.map(([offset]) => offset),
        [500_000, 0]
      )
    })
  )

  it.effect("asks for a large piece as it is, and keeps what it has", () =>
    Effect.gen(function* () {
      const { readAt, reads } = opened()
      yield* readAt(0, 10)
      yield* readAt(0, 400_000)
      yield* readAt(20, 10)
      assert.deepStrictEqual(reads[1], [0, 400_000])
      assert.lengthOf(reads, 2)
    })
  )
})
