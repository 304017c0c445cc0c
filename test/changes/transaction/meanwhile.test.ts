/** An operation whose evidence goes once it has begun, or whose account cannot be written. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { history } from "../../../src/reconcile/look/history.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, refused, spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const run = setEnabled("clock", false)

const CLOCK: Described = {
  config: { clock: { enabled: true } },
  state: { clock: record("clock", true) },
  plugins: { clock: {} }
}

/** Somebody writes `content` as soon as the intention is journalled. */
const onceIntended = (path: string, content: string) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    yield* files.before(({ name, path: target }) =>
      name === "rename" && target.endsWith(".intended.json")
        ? Effect.as(files.put(place(path), content), undefined)
        : Effect.undefined
    )
  })

describe("an operation whose evidence has gone", () => {
  it.effect.each([
    [CONFIG, `{"clock": {"enabled": "never"}}`],
    [STATE, `{"version": 1, "states": {}}`]
  ] as const)("is refused, with the file that was changed: %s", ([path, content]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* onceIntended(path, content)
        assert.deepStrictEqual(yield* refused(run), {
          code: "changed_meanwhile",
          message: `${path} was changed by another program at the same moment`,
          path: undefined,
          hint: "run it again"
        })
      })
    )
  )

  it.effect("is taken back where a step was made already, and tells nothing", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* onceIntended(STATE, `{"version": 1, "states": {}}`)
        yield* refused(run)
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), true)
        assert.deepStrictEqual((yield* history()).runs, [])
      })
    )
  )
})

describe("the journal", () => {
  it.effect("that takes no intention lets nothing be changed", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(({ name, path }) => name === "rename" && path.endsWith(".intended.json"), "EIO")
        assert.strictEqual((yield* refused(run)).code, "EIO")
        yield* files.reset
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), true)
        assert.deepStrictEqual((yield* history()).runs, [])
      })
    )
  )

  it.effect("that takes no account makes no failure of what was done", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(
          ({ name, path }) => name === "rename" && /journal\/[^/.]*\.json$/u.test(path),
          "EIO"
        )
        assert.strictEqual((yield* run).status, "disabled")
      })
    )
  )
})
