/** What the registry says that this LEDMatrix cannot run: it is neither offered as an update nor taken. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { update, updateAll } from "../../../src/operations/update/update.ts"
import { offered } from "../../../src/reconcile/look/offered.ts"
import { outdated } from "../../../src/reconcile/look/outdated.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { refused, spec, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const registry = (needs: string) =>
  withRegistry([{ id: "clock", latest_version: "2", ledmatrix_min_version: needs }])

const sign: Described = {
  ledmatrixVersion: "3.8.0",
  config: { clock: { enabled: true } },
  plugins: { clock: { version: "1" } },
  offers: { clock: { manifestId: "clock", version: "2" } }
}

const WHY = "it needs LEDMatrix 3.9.0 or later"

describe("a plugin whose newest version needs a newer LEDMatrix", () => {
  it.effect("is not outdated", () =>
    spec(
      sign,
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* outdated()).plugins, [])
      }).pipe(registry("3.9.0"))
    )
  )

  it.effect("is refused where it is to be updated by name, before anything is downloaded", () =>
    spec(
      sign,
      Effect.gen(function* () {
        const { code, message } = yield* refused(update("clock"))
        assert.deepStrictEqual([code, message], ["incompatible", `the download is refused: ${WHY}`])
        assert.deepStrictEqual(yield* MemoryStore.use(({ asked }) => asked), [])
      }).pipe(registry("3.9.0"))
    )
  )

  it.effect("is skipped where all are updated", () =>
    spec(
      sign,
      Effect.gen(function* () {
        const [one] = yield* updateAll()
        const result = yield* Effect.fromResult(one?.result ?? assert.fail("nothing was looked at"))
        assert.deepInclude(result, {
          status: "skipped",
          message: `clock 2 is not for this LEDMatrix: ${WHY}`
        })
      }).pipe(registry("3.9.0"))
    )
  )

  it.effect("is listed in the store with the reason", () =>
    spec(
      sign,
      Effect.gen(function* () {
        const [clock] = (yield* offered([])).plugins
        assert.strictEqual(clock?.incompatible_reason, WHY)
      }).pipe(registry("3.9.0"))
    )
  )
})

describe("a plugin that needs this LEDMatrix", () => {
  it.effect("is outdated, and updated", () =>
    spec(
      sign,
      Effect.gen(function* () {
        assert.lengthOf((yield* outdated()).plugins, 1)
        assert.strictEqual((yield* update("clock")).status, "updated")
      }).pipe(registry("3.8.0"))
    )
  )
})
