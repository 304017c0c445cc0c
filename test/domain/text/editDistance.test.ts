/** How far one word is from another. */
import { assert, it } from "@effect/vitest"
import { editDistance } from "../../../src/domain/text/editDistance.ts"

it.each([
  ["itself", "clock", "clock", 0],
  ["nothing, by each of its letters", "abc", "", 3],
  ["a word, from nothing", "", "abc", 3],
  ["one letter more", "clock", "clocks", 1],
  ["one letter less", "clock", "lock", 1],
  ["another letter", "clock", "cloak", 1],
  ["a swap of neighbours, which is one", "clock", "colck", 1],
  ["a swap of the first two", "ab", "ba", 1],
  ["two letters that are not neighbours, which are two", "abc", "cba", 2],
  ["one that has the same letter at another place", "aab", "bca", 3],
  ["a pair of which only one has changed places", "abcd", "bxcd", 2],
  ["a longer word", "kitten", "sitting", 3]
])("a word is this far from %s", (_title, a, b, far) => {
  assert.deepStrictEqual([editDistance(a, b), editDistance(b, a)], [far, far])
})
