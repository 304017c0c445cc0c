// Goal: one line and one button say how it stands, and the button does what it says.
import { assert, describe, it } from "@effect/vitest"
import type { ReportedFinding } from "../../src/domain/findings/Report.ts"
import type { ControllerStatus } from "../../src/domain/Controller.ts"
import { headline } from "../../src/dashboard/model/headline.ts"
import { asleep, condition, failure, missing, report, status } from "./support/documents.ts"

describe("the headline", () => {
  const now = (fields: Partial<ControllerStatus>) => headline(status("1", fields), "live", 8)
  const rows: ReadonlyArray<
    readonly [sign: string, title: string, offer: string, fields: Partial<ControllerStatus>]
  > = [
    ["IN SYNC", "All 8 plugins agree", "none", {}],
    ["LOOKING", "Looking at the sign for the first time", "none", { last_report: null }],
    [
      "FETCHING",
      "Looking at the sign for the first time",
      "none",
      { last_report: null, fetching: [{ plugin_id: "clock", step: "downloading", progress: 0.4 }] }
    ],
    [
      "1 TO FIX",
      "One thing is not right",
      "repair",
      { last_report: report([missing({ outcome: failure })]) }
    ],
    [
      "1 TO FIX",
      "One thing is not right",
      "none",
      { last_report: report([missing({ reason: "duplicate_id", outcome: { status: "manual" } })]) }
    ],
    [
      "PAUSED",
      "One thing is not right",
      "resume",
      { last_report: report([missing({})]), suspended: { everything: true, plugins: [] } }
    ],
    [
      "PAUSED",
      "Repairs are paused, and nothing is wrong",
      "resume",
      { suspended: { everything: true, plugins: [] } }
    ],
    [
      "NO DATA",
      "config/config.json cannot be read",
      "none",
      {
        last_report: report([], {
          source_errors: [
            { source: "config", code: "not_json", path: "config/config.json", error: "it is empty" }
          ]
        })
      }
    ],
    [
      "TROUBLE",
      "The last look came to no end",
      "none",
      {
        conditions: [
          condition("Ready", { status: "false", reason: "pass_died", message: "no space is left" })
        ]
      }
    ]
  ]
  for (const [sign, title, offer, fields] of rows) {
    it(`is “${title}”, and on the sign ${sign}`, () => {
      const said = now(fields)
      assert.deepStrictEqual([said.sign, said.title, said.offer.tag], [sign, title, offer])
    })
  }

  it("says of one suspended plugin that it is left alone, not that repairs are paused", () => {
    const said = now({
      last_report: report([missing({ outcome: asleep })]),
      suspended: { everything: false, plugins: ["clock"] }
    })
    assert.deepStrictEqual([said.sign, said.offer.tag], ["1 HELD", "none"])
    assert.strictEqual(said.detail, "1 is left alone: the plugin is suspended.")
  })

  it("offers to repair all only where all can be, and else as many as can", () => {
    const person = missing({ reason: "duplicate_id", outcome: { status: "manual" } })
    const label = (found: ReadonlyArray<ReportedFinding>) => {
      const { offer } = now({ last_report: report(found) })
      return offer.tag === "repair" ? offer.label : offer.tag
    }
    assert.strictEqual(label([missing({ outcome: failure }), missing({ outcome: asleep })]), "Repair all (1)")
    assert.strictEqual(label([missing({ outcome: failure }), person]), "Repair 1 of 2")
    const forGood = missing({ reason: "unrecoverable", outcome: { status: "manual" } })
    assert.strictEqual(label([forGood, person]), "Try 1 of 2 again")
    assert.strictEqual(label([forGood]), "Try all again (1)")
    assert.strictEqual(label([forGood, missing({ outcome: failure })]), "Repair all (2)")
    assert.strictEqual(label([person]), "none")
  })

  it("offers no repair that would believe that all plugins are gone", () => {
    const { offer } = now({
      last_report: report([missing({ outcome: failure })], {
        source_errors: [
          { source: "disk", code: "plugins_vanished", path: "plugin-repos", error: "it is empty" }
        ]
      })
    })
    assert.strictEqual(offer.tag, "none")
  })

  it("says of snoozed findings that they are still wrong, and counts them apart", () => {
    const isSnoozed = ({ plugin_id }: ReportedFinding) => (plugin_id === "news" ? true : undefined)
    const news = { ...missing({ outcome: failure }), plugin_id: "news" }
    const said = (found: ReadonlyArray<ReportedFinding>) =>
      headline(status("1", { last_report: report(found) }), "live", 8, { isSnoozed })
    assert.deepStrictEqual([said([news]).sign, said([news]).offer.tag], ["SNOOZED", "none"])
    assert.match(said([news]).detail, /^1 thing is snoozed in this browser, and still wrong/u)
    const both = said([news, missing({ outcome: failure })])
    assert.strictEqual(both.sign, "1 TO FIX")
    assert.include(both.detail, "1 more is snoozed.")
  })

  it("offers to take the last repair back where nothing else is to be done", () => {
    const said = headline(status("1"), "live", 8, { lastRepair: "20261124T013105482-4f9c2a" })
    assert.deepStrictEqual(said.offer, {
      tag: "undo",
      run: "20261124T013105482-4f9c2a",
      label: "Undo the last repair…"
    })
  })

  it("of a controller that is gone is what was last known, and offers nothing", () => {
    const said = headline(status("1", { last_report: report([missing({ outcome: failure })]) }), "gone", 8)
    assert.deepStrictEqual(
      [said.sign, said.title, said.offer.tag],
      ["NO SIGNAL", "Last known: One thing is not right", "none"]
    )
  })

  it("counts what is only worth knowing as nothing wrong", () => {
    assert.strictEqual(
      now({ last_report: report([missing({ outcome: { status: "informational" } })]) }).sign,
      "IN SYNC"
    )
  })
})
