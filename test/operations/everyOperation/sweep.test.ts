/** What earlier runs left in the plugins directory goes with the next run that writes. */
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { ProcessLock } from "../../../src/ports/ProcessLock.ts"
import { place, spec, text } from "../../support/operating.ts"
import { type Described, reconcile } from "../../support/reconciling.ts"

const LEFT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-ab12cd"
const LOCK = "data/reconciler/staging-ab12cd.lock"

const STAGED: Described = {
  config: { clock: { enabled: true } },
  plugins: { clock: {} },
  files: { [`${LEFT}/plugin/manager.py`]: "x", [LOCK]: "" }
}

const enable = setEnabled("clock", false)

describe("what a run had staged", () => {
  it.effect("goes at once where that run is gone, with its lock", () =>
    spec(
      STAGED,
      Effect.gen(function* () {
        yield* enable
        assert.deepStrictEqual(
          [yield* text(`${LEFT}/plugin/manager.py`), yield* text(LOCK)],
          [undefined, undefined]
        )
      })
    )
  )

  it.effect("goes with a repair too", () =>
    spec(
      { ...STAGED, plugins: { clock: {}, news: {} } },
      Effect.gen(function* () {
        yield* reconcile()
        assert.isUndefined(yield* text(`${LEFT}/plugin/manager.py`))
      })
    )
  )

  it.effect("stays as long as that run is there", () =>
    spec(
      STAGED,
      Effect.scoped(
        Effect.gen(function* () {
          yield* (yield* ProcessLock).acquire(place(LOCK), { timeout: Duration.zero })
          yield* enable
          assert.strictEqual(yield* text(`${LEFT}/plugin/manager.py`), "x")
        })
      )
    )
  )

  it.effect("goes at once, of what only a run under the root lock works on", () =>
    spec(
      { ...STAGED, files: { "plugin-repos/.ledmatrix-reconciler.standalone-backup-gone.x.clock/a": "x" } },
      Effect.gen(function* () {
        yield* enable
        assert.isUndefined(yield* text("plugin-repos/.ledmatrix-reconciler.standalone-backup-gone.x.clock/a"))
      })
    )
  )
})
