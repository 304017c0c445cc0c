/** Of several directories with one id, what is not set aside for the one that was chosen: what it leads through, own work. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { resolve } from "../../../src/operations/resolve/resolve.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { at, keptCopies, refused, spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const versionIn = (directory: string) => at(`plugin-repos/${directory}/manifest.json`, "version")

describe("directories with one id", () => {
  it.effect("stay as they are where the chosen one is a link into another", () =>
    spec(
      { config: { clock: { enabled: true } }, plugins: { "old-clock": { id: "clock", version: "2" } } },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.putSymlink(`${MEMORY_ROOT}/plugin-repos/clock`, "old-clock")
        const problem = yield* refused(resolve("clock", "clock"))
        assert.deepStrictEqual(
          [problem.code, problem.message, problem.path],
          [
            "symlinked_plugin",
            "clock is a link through old-clock, which would be set aside",
            "plugin-repos/clock"
          ]
        )
        assert.strictEqual(yield* versionIn("clock"), "2")
      })
    )
  )

  it.effect("stay as they are where the chosen one is a link through another, which is a link itself", () =>
    spec(
      { config: { clock: { enabled: true } }, plugins: { news: {} } },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.put(
          `${MEMORY_ROOT}/elsewhere/manifest.json`,
          `{"id": "clock", "name": "C", "version": "2"}`
        )
        yield* files.putSymlink(`${MEMORY_ROOT}/plugin-repos/old-clock`, `${MEMORY_ROOT}/elsewhere`)
        yield* files.putSymlink(`${MEMORY_ROOT}/plugin-repos/clock`, "old-clock")
        const problem = yield* refused(resolve("clock", "clock"))
        assert.strictEqual(problem.code, "symlinked_plugin")
        assert.strictEqual(yield* versionIn("clock"), "2")
        yield* resolve("clock", "old-clock")
        assert.strictEqual(yield* versionIn("old-clock"), "2")
      })
    )
  )

  it.effect(
    "stay as they are where the chosen one is a link into one of several, and all of these are named",
    () =>
      spec(
        { plugins: { "a-clock": { id: "clock" }, "b-clock": { id: "clock" }, news: {} } },
        Effect.gen(function* () {
          const files = yield* MemoryFiles
          yield* files.putSymlink(`${MEMORY_ROOT}/plugin-repos/clock`, "b-clock")
          const { message } = yield* refused(resolve("clock", "clock"))
          assert.strictEqual(message, "clock is a link through a-clock or b-clock, which would be set aside")
          assert.lengthOf(yield* keptCopies, 0)
        })
      )
  )
})

describe("a checkout with changes of its owner's own", () => {
  const checkouts = (...directories: ReadonlyArray<string>) =>
    Object.fromEntries(
      directories.map((name) => [`plugin-repos/${name}/.git/HEAD`, "ref: refs/heads/main\n"])
    )
  const twice: Described = {
    plugins: { clock: {}, "old-clock": { id: "clock" }, news: {} },
    files: checkouts("clock", "old-clock", "news")
  }

  it.effect("is not set aside", () =>
    spec(
      { ...twice, localChanges: { "old-clock": ["mine.py"] } },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(resolve("clock", "clock"))).code, "local_changes")
        assert.lengthOf(yield* keptCopies, 0)
      })
    )
  )

  it.effect.each<readonly [string, Described]>([
    ["is the one that stays", { ...twice, localChanges: { clock: ["mine.py"] } }],
    ["is another plugin", { ...twice, localChanges: { news: ["mine.py"] } }],
    ["is none, for it is no checkout", { ...twice, files: {}, localChanges: { "old-clock": ["mine.py"] } }]
  ])("does not keep others from being set aside where it %s", ([_title, described]) =>
    spec(
      described,
      Effect.gen(function* () {
        yield* resolve("clock", "clock")
        assert.lengthOf(yield* keptCopies, 1)
      })
    )
  )

  it.effect("stays where it is when the link to it is set aside", () =>
    spec(
      {
        plugins: { clock: {} },
        files: { ...checkouts("../elsewhere"), "elsewhere/manifest.json": `{"id": "clock"}` },
        localChanges: { "old-clock": ["mine.py"] }
      },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.putSymlink(`${MEMORY_ROOT}/plugin-repos/old-clock`, `${MEMORY_ROOT}/elsewhere`)
        yield* resolve("clock", "clock")
        assert.strictEqual(yield* at("elsewhere/manifest.json", "id"), "clock")
        assert.lengthOf(yield* keptCopies, 1)
      })
    )
  )

  it.effect("keeps no mark from being cleared", () =>
    spec(
      {
        config: { clock: { enabled: true } },
        plugins: { clock: {} },
        files: { ...checkouts("clock"), "config/uninstalled_plugins.json": `["clock"]` },
        localChanges: { clock: ["mine.py"] }
      },
      Effect.map(resolve("clock", undefined), ({ message }) =>
        assert.strictEqual(message, "clock stays: its mark was cleared")
      )
    )
  )
})
