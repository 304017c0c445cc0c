/** A plugin that the desired state does not want is taken away: what is left, what is noted, and what comes of a failure. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { plan } from "../../../src/reconcile/judge/plan.ts"
import { removePlugin } from "../../../src/reconcile/repair/removePlugin.ts"
import { beginRun, observeRound } from "../../../src/reconcile/Run.ts"
import { untried } from "../../../src/reconcile/tell/outcomes.ts"
import { DesiredState } from "../../../src/services/desired/DesiredState.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, put, remove } from "../../support/operating.ts"
import { type Described, installation, readJson, record } from "../../support/reconciling.ts"
import { desiredBy } from "../../support/runs/wanting.ts"
import { withWarnings } from "../../support/runs/warnings.ts"

const on = { enabled: true }
const FILE = "plugin-repos/clock"
const HERE: Described = {
  config: { clock: on, a: on, b: on },
  plugins: { clock: {}, a: {}, b: {} },
  state: { clock: record("clock", true) },
  files: { "config/config_secrets.json": '{"clock": {"api_key": "s3cret"}}' }
}

/** Plans the removal, lets somebody else do something, and removes: what the run has noted of it. */
const removing = Effect.fnUntraced(function* <E, R>(meanwhile: Effect.Effect<void, E, R>) {
  const run = yield* beginRun({
    unrecoverable: yield* Ref.make<ReadonlySet<string>>(new Set())
  })
  const { removals } = plan(untried(yield* observeRound(run)))
  yield* meanwhile
  yield* Effect.forEach(removals, (step) => removePlugin(run, step), { discard: true })
  const { changedFiles, changes, outcomes } = yield* Ref.get(run.progress)
  return {
    id: run.id,
    changedFiles: [...changedFiles],
    changes: changes.map(({ _tag, cause, plugin }) => [_tag, cause, plugin]),
    outcomes: [...outcomes.values()].map(({ outcome }) =>
      outcome?._tag === "Failed" ? `Failed ${outcome.error.kind} ${outcome.error.code}` : outcome?._tag
    )
  }
})
const absent = (settings?: null) => ({
  plugins: { clock: { absent: true, ...(settings === null ? { settings } : {}) } }
})
const spec = <A, E, R>(
  program: Effect.Effect<A, E, R>,
  { desired = absent(), described = HERE }: { readonly desired?: object; readonly described?: Described } = {}
) =>
  Effect.provideService(program, DesiredState, { current: Effect.succeed(desiredBy(desired)) }).pipe(
    Effect.provide(installation(described))
  )
const told = (...tags: ReadonlyArray<string>) => tags.map((tag) => [tag, "desired_absent", "clock"])

describe("a plugin that is not wanted", () => {
  it.effect("is buried, marked, set aside, and loses its record, but neither entry nor secrets", () =>
    spec(
      Effect.gen(function* () {
        const { changedFiles, changes, id, outcomes } = yield* removing(Effect.void)
        assert.deepStrictEqual(changes, told("AddMember", "AddMember", "SetAside", "RemoveValue"))
        assert.deepStrictEqual(changedFiles, [
          "config/uninstalled_plugins.json",
          FILE,
          `plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.${id}.clock`,
          "data/plugin_state.json"
        ])
        assert.deepStrictEqual(outcomes, ["Fixed"])
        assert.deepStrictEqual(yield* readJson("config/config.json"), HERE.config)
        assert.property(yield* readJson("config/config_secrets.json"), "clock")
      })
    )
  )

  it.effect("loses its entry where the document says so", () =>
    spec(
      Effect.gen(function* () {
        yield* removing(Effect.void)
        assert.deepStrictEqual(yield* readJson("config/config.json"), { a: on, b: on })
      }),
      { desired: absent(null) }
    )
  )

  it.effect("is noted as seen to go, with the record that it had", () =>
    spec(
      Effect.gen(function* () {
        yield* put(
          "data/reconciler/plugins.json",
          JSON.stringify({ plugins_directory: place("plugin-repos") })
        )
        yield* removing(Effect.void)
        const seen = yield* readJson("data/reconciler/plugins.json")
        assert.deepStrictEqual(seen, { plugins_directory: null, entries: ["a", "b"] })
        assert.deepStrictEqual(yield* readJson("data/reconciler/agreements.json"), {
          clock: { replaced: [{ enabled: true, config_version: 2, last_updated: "2026-02-01T12:00:00" }] }
        })
      })
    )
  )

  it.effect("is a warning where the record that it had cannot be remembered", () =>
    spec(
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(({ path, writes }) => writes && path.includes("agreements"), "ENOSPC")
        const { result, warnings } = yield* withWarnings(removing(Effect.void))
        assert.deepStrictEqual(result.outcomes, ["Fixed"])
        assert.deepStrictEqual(
          warnings.map((warning) => Array.isArray(warning) && warning[0]),
          ["removed records could not be remembered"]
        )
      })
    )
  )

  it.effect.each<[string, Described]>([
    ["no record", { ...HERE, state: {} }],
    ["no saved state", { ...HERE, state: {}, ledmatrixVersion: "3.8.0" }]
  ])("has nothing remembered of it where there is %s", ([_title, described]) =>
    spec(
      Effect.gen(function* () {
        yield* removing(Effect.void)
        assert.isUndefined(yield* readJson("data/reconciler/agreements.json"))
      }),
      { described }
    )
  )
})

describe("a removal", () => {
  it.effect("is none where the plugin has gone meanwhile", () =>
    spec(
      Effect.gen(function* () {
        const gone = Effect.andThen(remove(FILE), put("config/config.json", JSON.stringify({ a: on, b: on })))
        assert.deepInclude(yield* removing(gone), { changes: [], changedFiles: [], outcomes: [undefined] })
      })
    )
  )

  it.effect("is none where it has become a person's work meanwhile", () =>
    spec(
      Effect.gen(function* () {
        const namesake = put(`${FILE}/manifest.json`, `{"id": "other"}`)
        assert.deepInclude(yield* removing(namesake), { changes: [], changedFiles: [] })
      })
    )
  )

  it.effect("that fails says why", () =>
    spec(
      Effect.gen(function* () {
        const failing = MemoryFiles.use((files) =>
          files.failWhen(
            ({ name, path }) => name === "rename" && path.endsWith("uninstalled_plugins.json"),
            "ENOSPC"
          )
        )
        const { outcomes } = yield* removing(failing)
        assert.deepStrictEqual(outcomes, ["Failed transient ENOSPC"])
      })
    )
  )
})
