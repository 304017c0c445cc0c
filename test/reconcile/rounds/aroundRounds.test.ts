/** What a run does before its rounds and after them: what it completes, asks and remembers. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { place, spec, text } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { going, type Rounds } from "../../support/runs/rounds.ts"

const on = { enabled: true }
const SEEN = "data/reconciler/plugins.json"

describe("before its rounds", () => {
  const INTENDED = "data/reconciler/journal/20260601T110000000-000001.intended.json"
  const change = { plugin_id: "clock", reason: "enable", file: "config/config.json" }
  const CUT: Described = {
    config: { clock: { enabled: false } },
    plugins: { clock: {} },
    files: {
      [INTENDED]: JSON.stringify({
        run_id: "20260601T110000000-000001",
        command: "enable",
        started_at: "2026-06-01T11:00:00",
        status: "intended",
        changes: [{ ...change, key: ["clock", "enabled"], before: false, after: true }]
      })
    }
  }
  const FAILED: Described = {
    config: { gone: on },
    files: {
      "data/reconciler/failures.json": JSON.stringify({
        gone: { digest: "", code: "not_a_zip", message: "", failed_at: "1970-01-01T00:00:00Z" }
      })
    }
  }

  it.effect.each([
    ["completes what another one had begun", false],
    ["leaves to the next run what another one has begun since its first look", true]
  ] as const)("a run %s", ([_title, looked]) =>
    spec(
      CUT,
      Effect.gen(function* () {
        yield* going({ looked })
        assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: !looked } })
        assert.strictEqual((yield* text(INTENDED)) !== undefined, looked)
      })
    )
  )

  it.effect.each([
    ["asks the registry where a failure is remembered", false, 1],
    ["does not ask it after a first look that counts", true, 0]
  ] as const)("a run %s", ([_title, looked, expected]) =>
    spec(
      FAILED,
      Effect.gen(function* () {
        assert.strictEqual((yield* going({ looked })).asked, expected)
      })
    )
  )
})

describe("at its end a run", () => {
  const THREE: Described = {
    config: { a: on, b: on, c: on },
    plugins: { a: {}, b: {}, c: {} },
    ledmatrixVersion: "3.8.0"
  }
  const inhabited = { plugins_directory: place("plugin-repos") }

  it.effect.each<[string, Described, Rounds, unknown]>([
    ["does not remember that plugins are there where it has changed nothing", THREE, {}, undefined],
    ["does where its caller goes on looking", THREE, { lasting: true }, inhabited],
    ["does where it has changed a file", { ...THREE, config: { a: on, b: on } }, {}, inhabited],
    ["writes down no plugins that it need not forget", {}, { force: true }, undefined]
  ])("%s", ([_title, described, asked, expected]) =>
    spec(
      described,
      Effect.gen(function* () {
        yield* going(asked)
        const seen = yield* readJson(SEEN)
        assert.deepStrictEqual(
          expected === undefined ? seen : { plugins_directory: Object(seen).plugins_directory },
          expected
        )
      })
    )
  )

  it.effect("takes no lock where all is remembered", () =>
    spec(
      THREE,
      Effect.gen(function* () {
        assert.strictEqual((yield* going({})).held, 0)
      })
    )
  )
})
