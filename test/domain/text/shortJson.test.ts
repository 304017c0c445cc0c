/** A value as JSON that people read. */
import { assert, it } from "@effect/vitest"
import { shortJson } from "../../../src/domain/text/shortJson.ts"

it.each([
  ["is its JSON", { a: [1, null] }, '{"a":[1,null]}'],
  ["is a word where there is none", undefined, "nothing"],
  ["is nothing but null where it is null", null, "null"],
  ["is whole at the length that is allowed", "a".repeat(12), `"${"a".repeat(12)}"`],
  ["is cut where it is longer, to that length", "a".repeat(13), `"${"a".repeat(12)}…`]
])("%s", (_title, value, text) => {
  assert.strictEqual(shortJson(value, 14), text)
})
