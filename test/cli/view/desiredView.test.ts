/** What a sign keeps to, for people. */
import { assert, describe, it } from "@effect/vitest"
import { type DesiredSummary, desiredView } from "../../../src/cli/view/desired/desiredView.ts"
import { plainStyle } from "../../../src/cli/view/text/Style.ts"

const none: DesiredSummary = {
  sign: "bar-left",
  document: null,
  state: "none",
  message: "",
  in_force: null,
  rejected: [],
  paused: null,
  findings: []
}

const lines = (shown: Partial<DesiredSummary>) =>
  desiredView(
    { ...none, ...shown },
    plainStyle(Infinity, (words) => `lr ${words}`)
  )

describe("what a sign keeps to", () => {
  it("is nothing where it was given no document, and how it is given one", () => {
    assert.deepStrictEqual(lines({}), [
      "bar-left keeps to no document.",
      "To give it one: `lr apply FILE`, or start the controller with --desired."
    ])
  })

  it("is nothing yet of a document that brought none, and why", () => {
    assert.deepStrictEqual(lines({ document: "signs.json", state: "unreadable", message: "no answer" }), [
      "bar-left keeps to no document of signs.json.",
      "unreadable: no answer"
    ])
  })

  it("is a revision of a document, from which nothing differs", () => {
    const in_force = { revision: "abc", serial: 7, accepted_at: "2026-04-08T09:12:33Z" }
    assert.deepStrictEqual(lines({ document: "signs.json", state: "applied", in_force }), [
      "bar-left keeps to revision abc of signs.json, serial 7, since 2026-04-08T09:12:33Z.",
      "Nothing differs from it."
    ])
  })

  it("is a revision of which something differs, and what was rejected", () => {
    const in_force = { revision: "abc", serial: null, accepted_at: "2026-04-08T09:12:33Z" }
    const rejected = [{ revision: "def", rejected_at: "2026-04-09", reasons: ["clock died"] }]
    assert.deepStrictEqual(
      lines({ document: "signs.json", state: "waiting", message: "1 differs", in_force, rejected }),
      [
        "bar-left keeps to revision abc of signs.json, since 2026-04-08T09:12:33Z.",
        "waiting: 1 differs",
        "Rejected 2026-04-09: revision def: clock died"
      ]
    )
  })
})
