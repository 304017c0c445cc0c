/** What takes a plugin out, in which order, and what is noted of the plugins that are left. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option, Result } from "effect"
import { Change, removeValue } from "../../../src/domain/changes/Change.ts"
import { KeepsChanging } from "../../../src/domain/errors/FileReason.ts"
import { LedgerError } from "../../../src/domain/errors/ServiceError.ts"
import type { SeenPlugins } from "../../../src/domain/sources/SeenPlugins.ts"
import { pluginFacts, snapshotFacts } from "../../../src/reconcile/judge/facts/PluginFacts.ts"
import { noteSeen, type RemovalScope, removalOf } from "../../../src/reconcile/repair/removal.ts"
import { type ConfigMember, ConfigWriter } from "../../../src/services/writing/ConfigWriter.ts"
import { LedgerWriter } from "../../../src/services/writing/LedgerWriter.ts"
import { type Model, policyOf, record, snapshotOf } from "../../support/snapshots.ts"
import { withWarnings } from "../../support/runs/warnings.ts"

const on = { enabled: true }
const why = { plugin: "clock", cause: "uninstall" }
const spelled = { text: `"clock" : {}` }

/** What stands in config and secrets under the id of the plugin. */
const STANDING: { readonly [file: string]: ConfigMember } = {
  config: { value: on, spelled },
  secrets: { value: { key: "s3cret" }, spelled: undefined }
}

const changesOf = (model: Model, asked: Partial<RemovalScope>, standing = STANDING) => {
  const around = snapshotFacts(snapshotOf(model), policyOf())
  const uninstalled = { marks: new Set(model.marks), tombstones: new Set<string>() }
  const disk = Result.getOrThrow(around.snapshot.disk)
  const what = { cause: why.cause, runId: "1", directories: [], entry: false, secrets: false, ...asked }
  return removalOf(pluginFacts("clock", around), what, { disk, uninstalled }).pipe(
    Effect.provide(
      Layer.mock(ConfigWriter, {
        member: (file, id) =>
          Effect.succeed(Option.fromUndefinedOr(id === "clock" ? standing[file] : undefined))
      })
    )
  )
}

const buried = Change.AddMember({ ...why, list: "tombstones", member: "clock" })
const marked = Change.AddMember({ ...why, list: "marks", member: "clock" })
const entry = removeValue({ ...why, file: "config", key: ["clock"] }, on, Option.some(spelled))
const secrets = removeValue({ ...why, file: "secrets", key: ["clock"] }, { key: "s3cret" })
const aside = (directory: string) =>
  Change.SetAside({
    ...why,
    place: `plugin-repos/${directory}`,
    kept: `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.1.${directory}`
  })
const recorded = removeValue({ ...why, file: "state", key: ["states", "clock"] }, record("clock", true))

describe("a removal", () => {
  const whole: Model = { config: { clock: on }, disk: { clock: {} }, state: { clock: record("clock", true) } }
  const all = { directories: ["clock", "old-clock"], entry: true, secrets: true }

  it.effect.each<[string, Model, Partial<RemovalScope>, ReadonlyArray<Change>]>([
    [
      "is tombstone and mark, then entry and secrets, then directories, then record",
      whole,
      all,
      [buried, marked, entry, secrets, aside("clock"), aside("old-clock"), recorded]
    ],
    ["leaves entry, secrets and directories that are to stay", whole, {}, [buried, marked, recorded]],
    ["sets no mark where one is", { ...whole, marks: ["clock"] }, {}, [buried, recorded]],
    ["removes no record where none is", { ...whole, state: {} }, {}, [buried, marked]],
    [
      "removes no value under the key that is no entry",
      { config: { clock: 5 } },
      { entry: true },
      [buried, marked]
    ]
  ])("%s", ([_title, model, asked, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* changesOf(model, asked), expected)
    })
  )

  it.effect("removes neither entry nor secrets that are gone by now", () =>
    Effect.gen(function* () {
      const asked = { entry: true, secrets: true }
      assert.deepStrictEqual(yield* changesOf(whole, asked, {}), [buried, marked, recorded])
    })
  )
})

describe("the plugins that an operation leaves", () => {
  const three: Model = { config: { a: on, b: on }, disk: { a: {}, b: {}, "c-old": { id: "c" } } }

  /** What is noted of `model` after an operation. */
  const noted = (model: Model, operation?: Parameters<typeof noteSeen>[1]) =>
    Effect.gen(function* () {
      const all: Array<SeenPlugins> = []
      const seen = snapshotOf(model)
      yield* noteSeen({ disk: Result.getOrThrow(seen.disk), seen }, operation).pipe(
        Effect.provide(
          Layer.mock(LedgerWriter, { rememberSeen: (one) => Effect.sync(() => void all.push(one)) })
        )
      )
      return all
    })
  const directory = "/root/plugin-repos"

  it.effect.each<[string, Parameters<typeof noteSeen>[1], SeenPlugins]>([
    ["are those that were seen before it", undefined, { directory, entries: new Set(["a", "b"]) }],
    [
      "are none that it removed",
      { removed: ["b", "c-old"] },
      { directory: undefined, entries: new Set(["a"]) }
    ],
    ["are also what it placed", { placed: "d" }, { directory, entries: new Set(["a", "b", "d"]) }]
  ])("%s", ([_title, operation, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* noted(three, operation), [expected])
    })
  )

  it.effect("are not noted where that is known", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* noted({}), [])
    })
  )

  it.effect("are a warning where they cannot be noted", () =>
    Effect.gen(function* () {
      const seen = snapshotOf(three)
      const reason = new KeepsChanging({ path: "plugins.json" })
      const { warnings } = yield* withWarnings(noteSeen({ disk: Result.getOrThrow(seen.disk), seen })).pipe(
        Effect.provide(
          Layer.mock(LedgerWriter, { rememberSeen: () => Effect.fail(new LedgerError({ reason })) })
        )
      )
      assert.deepStrictEqual(warnings, [
        ["the plugins that are there could not be remembered", { problem: reason.message }]
      ])
    })
  )
})
