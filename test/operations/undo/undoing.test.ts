/** What `undo` will not do. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo.ts"
import { Journal } from "../../../src/services/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { type Described, installation, reconcile, record } from "../../support/reconciling.ts"
import { policyOf } from "../../support/snapshots.ts"

const policy = policyOf()
const STATE = `${MEMORY_ROOT}/data/plugin_state.json`

const clock: Described = {
  config: { clock: { enabled: true } },
  plugins: { clock: {} },
  state: { clock: record("clock", true) }
}

/** Re-reads of what does not parse take their time. */
const waiting = <A, E, R>(program: Effect.Effect<A, E, R>) =>
  Effect.raceFirst(program, Effect.forever(Effect.andThen(TestClock.adjust("1 second"), Effect.yieldNow)))

it.effect("undo begins nothing beside a saved state that cannot be read", () =>
  Effect.gen(function* () {
    yield* setEnabled("clock", false, policy)
    yield* MemoryFiles.use((files) => files.put(STATE, "{"))
    const refusal = yield* Effect.flip(waiting(undo(undefined, policy)))
    assert.strictEqual("code" in refusal ? refusal.code : "", "source_unreadable")
    const { records } = yield* Journal.use(({ view }) => view)
    assert.deepStrictEqual(
      records.map(({ command, status }) => `${command} ${status}`),
      ["disable done"]
    )
  }).pipe(Effect.provide(installation(clock)))
)

it.effect("undo leaves a saved state alone that was made anew, and says where the old one is", () =>
  Effect.gen(function* () {
    yield* MemoryFiles.use((files) => files.put(STATE, "{"))
    yield* waiting(reconcile({ replaceBroken: true }))
    const refusal = yield* Effect.flip(undo(undefined, policy))
    assert.include(refusal.message, "data/plugin_state.json was made anew; the old one is kept beside it")
  }).pipe(Effect.provide(installation(clock)))
)
