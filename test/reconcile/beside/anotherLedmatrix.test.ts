/** What one LEDMatrix cannot run another perhaps can: a process that goes on beside another one tries it again. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { put, spec } from "../../support/operating.ts"
import { lines, reconcile } from "../../support/reconciling.ts"

const ofVersion = (version: string) => put("src/__init__.py", `__version__ = "${version}"\n`)

it.effect.each<[string, string, string, string]>([
  ["is tried again beside another LEDMatrix", "3.5.0", "3.6.0", "clock not_installed fixed"],
  ["is tried again beside one that is older", "3.6.0", "3.5.0", "clock not_installed fixed"],
  ["is not tried again beside the same", "3.5.0", "3.5.0", "clock unrecoverable manual"]
])("a plugin that could not be had %s", ([_title, first, then, expected]) =>
  spec(
    { config: { clock: { enabled: true } } },
    Effect.gen(function* () {
      yield* ofVersion(first)
      yield* reconcile()
      yield* (yield* MemoryStore).offer("clock", { manifestId: "clock", version: "1.0.0" })
      yield* ofVersion(then)
      assert.deepStrictEqual(lines(yield* reconcile()), [expected])
    })
  )
)
