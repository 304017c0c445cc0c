// What `undo` prints of what it put back.
import { assert, describe, it } from "@effect/vitest"
import { undoneView } from "../../../src/cli/view/look/historyView.ts"
import { plainStyle } from "../../../src/cli/view/text/Style.ts"
import type { Undone } from "../../../src/operations/undo/undo.ts"

const undone: Undone = {
  run_id: "20261129T124424348-08d411",
  undoes: "20261129T124421254-ceecef",
  command: "disable",
  restored: ["data/plugin_state.json: states › news › status restored", "config/config.json restored"],
  left_alone: ["data/plugin_state.json: states › clock › enabled has changed since"],
  changed_files: [],
  notes: [],
  message: "Run 20261129T124421254-ceecef is undone"
}

describe("what an undo put back", () => {
  it("stands below one another, also where a line is longer than the terminal is wide", () => {
    assert.deepStrictEqual(undoneView(undone, plainStyle(60)).slice(1), [
      "  reversed    data/plugin_state.json: states › news › status",
      "              restored",
      "  reversed    config/config.json restored",
      "  left alone  data/plugin_state.json: states › clock ›",
      "              enabled has changed since"
    ])
  })
})
