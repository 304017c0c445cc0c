/**
 * The simulation itself, in a small fixed budget; `npm run simulate` runs as much of it as one likes. Then that
 * it would notice: the same runs, with a program that writes its files in a worse way.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { Ports, Weakness } from "./program/program.ts"
import { simulate } from "./simulate.ts"

const SEEDS = [2, 4, 9, 11, 18, 21]

describe("after a power cut before any operation", () => {
  it.effect.each(SEEDS)("nothing is lost, and the program comes to rest: seed %i", (seed) =>
    Effect.gen(function* () {
      const { cuts, faults } = yield* simulate({ seed })
      assert.deepStrictEqual(faults, [])
      assert.isAbove(cuts, 10)
    })
  )
})

/** Cuts that showed a mistake, of the program or of the simulation. They mean something else once operations change. */
const ONCE_SEEN: ReadonlyArray<readonly [what: string, seed: number, cut: number]> = [
  ["an uninstall told as done, whose directory a second cut brought back", 1295, 71],
  ["an undo cut short, whose place another run has filled, was tried for ever", 1613, 110],
  ["an undo that had not begun was blamed for what an uninstall had marked", 1332, 79],
  ["what LEDMatrix wrote into a file that was replaced under it was taken for no program's", 1729, 62]
]

describe("what a cut once showed", () => {
  it.effect.each(ONCE_SEEN)("%s", ([_what, seed, cut]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* simulate({ seed, cut })).faults, [])
    })
  )
})

it.effect("the same seed gives the same run", () =>
  Effect.gen(function* () {
    const told = (lines: Array<string>) => simulate({ seed: 3, cut: 20, tell: (line) => lines.push(line) })
    const [first, second]: readonly [Array<string>, Array<string>] = [[], []]
    yield* told(first)
    yield* told(second)
    assert.isAbove(first.length, 200)
    assert.deepStrictEqual(second, first)
  })
)

const writing =
  (worse: (writer: Ports["writer"]) => Ports["writer"]): Weakness =>
  ({ reader, writer }) => ({ reader, writer: worse(writer) })

interface Weak {
  readonly program: string
  readonly weaken: Weakness
  /** A seed that is known to do. */
  readonly from: number
  /** No cut is needed to see it. */
  readonly uncut?: true
}

const weaknesses: ReadonlyArray<Weak> = [
  {
    program: "that syncs no file",
    from: 6,
    weaken: writing((writer) => ({
      ...writer,
      create: (path, options) =>
        Effect.map(writer.create(path, options), (handle) => ({ ...handle, sync: Effect.void }))
    }))
  },
  {
    program: "that syncs no directory",
    from: 18,
    weaken: writing((writer) => ({ ...writer, syncDirectory: () => Effect.void }))
  },
  {
    program: "that never looks again at the file that it replaced",
    from: 99,
    uncut: true,
    weaken: ({ reader, ...files }) => ({
      ...files,
      reader: {
        ...reader,
        open: (path) =>
          Effect.flatMap(reader.open(path), (handle) =>
            Effect.map(Effect.cached(handle.readAll(1 << 20)), (first) => ({
              ...handle,
              readAll: () => first
            }))
          )
      }
    })
  },
  {
    program: "that removes a file before it renames the new one there",
    from: 13,
    weaken: writing((writer) => ({
      ...writer,
      rename: (from, to, over) =>
        over === undefined
          ? writer.rename(from, to)
          : Effect.andThen(writer.removeFile(to), writer.rename(from, to))
    }))
  },
  {
    program: "that sweeps up no temporary file",
    from: 11,
    weaken: writing((writer) => ({
      ...writer,
      removeFile: (path) => (path.endsWith(".tmp") ? Effect.void : writer.removeFile(path))
    }))
  },
  {
    program: "that makes every new version of a file readable by all",
    from: 15,
    weaken: writing((writer) => ({
      ...writer,
      create: (path, { mode }) => writer.create(path, { mode: mode | 0o664 })
    }))
  },
  {
    program: "that journals no intention",
    from: 20,
    weaken: writing((writer) => ({
      ...writer,
      rename: (from, to, over) =>
        to.endsWith(".intended.json") ? writer.removeFile(from) : writer.rename(from, to, over)
    }))
  }
]

describe("the simulation finds out a program", () => {
  it.effect.each(weaknesses)("$program", ({ from, uncut = false, weaken }) =>
    Effect.gen(function* () {
      // A change of what seeds mean costs some more of them.
      for (let seed = from; seed < from + 60; seed++) {
        const { faults } = yield* simulate({ seed, weaken, untilFirst: true, ...(uncut ? { cut: 0 } : {}) })
        if (faults.length > 0) return
      }
      assert.fail("it was not found out")
    })
  )
})
