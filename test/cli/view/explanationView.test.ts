// What `explain` says of a finding is what `check` says of it.
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import { explanationView } from "../../../src/cli/view/look/explanationView.ts"
import { reportView } from "../../../src/cli/view/look/reportView.ts"
import { plainStyle } from "../../../src/cli/view/text/Style.ts"
import { detect } from "../../../src/reconcile/judge/detect.ts"
import { explanation } from "../../../src/reconcile/tell/explanation.ts"
import { noOutcomes, observe } from "../../../src/reconcile/tell/outcomes.ts"
import { report } from "../../../src/reconcile/tell/report.ts"
import { type Model, policyOf, record, snapshotOf } from "../../support/snapshots.ts"

const style = plainStyle(Infinity)

const arrows = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.flatMap((line) => /→ .*/u.exec(line) ?? [])

const checked = (model: Model) =>
  reportView(
    report({
      mode: "check",
      outcomes: observe(noOutcomes, detect(snapshotOf(model), policyOf())),
      sourceErrors: [],
      unrecoverable: new Set(),
      changedFiles: new Set(),
      runId: "run",
      durationMs: 1,
      broken: undefined
    }),
    style
  )

const explained = (id: string, model: Model) =>
  Option.match(explanation(id, snapshotOf(model), policyOf()), {
    onNone: () => [],
    onSome: (told) => explanationView(told, style)
  })

describe("explain says what check says", () => {
  it.each<[string, Model]>([
    ["of what is repaired", { disk: { clock: {} } }],
    [
      "of the value that stands",
      { config: { clock: { enabled: false } }, disk: { clock: {} }, state: { clock: record("clock", true) } }
    ],
    ["of what a person has to do", { config: { "my clock": {} } }],
    ["of what needs nothing", { config: { clock: { enabled: true } }, marks: ["clock"] }]
  ])("%s", (_what, model) => {
    const [id = "clock"] = Object.keys(model.config ?? model.disk ?? {})
    const said = arrows(checked(model))
    assert.isNotEmpty(said)
    assert.deepStrictEqual(arrows(explained(id, model)), said)
  })
})
