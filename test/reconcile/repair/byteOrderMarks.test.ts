/** Byte-order marks: what takes them off, what is left as it is, and the way back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { undo } from "../../../src/operations/undo/undo.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { installation, lines, reconcile } from "../../support/reconciling.ts"

const MARK = "\uFEFF"

/** Odd spacing, so that any other change shows. */
const FILES = {
  "config/config.json": `{ "clock" : {"enabled": true,  "n": 1.0} }\r\n`,
  "config/config_secrets.json": `{"clock": {"api_key":"s3cret"}}`,
  "config/uninstalled_plugins.json": `["gone" ]`,
  "data/plugin_state.json": `{"states": { }}`,
  "plugin-repos/clock/manifest.json": `{"id": "clock" , "version": "1"}`
}
type Path = keyof typeof FILES

const marked = (...paths: ReadonlyArray<string>) =>
  installation({
    files: Object.fromEntries(
      Object.entries(FILES).map(([path, text]) => [path, paths.includes(path) ? MARK + text : text])
    )
  })

const ALL = Object.keys(FILES)

const patiently = <A, E, R>(run: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(run)
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  })

const run = (replaceBroken: boolean) => patiently(reconcile({ replaceBroken }))

const texts = Effect.gen(function* () {
  const files = yield* MemoryFiles
  const found: Array<string | undefined> = []
  for (const path of ALL) found.push(yield* files.text(`${MEMORY_ROOT}/${path}`))
  return found
})

describe("a byte-order mark", () => {
  it.effect.each(ALL)("is taken off %s, and nothing else of it changes", (path) =>
    Effect.gen(function* () {
      const report = yield* run(true)
      assert.deepStrictEqual(yield* texts, Object.values(FILES))
      assert.deepStrictEqual([report.result, report.changed_files], ["repaired", [path]])
    }).pipe(Effect.provide(marked(path)))
  )

  it.effect("is taken off all files in one run", () =>
    Effect.gen(function* () {
      const report = yield* run(true)
      assert.deepStrictEqual(yield* texts, Object.values(FILES))
      assert.deepStrictEqual(report.source_errors, [])
    }).pipe(Effect.provide(marked(...ALL)))
  )

  it.effect("of a manifest is a finding that needs no store", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* run(true)), ["clock broken_manifest fixed"])
    }).pipe(Effect.provide(marked("plugin-repos/clock/manifest.json")))
  )

  it.effect("stays on a saved state that this LEDMatrix no longer keeps", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.put(`${MEMORY_ROOT}/src/__init__.py`, '__version__ = "3.8.0"\n')
      const before = yield* texts
      assert.deepStrictEqual((yield* run(true)).changed_files, [])
      assert.deepStrictEqual(yield* texts, before)
    }).pipe(Effect.provide(marked("data/plugin_state.json")))
  )

  it.effect("stays unless a person asked for it", () =>
    Effect.gen(function* () {
      const before = yield* texts
      yield* run(false)
      assert.deepStrictEqual(yield* texts, before)
    }).pipe(Effect.provide(marked(...ALL)))
  )

  it.effect("stays on the manifest of a plugin that is a link", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      const own = "/home/pi/clock/manifest.json"
      yield* files.remove(`${MEMORY_ROOT}/plugin-repos/clock`)
      yield* files.put(own, `${MARK}{"id": "clock"}`)
      yield* files.putSymlink(`${MEMORY_ROOT}/plugin-repos/clock`, "/home/pi/clock")
      const report = yield* run(true)
      assert.strictEqual(yield* files.text(own), `${MARK}{"id": "clock"}`)
      assert.deepStrictEqual(lines(report), ["clock broken_manifest manual"])
    }).pipe(Effect.provide(marked()))
  )

  it.effect("is journalled, without a word of what the file holds", () =>
    Effect.gen(function* () {
      yield* run(true)
      const { records } = yield* Journal.use(({ view }) => view)
      assert.deepStrictEqual(
        records.map(({ changes, status }) => [status, changes]),
        [
          [
            "done",
            [
              {
                plugin_id: "",
                reason: "byte_order_mark",
                file: "config/config_secrets.json",
                byte_order_mark: false
              }
            ]
          ]
        ]
      )
    }).pipe(Effect.provide(marked("config/config_secrets.json")))
  )

  it.effect.each<Path>(["config/config.json", "plugin-repos/clock/manifest.json"])(
    "comes back to %s where the run is undone",
    (path) =>
      Effect.gen(function* () {
        const before = yield* texts
        const { run_id } = yield* run(true)
        const undone = yield* patiently(undo(run_id))
        assert.deepStrictEqual(yield* texts, before)
        assert.deepStrictEqual(undone.restored, [`${path}: its byte-order mark put back`])
      }).pipe(Effect.provide(marked(path)))
  )
})
