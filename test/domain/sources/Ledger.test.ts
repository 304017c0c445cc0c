/** What is remembered of a plugin, as far as the file makes sense. */
import { assert, describe, it } from "@effect/vitest"
import { asAgreement, sameMark } from "../../../src/domain/sources/Ledger.ts"

const mark = { enabled: true, config_version: 3, last_updated: "2026-01-01T00:00:00" }
const unknownMark = { enabled: false, config_version: null, last_updated: null }

describe("an agreement", () => {
  it.each([
    [{}, {}],
    [{ enabled: true }, { enabled: true }],
    [{ enabled: false, more: 1 }, { enabled: false }],
    [{ replaced: [] }, { replaced: [] }],
    [
      { enabled: true, replaced: [mark, unknownMark] },
      { enabled: true, replaced: [mark, unknownMark] }
    ]
  ])("may be %j", (value, expected) => {
    assert.deepStrictEqual(asAgreement(value), expected)
  })

  it.each([
    null,
    [],
    "x",
    { enabled: "yes" },
    { enabled: null },
    { replaced: {} },
    { replaced: null },
    { replaced: [mark, 5] },
    { replaced: [{ ...mark, enabled: 1 }] },
    { replaced: [{ ...mark, config_version: "3" }] },
    { replaced: [{ ...mark, last_updated: 5 }] },
    { replaced: [{ enabled: true, last_updated: null }] },
    { replaced: [{ enabled: true, config_version: null }] }
  ])("is none: %j", (value) => {
    assert.isUndefined(asAgreement(value))
  })
})

describe("the mark of a record", () => {
  it("is the same where all of it is", () => {
    assert.isTrue(sameMark(mark, { ...mark }))
    assert.isTrue(sameMark(unknownMark, { ...unknownMark }))
    assert.isFalse(sameMark(mark, { ...mark, enabled: false }))
    assert.isFalse(sameMark(mark, { ...mark, config_version: 4 }))
    assert.isFalse(sameMark(mark, { ...mark, last_updated: null }))
  })
})
