/** What an undoing leaves to be remembered, called as an undoing calls it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { JournalChange, JournalRecord } from "../../src/domain/changes/Journal.ts"
import { desiredEvidence } from "../../src/domain/desired/DesiredView.ts"
import { rememberUndone } from "../../src/reconcile/heldBack.ts"
import { statementLine } from "../../src/reconcile/judge/facts/undone.ts"
import { pluginFacts, snapshotFacts } from "../../src/reconcile/judge/facts/PluginFacts.ts"
import { snapshot } from "../../src/reconcile/look/snapshot.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { place, put, remove, spec } from "../support/operating.ts"
import { type Described, readJson } from "../support/reconciling.ts"
import { policyOf, record } from "../support/snapshots.ts"
import { Policy } from "../../src/services/Policy.ts"
import { withWarnings } from "../support/runs/warnings.ts"

const on = { enabled: true }
const placed = (plugin_id: string, reason = "not_installed"): JournalChange => ({
  plugin_id,
  reason,
  file: `plugin-repos/${plugin_id}`,
  directory: { present: true }
})
const madeBy = (
  command: string,
  changes: ReadonlyArray<JournalChange>,
  more: Partial<JournalRecord> = {}
): JournalRecord => ({
  run_id: "1",
  command,
  started_at: "2026-06-01T11:00:00",
  status: "done",
  changes,
  ...more
})

const keyOf = (id: string, type = "plugin_missing_on_disk", reason = "not_installed") =>
  JSON.stringify([id, type, reason])
const undone = Effect.map(readJson("data/reconciler/undone.json"), (held) => Object(held))
const undoneKeys = Effect.map(undone, (held) => Object.keys(held).toSorted())
const look = snapshot(new Set())

/** Three whose entries have no directory, and one that has no entry. */
const DRIFTED: Described = { config: { a: on, b: on, c: on }, plugins: { fresh: {} } }

describe("findings that are there after the undoing of a repair", () => {
  it.effect("are held back where they were not there before, of each plugin, on the evidence of now", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        for (const id of ["a", "b"]) yield* put(`plugin-repos/${id}/manifest.json`, `{"id": "${id}"}`)
        const before = yield* look
        for (const id of ["a", "b"]) yield* remove(`plugin-repos/${id}`)
        yield* rememberUndone(madeBy("reconcile", [placed("a")]), before)
        const around = snapshotFacts(yield* look, policyOf())
        const of = (id: string) => [keyOf(id), statementLine(pluginFacts(id, around), around)]
        assert.deepStrictEqual(yield* undone, Object.fromEntries([of("a"), of("b")]))
      })
    )
  )

  it.effect(
    "are held back of each plugin that the repair changed, where it is not known what was there before",
    () =>
      spec(
        DRIFTED,
        Effect.gen(function* () {
          yield* rememberUndone(madeBy("reconcile", [placed("a"), placed("fresh")]), undefined)
          assert.deepStrictEqual(yield* undoneKeys, [
            keyOf("a"),
            keyOf("fresh", "plugin_missing_in_config", "no_entry")
          ])
        })
      )
  )

  it.effect("are held back as if there were a store where there is none", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        const noStore = policyOf({ storeAvailable: false })
        yield* Effect.provideService(
          rememberUndone(madeBy("reconcile", [placed("a")]), undefined),
          Policy,
          noStore
        )
        assert.deepStrictEqual(yield* undoneKeys, [keyOf("a")])
      })
    )
  )

  it.effect("are not held back where they are a person's work", () =>
    spec(
      { config: { a: 5 }, plugins: { a: {} } },
      Effect.gen(function* () {
        yield* rememberUndone(madeBy("reconcile", [placed("a")]), undefined)
        assert.deepStrictEqual(yield* undoneKeys, [])
      })
    )
  )

  it.effect("are not held back where it was an operation that was undone", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        yield* rememberUndone(madeBy("install", [placed("a")]), undefined)
        assert.deepStrictEqual(yield* undoneKeys, [])
      })
    )
  )
})

describe("what a desired state wanted", () => {
  const wanted = [placed("a", "desired_missing"), placed("b", "no_entry")]
  const inSync: Described = { config: { a: on, b: on }, plugins: { a: {}, b: {} } }

  it.effect("is held back until its document changes", () =>
    spec(
      inSync,
      Effect.gen(function* () {
        yield* rememberUndone(madeBy("reconcile", wanted, { desired: "r1" }), yield* look)
        assert.deepStrictEqual(yield* undone, {
          [keyOf("a", "plugin_not_as_desired", "desired_missing")]: desiredEvidence("r1")
        })
      })
    )
  )

  it.effect("is not held back of a run that names no document", () =>
    spec(
      inSync,
      Effect.gen(function* () {
        yield* rememberUndone(madeBy("reconcile", wanted), yield* look)
        assert.deepStrictEqual(yield* undoneKeys, [])
      })
    )
  )
})

describe("what was held back before", () => {
  it.effect.each<[string, JournalRecord, ReadonlyArray<string>]>([
    ["stays where another repair is undone", madeBy("reconcile", [placed("a")]), [keyOf("a"), keyOf("b")]],
    ["stays where an operation on another plugin is undone", madeBy("install", [placed("a")]), [keyOf("b")]],
    ["is held back no more where an operation on its plugin is undone", madeBy("install", [placed("b")]), []]
  ])("%s", ([_title, reversed, expected]) =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        yield* rememberUndone(madeBy("reconcile", [placed("b")]), undefined)
        yield* rememberUndone(reversed, undefined)
        assert.deepStrictEqual(yield* undoneKeys, expected)
      })
    )
  )
})

const agreeing: Described = { config: { a: on }, plugins: { a: {} }, state: { a: record("a", true) } }

describe("an undoing", () => {
  it.effect("remembers what both sides agree on after it", () =>
    spec(
      agreeing,
      Effect.gen(function* () {
        yield* rememberUndone(madeBy("enable", []), undefined)
        assert.deepStrictEqual(yield* readJson("data/reconciler/agreements.json"), { a: on })
      })
    )
  )

  it.effect("warns of what it cannot remember", () =>
    spec(
      { ...agreeing, config: { a: on, b: on } },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(
          ({ path, writes }) => writes && path.startsWith(place("data/reconciler")),
          "ENOSPC"
        )
        const { warnings } = yield* withWarnings(
          rememberUndone(madeBy("reconcile", [placed("b")]), undefined)
        )
        assert.deepStrictEqual(
          warnings.map((warning) => Array.isArray(warning) && warning[0]),
          ["what was undone could not be remembered", "agreements could not be remembered"]
        )
      })
    )
  )
})
