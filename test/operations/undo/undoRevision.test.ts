/** What a revision of the desired state changed, over all its runs, and how that is reversed. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import type { JournalChange, JournalRecord } from "../../../src/domain/changes/Journal.ts"
import { changedForDesired, undoRevision } from "../../../src/operations/undo/undoRevision.ts"
import { at, refused, spec } from "../../support/operating.ts"

const record = (run_id: string, changes: ReadonlyArray<JournalChange>, more: object = {}): JournalRecord => ({
  run_id,
  command: "reconcile",
  started_at: "2026-01-01T00:00:00",
  status: "done",
  changes,
  ...more
})

const city = (before: string | undefined, after: string, reason = "desired_settings"): JournalChange => ({
  plugin_id: "clock",
  reason,
  file: "config/config.json",
  key: ["clock", "city"],
  ...(before === undefined ? {} : { before }),
  after
})

const placed = (kept: string | undefined, fingerprint: string): JournalChange => ({
  plugin_id: "clock",
  reason: "desired_version",
  file: "plugin-repos/clock",
  directory: { present: true, fingerprint, ...(kept === undefined ? {} : { kept }) }
})

const changesOf = (records: ReadonlyArray<JournalRecord>, before: ReadonlyArray<string> = []) =>
  Option.map(changedForDesired(records, new Set(before)), ({ changes }) => changes)

describe("what a revision changed", () => {
  it("is what its runs changed for the desired state, and nothing else", () => {
    const other = { ...city("x", "y", "config_differs"), key: ["clock", "enabled"] }
    assert.deepStrictEqual(
      changesOf([record("2", [other, city("a", "b")]), record("1", [city("x", "a")])], ["1"]),
      Option.some([city("a", "b")])
    )
  })
  it("is, of a value that several runs changed, what it was before the first and after the last", () => {
    assert.deepStrictEqual(
      changesOf([record("2", [city("b", "c")]), record("1", [city(undefined, "b")])]),
      Option.some([city(undefined, "c")])
    )
  })
  it("is, of a value that was taken away and set, how it was spelled before", () => {
    const { after: _, ...gone } = city("a", "")
    const spelled = { text: '"city": "a"' }
    assert.deepStrictEqual(
      changesOf([record("2", [city(undefined, "c")]), record("1", [{ ...gone, spelled }])]),
      Option.some([{ ...city("a", "c"), spelled }])
    )
  })
  it("is each place by itself, in the order in which they were changed first", () => {
    const rate: JournalChange = { ...city("a", "b"), key: ["clock", "rate"] }
    const secret: JournalChange = { ...city("a", "b"), file: "config/config_secrets.json" }
    assert.deepStrictEqual(
      changesOf([
        record("2", [city("b", "c"), placed(undefined, "f")]),
        record("1", [secret, city("a", "b"), rate])
      ]),
      Option.some([secret, city("a", "c"), rate, placed(undefined, "f")])
    )
  })
  it("is, of a plugin that was placed where nothing was and then replaced, just the last one", () => {
    assert.deepStrictEqual(
      changesOf([record("2", [placed("kept.2", "f2")]), record("1", [placed(undefined, "f1")])]),
      Option.some([placed(undefined, "f2")])
    )
  })
  it("is one record under the last run's name", () => {
    const last = record("2", [city("b", "c")], { asked_by: "controller" })
    assert.deepStrictEqual(
      changedForDesired([last, record("1", [city("a", "b")])], new Set()),
      Option.some({ ...last, changes: [city("a", "c")] })
    )
  })
  it("is nothing of what reversed it, which tells the same reasons", () => {
    assert.deepStrictEqual(
      changesOf([record("2", [city("b", "a")], { command: "undo", undoes: "0" })]),
      Option.none()
    )
  })
  it("is, of a plugin that several runs replaced, the copy that the first one kept", () => {
    assert.deepStrictEqual(
      changesOf([record("2", [placed("kept.2", "f2")]), record("1", [placed("kept.1", "f1")])]),
      Option.some([placed("kept.1", "f2")])
    )
  })
  it("is nothing where its last run is undone", () => {
    const undoing = record("3", [], { command: "undo", undoes: "2" })
    assert.deepStrictEqual(changesOf([undoing, record("2", [city("a", "b")])]), Option.none())
  })
  it("is not told as the revision's, so that it can be tried again", () => {
    const found = changedForDesired([record("1", [city("a", "b")], { desired: "r" })], new Set())
    assert.isTrue(Option.exists(found, ({ desired }) => desired === undefined))
  })
  it("cannot be reversed where the journal left values of it out", () => {
    const found = changedForDesired(
      [record("2", [city("b", "c")]), record("1", [city("a", "b")], { values_left_out: true })],
      new Set()
    )
    assert.isTrue(Option.exists(found, ({ values_left_out }) => values_left_out === true))
  })
})

describe("what the saved state has to say of it in the same run", () => {
  const noted = (reason: string, plugin_id = "clock"): JournalChange => ({
    plugin_id,
    reason,
    file: "data/plugin_state.json",
    key: ["states", plugin_id, "enabled"],
    before: true,
    after: false
  })
  const wanted = (reason: string): JournalChange => city("a", "b", reason)

  it.each<[string, ReadonlyArray<JournalChange>, boolean]>([
    ["enabled goes with enabled", [wanted("desired_enabled"), noted("config_differs")], true],
    ["a version goes with a version", [wanted("desired_version"), noted("record_version")], true],
    ["enabled goes with no version", [wanted("desired_version"), noted("config_differs")], false],
    ["another plugin's does not", [wanted("desired_enabled"), noted("config_differs", "news")], false],
    ["another reason does not", [wanted("desired_enabled"), noted("no_record")], false]
  ])("is of the revision too: %s", (_title, changes, isOf) => {
    assert.deepStrictEqual(
      changesOf([record("1", changes)]),
      Option.some(isOf ? changes : changes.slice(0, 1))
    )
  })

  it("is not of the revision where it was written in another run", () => {
    const [one, other] = [wanted("desired_enabled"), noted("config_differs")]
    assert.deepStrictEqual(changesOf([record("2", [other]), record("1", [one])]), Option.some([one]))
  })
})

describe("a revision is reversed", () => {
  const CONFIG = "config/config.json"
  const RUN = "20260101T000000000-aaaaaa"
  const here = (changes: ReadonlyArray<JournalChange>, config: object = { clock: { city: "b" } }) => ({
    config,
    files: { [`data/reconciler/journal/${RUN}.json`]: JSON.stringify(record(RUN, changes)) }
  })
  const reversing = undoRevision(new Set())

  it.effect("as one run that undoes the last of its runs", () =>
    spec(
      here([city("a", "b")]),
      Effect.gen(function* () {
        const undone = yield* reversing
        assert.deepStrictEqual(
          Option.map(undone, ({ restored, undoes }) => [undoes, restored]),
          Option.some([RUN, [`${CONFIG}: clock › city restored`]])
        )
        assert.strictEqual(yield* at(CONFIG, "clock", "city"), "a")
      })
    )
  )

  it.effect.each([
    ["its runs changed nothing", here([]), []],
    ["all that was changed was so before", here([city("a", "b")]), [RUN]],
    ["what was changed is another by now", here([city("a", "b")], { clock: { city: "c" } }), []]
  ] as const)("to nothing where %s", ([_title, described, before]) =>
    spec(
      described,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* undoRevision(new Set(before)), Option.none())
      })
    )
  )

  it.effect("but not where its record may not be reversed", () =>
    spec(
      here([{ ...placed("/srv/clock", "f"), file: "/srv/clock" }]),
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(reversing)).code, "cannot_be_undone")
      })
    )
  )
})
