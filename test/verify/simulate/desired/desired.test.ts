/** Runs of signs that keep to documents, in a small fixed budget; `npm run simulate -- --desired` runs as much as one likes. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { Weakness } from "../program/program.ts"
import { simulate } from "../simulate.ts"

const SEEDS = [1, 12]

describe("after a power cut before any operation of a sign that keeps to documents", () => {
  it.effect.each(SEEDS)("nothing is lost, and the sign is as its document wants it: seed %i", (seed) =>
    Effect.gen(function* () {
      const { cuts, faults } = yield* simulate({ seed, desired: true })
      assert.deepStrictEqual(faults, [])
      assert.isAbove(cuts, 10)
    })
  )
})

/** Cuts that showed a mistake, of the program or of the simulation. They mean something else once operations change. */
const ONCE_SEEN: ReadonlyArray<readonly [what: string, seed: number, cut: number]> = [
  ["a setting was taken back into an entry that an uninstall had removed", 2, 56]
]

describe("what a cut once showed of a desired state", () => {
  it.effect.each(ONCE_SEEN)("%s", ([_what, seed, cut]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* simulate({ seed, cut, desired: true })).faults, [])
    })
  )
})

const forgetful: Weakness = ({ reader, writer }) => ({
  reader,
  writer: {
    ...writer,
    rename: (from, to, over) =>
      to.endsWith("/desired.json") ? writer.removeFile(from) : writer.rename(from, to, over)
  }
})

it.effect("the simulation finds out a program that does not remember which revision it took back", () =>
  Effect.gen(function* () {
    // A change of what seeds mean costs some more of them.
    for (let seed = 2; seed < 62; seed++) {
      const { faults } = yield* simulate({ seed, weaken: forgetful, desired: true, untilFirst: true })
      if (faults.length > 0) return
    }
    assert.fail("it was not found out")
  })
)
