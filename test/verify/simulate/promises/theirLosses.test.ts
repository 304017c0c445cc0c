/** What a cut took from LEDMatrix is no fault of the program's, and how it differs from what the program lost. */
import { assert, describe, it } from "@effect/vitest"
import { seededChance } from "../../../support/powerCut/seededChance.ts"
import { DOCUMENTS, keepsNoState, KEEPS_STATE, MARKS, RETIRED } from "../world/documents.ts"
import { NO_FACTS } from "./facts.ts"
import { inspect, type Known } from "./inspect.ts"
import { NO_DOINGS } from "../world/LedMatrix.ts"
import { makeWorld } from "../world/world.ts"

/** The first installation of these seeds with a plugin that is marked. */
const world = Array.from({ length: 50 }, (_, seed) => makeWorld(seededChance(seed))).find(
  ({ marks }) => marks.length > 0
)

const known = (theirLosses: ReadonlySet<string>): Known => ({
  world: world ?? makeWorld(seededChance(1)),
  facts: NO_FACTS,
  doings: NO_DOINGS,
  versions: new Map(DOCUMENTS.map((path) => [path, [{ text: "", author: "LEDMatrix" }]])),
  standing: new Set(),
  theirLosses
})

const aboutMarks = (theirLosses: ReadonlySet<string>): ReadonlyArray<string> => {
  const files = new Map(Object.entries(world?.files ?? {})).set(MARKS, "")
  return inspect(files, known(theirLosses), "cut").filter((line) => line.includes("mark"))
}

describe("marks that are gone after a cut", () => {
  it("are LEDMatrix's own loss where it had written them without syncing", () => {
    assert.deepStrictEqual(aboutMarks(new Set([MARKS])), [])
  })

  it("are the program's fault anywhere else", () => {
    assert.isAbove(aboutMarks(new Set()).length, 0)
  })
})

describe("whether a LEDMatrix keeps a saved state", () => {
  it.each([
    ["its source, whole", RETIRED, true],
    ["its source, with its line end zeroed", RETIRED.replace("\n", "\0"), true],
    ["its source, broken off in the version", RETIRED.slice(0, -5), false],
    ["an empty source", "", false],
    ["the source of an older one", KEEPS_STATE, false]
  ])("differs from %s", (_what, source, expected) => {
    assert.strictEqual(keepsNoState(source), expected)
  })
})
