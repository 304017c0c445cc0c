/** Beside a LEDMatrix that keeps no saved state: a switch is made by it, and config alone proves it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { operationProblem } from "../../../src/operations/operationProblem.ts"
import { ledmatrix, type LedmatrixStandIn } from "../../support/ledmatrix/standIn.ts"
import { directoryWith, liveReconciler } from "../../support/realInstallation.ts"
import {
  check,
  type Described,
  installationFiles,
  lines,
  reconcile,
  record
} from "../../support/reconciling.ts"

const described: Described = {
  config: { clock: { enabled: true, size: 2 } },
  plugins: { clock: {} },
  // What an upgrade left behind.
  state: { clock: record("clock", true) },
  files: { "src/__init__.py": `__version__ = "3.8.0"\n` }
}

const spec = <A, E>(
  program: (
    root: string,
    standIn: LedmatrixStandIn
  ) => Effect.Effect<A, E, Effect.Services<typeof reconciling>>
) =>
  Effect.gen(function* () {
    const root = yield* directoryWith(installationFiles(described))
    const { address, standIn } = yield* ledmatrix(root, "October 2026")
    const state = readFileSync(join(root, "data/plugin_state.json"), "utf8")
    const layer = liveReconciler(root, { ledmatrix: address })
    yield* program(root, standIn).pipe(Effect.provide(layer, { local: true }))
    assert.strictEqual(readFileSync(join(root, "data/plugin_state.json"), "utf8"), state)
  })

/** All that a spec asks for. */
const reconciling = Effect.all([reconcile(), setEnabled("", true), undo(undefined)])

const enabledIn = (root: string): unknown =>
  JSON.parse(readFileSync(join(root, "config/config.json"), "utf8")).clock.enabled

describe("a switch", () => {
  it.live("goes through LEDMatrix, and is proved by config", () =>
    spec((root, standIn) =>
      Effect.gen(function* () {
        const done = yield* setEnabled("clock", false)
        assert.deepStrictEqual(done.changed_files, ["config/config.json"])
        assert.deepStrictEqual(standIn.toggled, [{ plugin_id: "clock", enabled: false }])
        assert.strictEqual(enabledIn(root), false)
      })
    )
  )

  it.live("is undone through it", () =>
    spec((root, standIn) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        assert.deepStrictEqual((yield* undo(undefined)).left_alone, [])
        assert.strictEqual(standIn.toggled.length, 2)
        assert.strictEqual(enabledIn(root), true)
      })
    )
  )

  it.live("that stands is no drift for later runs, which ask nothing and make no backup", () =>
    spec((root, standIn) =>
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        for (let run = 0; run < 4; run++) assert.deepStrictEqual(lines(yield* reconcile()), [])
        assert.strictEqual((yield* check).result, "in_sync")
        assert.strictEqual(standIn.toggled.length, 1)
        assert.strictEqual(readdirSync(join(root, "config/backups")).length, 1)
      })
    )
  )

  it.live("that LEDMatrix refuses is asked for once, and config stays as it is", () =>
    spec((root, standIn) =>
      Effect.gen(function* () {
        standIn.refuses = "disk full"
        const error = yield* Effect.flip(setEnabled("clock", false))
        assert.strictEqual(operationProblem(error).code, "ledmatrix_refused")
        assert.strictEqual(standIn.toggled.length, 1)
        assert.strictEqual(enabledIn(root), true)
      })
    )
  )
})
