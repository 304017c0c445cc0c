/** One change of a past run, in words. */
import { assert, describe, it } from "@effect/vitest"
import { changeWords } from "../../../src/domain/changes/changeWords.ts"
import type { JournalChange } from "../../../src/domain/changes/Journal.ts"

const at = { plugin_id: "clock", reason: "any", file: "config/config.json" }
const of = (change: Partial<JournalChange>) => changeWords({ ...at, ...change })

describe("a change in words", () => {
  it.each<[string, Partial<JournalChange>, string]>([
    [
      "of a file says what took its place",
      { replaced: { by: "b", kept: "c", was: "1", becomes: "2" } },
      "replaced by b; the former one is kept as c"
    ],
    ["says that a mark was taken off", { byte_order_mark: false }, "byte-order mark taken off"],
    ["says that a mark was put back", { byte_order_mark: true }, "byte-order mark put back"],
    ["says that a directory was put in place", { directory: { present: true } }, "put in place"],
    ["says that a directory was removed", { directory: { present: false } }, "removed"],
    [
      "names the copy that is kept of a directory",
      { directory: { present: true, kept: "k" } },
      "put in place; the former one is kept as k"
    ],
    ["says that a file was made anew", {}, "made anew; the former one is kept"]
  ])("%s", (_title, change, what) => {
    assert.deepStrictEqual(of(change), { file: at.file, key: [], what })
  })

  it("names the entry that was renamed", () => {
    const renamed = { to: "clock-simple", over_bare: false, leaves_bare: false }
    assert.deepStrictEqual(of({ key: ["clock"], renamed }), {
      file: at.file,
      key: ["clock"],
      what: "renamed to clock-simple"
    })
  })

  it.each([
    ["a value", true, { a: 1 }, 'true → {"a":1}'],
    ["none before", undefined, null, "nothing → null"],
    ["none after", "x", undefined, '"x" → nothing'],
    ["the longest that is shown whole", 0, "a".repeat(58), `0 → "${"a".repeat(58)}"`],
    ["a longer one, cut", 0, "a".repeat(59), `0 → "${"a".repeat(58)}…`]
  ])("shows of a value what it was and became: %s", (_title, before, after, what) => {
    const key = ["clock", "city"]
    const values = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
    assert.deepStrictEqual(of({ key, ...values }), { file: at.file, key, what })
  })
})
