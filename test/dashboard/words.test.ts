// What is said, and what is offered: for every cause a finding can have, and every way it can stand.
import { assert, describe, it } from "@effect/vitest"
import type { ReportedFinding } from "../../src/domain/findings/Report.ts"
import { reasons } from "../../src/domain/findings/reasons.ts"
import { Reason } from "../../src/domain/schemas.ts"
import { whatComes } from "../../src/dashboard/model/words/findingWords.ts"
import { mayBeRepaired, remediesFor, remedyKind } from "../../src/dashboard/model/findings/remedies.ts"
import { openFindings } from "../../src/dashboard/model/findings/standing.ts"
import { ago, exactTime, forWhile, inWhile, withTimes } from "../../src/dashboard/model/words/time.ts"
import {
  repairsLately,
  repairToUndo,
  runStarted,
  runTitle
} from "../../src/dashboard/model/words/runWords.ts"
import { asleep, backOff, failure, missing, pastRun } from "./support/documents.ts"

const anywhere = { everything: false, plugin: false }

describe("what the controller says", () => {
  it("has its times as people read them here", () => {
    const until = "2026-11-29T18:00:30.105Z"
    assert.strictEqual(withTimes(`paused until ${until}`), `paused until ${exactTime(until)}`)
  })
})

describe("the words", () => {
  for (const reason of Reason.literals) {
    it(`say for ${reason} what is wrong, and what comes of it`, () => {
      const { advice, meaning, repair } = reasons[reason]
      assert.isAbove(meaning.length, 10)
      assert.isTrue(advice !== undefined || repair !== undefined)
      assert.notMatch(`${meaning}${advice ?? ""}${repair ?? ""}`, /undefined|auto_fix|reconcile --/u)
    })
  }

  it("say of a switch which way it goes", () => {
    const differs = missing({
      inconsistency_type: "plugin_enabled_mismatch",
      reason: "config_differs",
      expected_state: { enabled: false }
    })
    assert.strictEqual(
      whatComes(differs, undefined),
      "When repairs are resumed, both are set to off: the side that changed last stands."
    )
  })

  it("say of a plugin that cannot be had why, until when, and what to do", () => {
    const cause = "the right key is x-clock; its id is x-clock; it is tried again after 2026-03-02 12:00"
    const lost = missing({ reason: "wrong_key", cause, outcome: { status: "manual" } })
    assert.match(
      whatComes(lost, undefined),
      /^The right key is x-clock; its id is x-clock; it is tried again after 2026-03-02 12:00\. If the right key holds settings already/u
    )
  })

  it("tell a plugin that is suspended from repairs that are paused", () => {
    assert.match(
      whatComes(missing({ outcome: asleep }), undefined),
      /^It is suspended, and left alone\. When it is/u
    )
    assert.match(whatComes(missing({}), undefined), /^When repairs are resumed/u)
  })

  it("say of a failure why, how often, and when again", () => {
    const failed = missing({ outcome: failure })
    assert.strictEqual(
      whatComes(failed, backOff("clock", { attempts: 1, retry_in_ms: 5000 })),
      "No space is left. Tried once; the next attempt is in 5 s."
    )
    assert.include(whatComes(failed, backOff("clock", { retry_in_ms: null })), "Time alone does not help")
  })
})

describe("what a click can do", () => {
  const rows: ReadonlyArray<readonly [Partial<ReportedFinding>, ReadonlyArray<string>]> = [
    [{ outcome: failure }, ["force", "forget"]],
    [{ reason: "set_aside_copy", outcome: failure }, ["force"]],
    [{ reason: "broken_manifest", outcome: { status: "manual" } }, ["replace"]],
    [{ reason: "marked_on_disk", outcome: { status: "manual" } }, ["uninstall"]],
    [{ reason: "enabled_not_boolean", outcome: { status: "manual" } }, ["enable", "disable"]],
    [{ reason: "settings_kept", outcome: { status: "informational" } }, ["install", "forget"]],
    [{ reason: "duplicate_id", outcome: { status: "manual" } }, []],
    [{ outcome: { status: "fixed" } }, []]
  ]
  for (const [fields, remedies] of rows) {
    it(`about ${fields.reason ?? "not_installed"}, ${fields.outcome?.status ?? ""}: ${remedies.join(", ") || "nothing"}`, () => {
      assert.deepStrictEqual(remediesFor(missing(fields), anywhere), remedies)
    })
  }

  it("is to resume a plugin that is suspended, and nothing else", () => {
    const held = missing({
      outcome: {
        status: "failed",
        error: { kind: "transient", code: "suspended", message: "it is suspended" }
      }
    })
    assert.deepStrictEqual(remediesFor(held, { everything: false, plugin: true }), ["resume"])
  })

  it("is never first what takes something away", () => {
    for (const reason of Reason.literals) {
      const [first] = remediesFor(missing({ reason, outcome: { status: "manual" } }), anywhere)
      if (first === "forget" || first === "uninstall" || first === "replace")
        assert.notStrictEqual(remedyKind[first], "main", reason)
    }
    assert.deepStrictEqual([remedyKind.forget, remedyKind.uninstall], ["danger", "danger"])
  })

  it("is nothing that the controller would refuse while it is suspended", () => {
    const broken = missing({ reason: "broken_manifest", outcome: { status: "manual" } })
    assert.deepStrictEqual(remediesFor(broken, { everything: true, plugin: false }), [])
  })

  it("repairs what failed, waits or was undone, not what a person has to decide", () => {
    assert.isTrue(mayBeRepaired(missing({ outcome: failure })))
    assert.isFalse(mayBeRepaired(missing({ outcome: asleep })))
    assert.isTrue(mayBeRepaired(missing({ reason: "undone", outcome: { status: "manual" } })))
    assert.isFalse(mayBeRepaired(missing({ reason: "duplicate_id", outcome: { status: "manual" } })))
  })
})

