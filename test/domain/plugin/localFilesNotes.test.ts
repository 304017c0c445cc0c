/** What is said of a plugin's local files after its directory was replaced. */
import { assert, describe, it } from "@effect/vitest"
import type { LocalFilesFate } from "../../../src/domain/plugin/LocalFiles.ts"
import { localFilesNotes } from "../../../src/domain/plugin/localFilesNotes.ts"

const none = { carried_over: [], left_in_kept_copy: [], kept_copy: "kept/clock" } satisfies LocalFilesFate
const files = (count: number): ReadonlyArray<string> => Array.from({ length: count }, (_, at) => `f${at}`)
const TEN = "f0, f1, f2, f3, f4, f5, f6, f7, f8, f9"

describe("of local files", () => {
  it.each<[string, { readonly [field: string]: ReadonlyArray<string> }, ReadonlyArray<string>]>([
    ["nothing is said where there were none", {}, []],
    ["those that are in the new version too are named", { carried_over: ["a", "b"] }, ["carried over: a, b"]],
    [
      "those that are in the kept copy alone are named with it",
      { left_in_kept_copy: ["c", "d"] },
      ["not carried over, kept in kept/clock: c, d"]
    ],
    [
      "both kinds are named, each in a line of its own",
      { carried_over: ["a"], left_in_kept_copy: ["c"] },
      ["carried over: a", "not carried over, kept in kept/clock: c"]
    ],
    ["ten are named", { carried_over: files(10) }, [`carried over: ${TEN}`]],
    [
      "of more than ten, the rest is counted",
      { carried_over: files(12) },
      [`carried over: ${TEN} and 2 more`]
    ]
  ])("%s", (_title, fate, notes) => {
    assert.deepStrictEqual(localFilesNotes({ ...none, ...fate }), notes)
  })
})
