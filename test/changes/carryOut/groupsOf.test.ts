/** Which changes are carried out at once: values of one file, or members of one list, that are neighbours. */
import { assert, describe, it } from "@effect/vitest"
import { groupsOf } from "../../../src/changes/carryOut.ts"
import {
  Change,
  FILE,
  placeFetched,
  removeValue,
  setValue,
  type ValueFile
} from "../../../src/domain/changes/Change.ts"

const why = { plugin: "clock", cause: "undo" }

describe("changes", () => {
  const value = (file: ValueFile, key: string) => setValue({ ...why, file, key: [key] }, undefined, 1)
  const [a, b, c, d] = [value("config", "a"), value("config", "b"), value("state", "c"), value("config", "d")]

  it("are grouped by file where they are neighbours", () => {
    assert.deepStrictEqual(groupsOf([a, b, c, d]), [[a, b], [c], [d]])
  })

  it("of a list are grouped, whether they add or remove", () => {
    const marks = { ...why, list: "marks" } as const
    const [adds, removes] = [
      Change.AddMember({ ...marks, member: "a" }),
      Change.RemoveMember({ ...marks, member: "b" })
    ]
    const other = Change.AddMember({ ...why, list: "tombstones", member: "a" })
    assert.deepStrictEqual(groupsOf([adds, removes, other]), [[adds, removes], [other]])
  })

  it("of a file are grouped, whether they set or remove", () => {
    const removes = removeValue({ ...why, file: "config", key: ["e"] }, 1)
    assert.deepStrictEqual(groupsOf([a, removes, c]), [[a, removes], [c]])
  })

  it.each<[string, Change]>([
    ["a directory", placeFetched(why, "config/config.json")],
    ["a byte-order mark", Change.SetByteOrderMark({ ...why, file: FILE.config, present: true })],
    ["a key", Change.RenameEntry({ ...why, from: "a", to: "b", overBare: false, leavesBare: false })],
    [
      "a whole file",
      Change.ReplaceFile({ ...why, file: FILE.config, by: "a", kept: "b", was: "1", becomes: "2" })
    ],
    ["a new state file", Change.RebuildState(why)]
  ])("of %s stand alone", (_title, one) => {
    assert.deepStrictEqual(groupsOf([a, one, one, b]), [[a], [one], [one], [b]])
  })
})
