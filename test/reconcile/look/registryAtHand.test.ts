/** What the copy of the registry at hand adds to what is found: a look believes a fresh one, a run asks. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { explain } from "../../../src/reconcile/look/explain.ts"
import { Reconciler } from "../../../src/reconcile/Reconciler.ts"
import { StoreSettings } from "../../../src/services/store/StoreSettings.ts"
import { type Described, installation, lines, reconcile } from "../../support/reconciling.ts"
import { wanting } from "../../support/runs/wanting.ts"

const on = { enabled: true }
const copy = (...plugins: ReadonlyArray<unknown>) =>
  JSON.stringify({ address: StoreSettings.defaults.registry, fetched_at: 0, body: { plugins } })
const missing = (...plugins: ReadonlyArray<unknown>): Described => ({
  config: { odds_ticker: on },
  files: { "data/reconciler/registry.json": copy(...plugins) }
})
const check = Reconciler.use((reconciler) => reconciler.check)
const next = Effect.map(explain("odds_ticker"), (found) => Option.getOrThrow(found).next)

describe("a plugin that the registry at hand does not have", () => {
  const described = missing({ id: "odds-ticker" })

  it.effect("is promised by no look", () =>
    Effect.gen(function* () {
      const report = yield* check
      assert.deepStrictEqual(lines(report), ["odds_ticker wrong_key manual"])
      assert.strictEqual(report.inconsistencies_found[0]?.right_key, "odds-ticker")
      assert.deepStrictEqual(report.unrecoverable, [])
      assert.strictEqual(yield* next, "A person has to decide; see what each rule says.")
    }).pipe(Effect.provide(installation(described)))
  )

  it.effect("may be there once the copy is a quarter of an hour old", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("15 minutes")
      assert.deepStrictEqual(lines(yield* check), ["odds_ticker not_installed planned"])
      assert.strictEqual(yield* next, "The next reconcile repairs it.")
    }).pipe(Effect.provide(installation(described)))
  )

  it.effect("is asked for by a run, which says the right key of what it did not get", () =>
    Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["odds_ticker not_installed failed permanent not_in_registry"])
      assert.strictEqual(report.inconsistencies_found[0]?.right_key, "odds-ticker")
      assert.deepStrictEqual(lines(yield* reconcile()), ["odds_ticker wrong_key manual"])
    }).pipe(Effect.provide(installation(described)))
  )
})

describe("a wanted version that the registry at hand does not have", () => {
  const described: Described = {
    plugins: { clock: { version: "1.0.0" } },
    config: { clock: on },
    files: { "data/reconciler/registry.json": copy({ id: "clock", latest_version: "1.0.0" }) },
    offers: { clock: { manifestId: "clock", version: "2.0.0" } }
  }
  const wants = (version: string) => wanting({ plugins: { clock: { version } } }, described)

  it.effect("is promised by no look", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* check), ["clock version_not_offered manual"])
    }).pipe(Effect.provide(wants("2.0.0")))
  )

  it.effect("may be there once the copy is a quarter of an hour old", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("15 minutes")
      assert.deepStrictEqual(lines(yield* check), ["clock desired_version planned"])
    }).pipe(Effect.provide(wants("2.0.0")))
  )

  it.effect("is not asked for by a run while the copy is fresh, for the document may be wrong", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock version_not_offered manual"])
    }).pipe(Effect.provide(wants("2.0.0")))
  )

  it.effect("is asked for by a run where the copy is old, and got where the store has it by now", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("15 minutes")
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock desired_version fixed"])
    }).pipe(Effect.provide(wants("2.0.0")))
  )
})

describe("a wanted version of an installed plugin that no registry has", () => {
  const described: Described = {
    plugins: { mine: { version: "1.0.0" } },
    config: { mine: on },
    files: { "data/reconciler/registry.json": copy() }
  }

  it.effect("is left to a person, and the plugin is not given up", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("15 minutes")
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["mine desired_version manual"])
      assert.deepStrictEqual(report.unrecoverable, [])
    }).pipe(Effect.provide(wanting({ plugins: { mine: { version: "2.0.0" } } }, described)))
  )
})

describe("a failure that has ended", () => {
  const failures = {
    odds_ticker: { digest: "", code: "symlink", message: "a link", failed_at: "1970-01-01T00:00:00Z" }
  }
  const described: Described = {
    config: { odds_ticker: on },
    files: { "data/reconciler/failures.json": JSON.stringify(failures) },
    offers: { odds_ticker: { manifestId: "odds_ticker", version: "1.0.0" } }
  }

  it.effect("lets a run try the plugin again", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), ["odds_ticker unrecoverable manual"])
      yield* TestClock.adjust("1 day")
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["odds_ticker not_installed fixed"])
      assert.deepStrictEqual(report.unrecoverable, [])
    }).pipe(Effect.provide(installation(described)))
  )
})
