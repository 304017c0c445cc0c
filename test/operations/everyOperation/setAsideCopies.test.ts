/** Copies that LEDMatrix sets aside: looked for before anything is downloaded, and again before anything is placed. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { install } from "../../../src/operations/install/install.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { update } from "../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { place, put, refused, spec, whenStaged, withRegistry } from "../../support/operating.ts"
import { check, type Described } from "../../support/reconciling.ts"

const COPY = "plugin-repos/clock.standalone-backup-migrating"
const MANIFEST = JSON.stringify({ id: "clock", name: "Clock", class_name: "C", display_modes: [] })
const offers = { clock: { manifestId: "clock", version: "2.0.0" } }
const AWAY: Described = { config: {}, offers }
const THERE: Described = { config: { clock: {} }, plugins: { clock: { version: "1.0.0" } }, offers }

const operations = [
  ["install", AWAY, Effect.asVoid(install("clock"))],
  ["update", THERE, Effect.asVoid(update("clock"))]
] as const

describe.each(operations)("%s beside a copy that is minutes old", (_name, described, run) => {
  it.effect("is refused before anything is downloaded", () =>
    spec(
      { ...described, files: { [`${COPY}/manifest.json`]: MANIFEST } },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(run)).code, "operation_in_progress")
        assert.deepStrictEqual(yield* MemoryStore.use(({ asked }) => asked), [])
      })
    )
  )

  it.effect("is refused where the copy came during the download", () =>
    spec(
      described,
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(run)).code, "operation_in_progress")
        assert.deepStrictEqual(yield* MemoryStore.use(({ asked }) => asked), ["clock"])
      }).pipe(whenStaged(put(`${COPY}/manifest.json`, MANIFEST)))
    )
  )
})

describe("installing what is there", () => {
  it.effect("under another name than its id is refused beside a copy of it", () =>
    spec(
      { ...THERE, files: { [`${COPY}/manifest.json`]: MANIFEST } },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(install("time"))).code, "operation_in_progress")
      }).pipe(withRegistry([{ id: "time", plugin_path: "plugins/clock" }]))
    )
  )
})

describe("a copy that is as old as the plugin itself", () => {
  const moved = Effect.gen(function* () {
    yield* TestClock.adjust("1 hour")
    yield* check
    yield* MemoryFiles.use((files) => files.move(place("plugin-repos/clock"), place(COPY)))
  })

  it.effect("is LEDMatrix's at work where this process saw the plugin in its place", () =>
    spec(
      THERE,
      Effect.gen(function* () {
        yield* moved
        assert.strictEqual((yield* refused(setEnabled("clock", true))).code, "operation_in_progress")
      })
    )
  )

  it.effect("is left over ten minutes later", () =>
    spec(
      THERE,
      Effect.gen(function* () {
        yield* moved
        yield* check
        yield* TestClock.adjust("10 minutes")
        assert.strictEqual((yield* setEnabled("clock", true)).status, "enabled")
      })
    )
  )
})
