/** What an operation leaves in the ledger: the agreement on its plugin, and marks of the records that it replaced. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Change, setValue } from "../../src/domain/changes/Change.ts"
import { LedgerError } from "../../src/domain/errors/ServiceError.ts"
import { FileFailed } from "../../src/domain/errors/FileReason.ts"
import type { Agreement } from "../../src/domain/sources/Ledger.ts"
import { rememberAgreement, rememberRecords } from "../../src/operations/remember.ts"
import { LedgerWriter } from "../../src/services/writing/LedgerWriter.ts"
import { type Model, record, snapshotOf } from "../support/snapshots.ts"
import { withWarnings } from "../support/runs/warnings.ts"

type Written = ReadonlyArray<readonly [id: string, agreement: Agreement | undefined]>

/** Each write, as the ledger was asked for it. */
const writes = <A, E>(program: Effect.Effect<A, E, LedgerWriter>) =>
  Effect.gen(function* () {
    const asked: Array<Written> = []
    yield* Effect.provideService(program, LedgerWriter, {
      remember: (changes) => Effect.sync(() => void asked.push([...changes])),
      rememberUndone: () => Effect.void,
      rememberSeen: () => Effect.void
    })
    return asked
  })

const STATE: Model = { state: { clock: record("clock", true), news: record("news", false) } }
const RETIRED: Model = { ledmatrix: "3.8.0" }
const MARK = { enabled: true, config_version: 2, last_updated: "2026-02-01T12:00:00" }
const OLD = { enabled: false, config_version: 1, last_updated: "2026-01-01T12:00:00" }

const changed = (plugin: string): Change =>
  setValue({ plugin, cause: "disable", file: "state", key: ["states", plugin, "enabled"] }, true, false)
const inConfig: Change = setValue(
  { plugin: "clock", cause: "disable", file: "config", key: ["clock", "enabled"] },
  true,
  false
)

const told = (agreed: boolean | undefined, made: ReadonlyArray<Change>, model: Model) =>
  writes(rememberAgreement("clock", agreed, made, { seen: snapshotOf(model) }))

describe("what a plugin was agreed on", () => {
  it.effect.each<[string, boolean | undefined, ReadonlyArray<Change>, Model, ReadonlyArray<Written>]>([
    ["is the value alone, where its record stays", false, [], STATE, [[["clock", { enabled: false }]]]],
    ["is so too after a change of its entry", false, [inConfig], STATE, [[["clock", { enabled: false }]]]],
    [
      "comes with the mark of the record that was replaced",
      false,
      [changed("clock")],
      STATE,
      [[["clock", { enabled: false, replaced: [MARK] }]]]
    ],
    [
      "keeps the marks of before",
      true,
      [],
      { ...STATE, agreements: { clock: { enabled: false, replaced: [OLD] } } },
      [[["clock", { enabled: true, replaced: [OLD] }]]]
    ],
    [
      "comes with the new mark before the old ones",
      false,
      [changed("clock")],
      { ...STATE, agreements: { clock: { enabled: true, replaced: [OLD] } } },
      [[["clock", { enabled: false, replaced: [MARK, OLD] }]]]
    ],
    [
      "stands beside the marks of other plugins' records",
      false,
      [changed("news")],
      STATE,
      [
        [
          ["news", { replaced: [{ ...MARK, enabled: false }] }],
          ["clock", { enabled: false }]
        ]
      ]
    ],
    ["is nothing where there is no saved state", false, [], RETIRED, []],
    [
      "has no marks where the saved state cannot be read",
      false,
      [changed("clock")],
      { unreadable: ["state"] },
      [[["clock", { enabled: false }]]]
    ]
  ])("%s", ([_title, agreed, made, model, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* told(agreed, made, model), expected)
    })
  )
})

describe("what is agreed on no more", () => {
  it.effect.each<[string, ReadonlyArray<Change>, Model, ReadonlyArray<Written>]>([
    ["is forgotten", [], { ...STATE, agreements: { clock: { enabled: true } } }, [[["clock", undefined]]]],
    [
      "is forgotten where there is no saved state",
      [],
      { ...RETIRED, agreements: { clock: { enabled: true } } },
      [[["clock", undefined]]]
    ],
    [
      "leaves the marks of its records",
      [changed("clock")],
      { ...STATE, agreements: { clock: { enabled: true, replaced: [OLD] } } },
      [[["clock", { replaced: [MARK, OLD] }]]]
    ],
    [
      "leaves the marks of before, where no record went",
      [],
      { ...STATE, agreements: { clock: { enabled: true, replaced: [OLD] } } },
      [[["clock", { replaced: [OLD] }]]]
    ],
    ["is not written where nothing was known", [], STATE, []],
    ["is not written where only others are known", [], { ...STATE, agreements: { news: {} } }, []]
  ])("%s", ([_title, made, model, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* told(undefined, made, model), expected)
    })
  )
})

describe("records that were replaced, alone", () => {
  const agreed: Model = { ...STATE, agreements: { clock: { enabled: true } } }

  it.effect.each<[string, ReadonlyArray<Change>, ReadonlyArray<Written>]>([
    [
      "are marked, and what was agreed on stays",
      [changed("clock")],
      [[["clock", { enabled: true, replaced: [MARK] }]]]
    ],
    ["are none where only an entry was changed: nothing is written", [inConfig], []]
  ])("%s", ([_title, made, expected]) =>
    Effect.gen(function* () {
      const seen = snapshotOf(agreed)
      assert.deepStrictEqual(yield* writes(rememberRecords(made, { seen })), expected)
    })
  )
})

it.effect("a ledger that cannot be written is a warning, and no failure", () =>
  Effect.gen(function* () {
    const reason = new FileFailed({
      path: "agreements.json",
      operation: "rename",
      code: "EIO",
      problem: "a disk fault",
      transient: true
    })
    const failing = Effect.provideService(
      rememberAgreement("clock", false, [], { seen: snapshotOf(STATE) }),
      LedgerWriter,
      {
        remember: () => Effect.fail(new LedgerError({ reason })),
        rememberUndone: () => Effect.void,
        rememberSeen: () => Effect.void
      }
    )
    const { warnings } = yield* withWarnings(failing)
    assert.lengthOf(warnings, 1)
  })
)
