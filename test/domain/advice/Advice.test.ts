// What to do next, as each shell says it: one sentence, and the steps in it in that shell's words.
import { assert, describe, it } from "@effect/vitest"
import { stepWords as commands } from "../../../src/cli/view/advice/stepWords.ts"
import { stepWords as page } from "../../../src/controller/operations/stepWords.ts"
import { advice, adviceText } from "../../../src/domain/advice/Advice.ts"
import { NextStep } from "../../../src/domain/advice/NextStep.ts"

const LISTED = advice`${NextStep.ShowHistory()} lists the runs`
const ALONE = advice`it is not enabled yet: ${NextStep.Enable({ plugin: "clock" })}`

describe("advice", () => {
  it.each([
    ["the command line", commands, "`history` lists the runs"],
    ["a controller's page", page, "the view History lists the runs"]
  ] as const)("names a step as %s does", (_title, words, told) => {
    assert.strictEqual(adviceText(LISTED, words), told)
  })

  it("names the plugin that a step is about", () => {
    assert.deepStrictEqual(
      [adviceText(ALONE, commands), adviceText(ALONE, page)],
      ["it is not enabled yet: `enable clock`", "it is not enabled yet: switch clock on"]
    )
  })

  it("keeps an id that a shell would take apart in one piece", () => {
    const told = advice`${NextStep.Update({ plugin: "a b" })} looks for a newer version`
    assert.strictEqual(adviceText(told, commands), "`update 'a b'` looks for a newer version")
  })

  it("that names no step is the same for all", () => {
    assert.strictEqual(adviceText("move it away first", commands), "move it away first")
  })

  it("holds no empty text", () => {
    assert.deepStrictEqual(advice`${NextStep.ShowHistory()} lists the runs`, [
      NextStep.ShowHistory(),
      " lists the runs"
    ])
  })
})

/** Of each step, with what it is about. */
const STEPS: ReadonlyArray<NextStep> = [
  NextStep.ShowPlugins(),
  NextStep.ShowStore(),
  NextStep.ShowFindings(),
  NextStep.ShowHistory(),
  NextStep.ShowChoices(),
  NextStep.Reconcile(),
  NextStep.ReplaceBroken(),
  NextStep.Update({ plugin: "clock" }),
  NextStep.Uninstall({ plugin: "clock" }),
  NextStep.Enable({ plugin: "clock" }),
  NextStep.Undo({ run: "clock" })
]

describe("the page's words", () => {
  it.each(STEPS)("name no command: $_tag", (step) => {
    assert.notMatch(adviceText([step], page), /`|--/u)
  })
})
