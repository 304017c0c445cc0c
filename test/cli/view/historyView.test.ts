// What past runs changed, on a terminal: names come from files that anybody may have written.
import { assert, describe, it } from "@effect/vitest"
import { historyView } from "../../../src/cli/view/look/historyView.ts"
import { plainStyle } from "../../../src/cli/view/text/Style.ts"
import type { PastRun } from "../../../src/reconcile/look/history.ts"

const shown = (key: ReadonlyArray<string>, more: Partial<PastRun> = {}): string =>
  historyView(
    {
      runs: [
        {
          run_id: "r1",
          command: "reconcile",
          started_at: "2026-03-01T10:00:00",
          asked_by: "person",
          status: "done",
          undone_by: null,
          changes: [{ plugin_id: "x", reason: "no_entry", file: "config/config.json", key, after: {} }],
          ...more
        }
      ],
      unreadable: []
    },
    plainStyle(Infinity)
  ).join("\n")

describe("a past run", () => {
  it.each([
    ["a space at its end", "clock ", "config.json: clock\\x20: nothing"],
    ["a colour", "a\u001b[31mb", "a\\x1b[31mb"],
    ["a mark that turns the line round", "a\u202eb", "a\\u{202e}b"],
    ["letters from right to left", "שלום", "\u2068שלום\u2069"]
  ])("shows %s in a name", (_title, name, part) => {
    assert.include(shown([name]), part)
  })

  it("cannot write to the terminal by its command or its number either", () => {
    const lines = shown(["x"], { run_id: "\u001b[2J", started_at: "\u0007" }).split("\n")
    assert.notMatch(lines.join(""), /\p{Cc}/u)
  })
})
