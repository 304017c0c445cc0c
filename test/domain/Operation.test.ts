/** What operations say beside their results: whether the display has to be started anew, and what stands half done. */
import { assert, describe, it } from "@effect/vitest"
import { advice } from "../../src/domain/advice/Advice.ts"
import { NextStep } from "../../src/domain/advice/NextStep.ts"
import { HalfDone, operationDocument, type OperationResult, restartOf } from "../../src/domain/Operation.ts"
import { stepWords } from "../../src/cli/view/advice/stepWords.ts"

const result: OperationResult = {
  command: "update",
  plugin_id: "clock",
  status: "updated",
  message: "clock is updated",
  notes: ["it was older", advice`${NextStep.Undo({ run: "r1" })} brings it back`],
  changed_files: []
}

describe("the restart of the display", () => {
  it.each<[string, Partial<OperationResult>, ReturnType<typeof restartOf>]>([
    ["is not asked for where nothing says so", {}, { restart_required: false, restart_message: null }],
    [
      "runs the new version after an update",
      { restart_required: true },
      { restart_required: true, restart_message: "Restart the display to run the new version" }
    ],
    [
      "stops the plugin after an uninstall",
      { command: "uninstall", restart_required: true },
      { restart_required: true, restart_message: "Restart the display to stop the plugin" }
    ]
  ])("%s", (_title, change, restart) => {
    assert.deepStrictEqual(restartOf({ ...result, ...change }), restart)
  })
})

it("a result's document has its notes in the words of its shell, and all else as it is", () => {
  assert.deepStrictEqual(operationDocument(result, stepWords), {
    ...result,
    notes: ["it was older", "`undo r1` brings it back"]
  })
})

it("an operation that could not be taken back names what of it stands, and may do later", () => {
  const half = new HalfDone({
    run: "r1",
    command: "update",
    problem: "the disk is full",
    standing: ["a", "b"]
  })
  assert.deepInclude(half, {
    transient: true,
    message: "the disk is full; what was done until then could not be taken back: a, b"
  })
})
