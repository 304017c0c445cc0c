/** How rules are asked: in any order, as far as a desired state and what a person has undone leave them to say. */
import { assert, describe, it } from "@effect/vitest"
import type { InconsistencyType } from "../../../src/domain/findings/Finding.ts"
import { DECIDED } from "../../../src/reconcile/judge/desired/judgedBy.ts"
import { rules } from "../../../src/reconcile/judge/detect.ts"
import { detectBy, detectUndesired, judgedBy, ownRules } from "../../../src/reconcile/judge/detectBy.ts"
import { clear } from "../../../src/reconcile/judge/rules/Verdict.ts"
import { desiring, facing, REVISION, type Wants } from "../../support/judge/desiring.ts"
import { type Model, policyOf, record } from "../../support/snapshots.ts"

const on = { enabled: true }
const lost: Model = { config: { clock: on } }
const wanted: Wants = { plugins: { clock: {} } }

/** What the rule of that type says of `clock`: its reasons, or that the desired state decides it. */
const said = (type: InconsistencyType, model: Model, wants: Wants, among = rules) =>
  among
    .filter((rule) => rule.type === type)
    .flatMap((rule) => judgedBy(rule, among, ...facing(desiring(model, wants))))
    .map((verdict) => (verdict._tag === "Found" ? verdict.finding.reason : verdict.because))
const [decided] = DECIDED.map((verdict) => verdict._tag === "Clear" && verdict.because)

describe("a rule beside a desired state", () => {
  it.each<[string, InconsistencyType, Wants, ReadonlyArray<string | false | undefined>]>([
    ["says what it finds where that wants nothing", "plugin_missing_on_disk", {}, ["not_installed"]],
    ["leaves to it what it decides", "plugin_missing_on_disk", wanted, [decided]],
    [
      "says what it finds where that decision was undone",
      "plugin_missing_on_disk",
      { ...wanted, undone: ["desired_missing", REVISION] },
      ["not_installed"]
    ],
    [
      "is silent where a repair would be taken back",
      "plugin_missing_on_disk",
      { others: "remove" },
      [decided]
    ],
    ["is not the one that decides", "plugin_not_as_desired", wanted, ["desired_missing"]]
  ])("%s", (_title, type, wants, expected) => {
    assert.deepStrictEqual(said(type, lost, wants), expected)
  })

  it("is silent although none is asked what the desired state decides", () => {
    assert.deepStrictEqual(said("plugin_missing_on_disk", lost, { others: "remove" }, ownRules), [decided])
  })

  it("says what it finds where none is asked what the desired state decides", () => {
    assert.deepStrictEqual(said("plugin_missing_on_disk", lost, wanted, ownRules), ["not_installed"])
  })
})

describe("what the rules find", () => {
  const model: Model = { disk: { news: {}, clock: {} }, state: { clock: record("clock", true) } }

  it("is sorted by plugin and rule, and rests on no order of the rules", () => {
    const found = (of: typeof detectUndesired) =>
      of(desiring(model, {}), policyOf()).map(({ id, type }) => [id, type])
    const expected = [
      ["clock", "plugin_missing_in_config"],
      ["clock", "plugin_enabled_mismatch"],
      ["news", "plugin_missing_in_config"]
    ]
    assert.deepStrictEqual(found(detectUndesired), expected)
    assert.deepStrictEqual(found(detectBy(ownRules.toReversed())), expected)
  })

  it("is nothing where a rule has only good to say", () => {
    const content = { type: "plugin_missing_on_disk", judge: () => clear("it is on disk") } as const
    assert.deepStrictEqual(detectBy([content])(desiring(model, {}), policyOf()), [])
  })
})