describe("open findings", () => {
  it("are those that were not repaired, worst first", () => {
    const statuses = openFindings([
      missing({ outcome: { status: "informational" } }),
      missing({ outcome: { status: "fixed" } }),
      missing({ outcome: { status: "manual" } }),
      missing({ outcome: failure })
    ]).map(({ outcome }) => outcome.status)
    assert.deepStrictEqual(statuses, ["failed", "manual", "informational"])
  })
})

describe("times", () => {
  const nowMs = Date.parse("2026-11-25T12:00:00Z")
  const rows: ReadonlyArray<readonly [iso: string, ago: string, during: string]> = [
    ["2026-11-25T11:59:31Z", "just now", "for less than a minute"],
    ["2026-11-25T11:58:00Z", "2 minutes ago", "for 2 minutes"],
    ["2026-11-25T10:00:00Z", "2 hours ago", "for 2 hours"],
    ["2026-11-24T11:00:00Z", "yesterday", "for 1 day"],
    ["2026-11-25T12:00:30Z", "just now", "for less than a minute"],
    ["gibberish", "at an unknown time", "since an unknown time"]
  ]
  for (const [iso, past, during] of rows) {
    it(`say “${past}” and “${during}” of ${iso}`, () => {
      assert.deepStrictEqual([ago(iso, nowMs), forWhile(iso, nowMs)], [past, during])
    })
  }

  it("say how long something waits", () => {
    assert.deepStrictEqual([-1, 400, 89_000, 600_000].map(inWhile), ["now", "in 1 s", "in 89 s", "in 10 min"])
  })

  it("show what is no time as it is", () => {
    assert.strictEqual(exactTime("gibberish"), "gibberish")
  })
})

describe("past runs", () => {
  const nowMs = Date.now()

  it("began when their name says, in every time zone of the machine", () => {
    const run = pastRun(5 * 60_000)
    assert.approximately(Date.parse(runStarted(run)), nowMs - 5 * 60_000, 5000)
    assert.strictEqual(
      runStarted({ run_id: "20261124T013105482-4f9c2a", started_at: "2026-11-24T02:31:05.482" }),
      "2026-11-24T01:31:05.482Z"
    )
    assert.strictEqual(
      runStarted({ run_id: "old", started_at: "2026-11-24T02:31:05" }),
      "2026-11-24T02:31:05"
    )
  })

  it("that repaired something can be taken back with one click for an hour", () => {
    const [fresh, old, undone] = [pastRun(60_000), pastRun(2 * 3_600_000), pastRun(1000, { undone_by: "x" })]
    assert.strictEqual(repairToUndo([undone, fresh, old], nowMs), fresh)
    assert.isUndefined(repairToUndo([old], nowMs))
    assert.deepStrictEqual(repairsLately([undone, fresh, old, pastRun(1, { command: "install" })], nowMs), [
      fresh,
      old
    ])
  })

  it("are named after what they did to which plugins", () => {
    const { changes } = pastRun(0)
    const many = ["a", "b", "c", "d", "e"].flatMap((plugin_id) =>
      changes.map((change) => ({ ...change, plugin_id }))
    )
    assert.strictEqual(runTitle({ command: "reconcile", changes: many }), "Repair: a, b, c and 2 more")
    assert.strictEqual(runTitle({ command: "undo", changes: [] }), "Undo")
  })
})
