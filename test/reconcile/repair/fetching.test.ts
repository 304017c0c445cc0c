/** Plugins that a run brings from the store: what the report says of them, and what is remembered of a failure. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { BadArchive, DownloadFailed } from "../../../src/domain/errors/FetchReason.ts"
import { Journal } from "../../../src/services/ownFiles/Journal.ts"
import { PluginInstaller } from "../../../src/services/PluginStore.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { STAGING_PREFIX } from "../../../src/services/store/limits.ts"
import {
  type Described,
  installation,
  installationWith,
  lines,
  readJson,
  reconcile
} from "../../support/reconciling.ts"
import { withWarnings } from "../../support/runs/warnings.ts"

const on = { enabled: true }
const refused = new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" })
const missing: Described = { config: { gone: on }, offers: { gone: { manifestId: "gone", version: "1" } } }

const view = Journal.use((journal) => journal.view)

describe("a plugin that was fetched", () => {
  it.effect("is named, and journalled with what tells later whether it was changed", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* reconcile()).changed_files, ["plugin-repos/gone"])
      const [change] = (yield* view).records.flatMap(({ changes }) => changes)
      assert.deepInclude(change, { plugin_id: "gone", reason: "not_installed", file: "plugin-repos/gone" })
      assert.hasAllKeys(change?.directory, ["present", "fingerprint"])
    }).pipe(Effect.provide(installation(missing)))
  )

  it.effect("is journalled with where the one lies whose place it took", () =>
    Effect.gen(function* () {
      const running = yield* Effect.forkChild(reconcile({ replaceBroken: true }))
      yield* TestClock.adjust("10 seconds")
      const report = yield* Fiber.join(running)
      const kept = (yield* view).records.flatMap(({ changes }) =>
        changes.flatMap(({ directory }) => directory?.kept ?? [])
      )
      assert.lengthOf(kept, 1)
      assert.deepStrictEqual(report.changed_files, ["config/config.json", "plugin-repos/gone", ...kept])
      assert.strictEqual(
        yield* MemoryFiles.use((files) => files.text(`${MEMORY_ROOT}/${kept.join("")}/manifest.json`)),
        "{,"
      )
    }).pipe(
      Effect.provide(
        installation({ ...missing, config: {}, files: { "plugin-repos/gone/manifest.json": "{," } })
      )
    )
  )
})

describe("a plugin that was to be fetched", () => {
  it.effect("is left alone where somebody else brings it meanwhile", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.before(({ name, path }) =>
        name === "mkdir" && path.includes(STAGING_PREFIX)
          ? Effect.as(
              files.put(
                `${MEMORY_ROOT}/plugin-repos/gone/manifest.json`,
                '{"id": "gone", "version": "mine"}'
              ),
              undefined
            )
          : Effect.undefined
      )
      assert.deepStrictEqual(lines(yield* reconcile()), [])
      assert.deepStrictEqual(yield* readJson("plugin-repos/gone/manifest.json"), {
        id: "gone",
        version: "mine"
      })
      assert.deepStrictEqual((yield* view).records, [])
    }).pipe(Effect.provide(installation(missing)))
  )

  it.effect("is left to the next round where the disk cannot be read for a moment", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      let scans = 0
      // The second look is that under the lock.
      yield* files.failWhen(
        ({ name, path }) => name === "list" && path.endsWith("/plugin-repos") && ++scans === 2,
        "EIO"
      )
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock no_entry fixed", "gone not_installed fixed"])
    }).pipe(Effect.provide(installation({ ...missing, plugins: { clock: {} } })))
  )

  it.effect("leaves no record where it could not be put in its place", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ name, path }) => name === "rename" && path.endsWith("/gone"), "EIO")
      assert.match(lines(yield* reconcile()).join(), /^gone not_installed failed \w+ \w+$/u)
      assert.deepStrictEqual(yield* view, { records: [], completed: [], unreadable: [] })
    }).pipe(Effect.provide(installation(missing)))
  )

  it.effect("leaves in the record what was done before it could not be put in its place", () =>
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ name, path }) => name === "rename" && path.endsWith("/gone"), "EIO")
      yield* reconcile()
      assert.deepStrictEqual(
        (yield* view).records.map(({ changes, status }) => [status, ...changes.map(({ file }) => file)]),
        [["done", "config/config.json"]]
      )
    }).pipe(Effect.provide(installation({ ...missing, plugins: { clock: {} } })))
  )
})

describe("a failure for good", () => {
  const unrecoverable: Described = { config: { gone: on }, offers: { gone: { fails: refused } } }

  /** An installer that does something else with what is to be remembered. */
  const remembering = (
    remember: (error: StoreError, files: typeof MemoryFiles.Service) => Effect.Effect<void, StoreError>
  ) =>
    Layer.effect(
      PluginInstaller,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        return { ...(yield* PluginInstaller), rememberFailure: (error) => remember(error, files) }
      })
    )

  it.effect.each<[string, Described, ReadonlyArray<string>]>([
    ["is remembered by those who come later", unrecoverable, ["gone"]],
    ["is not, where the registry does not have the plugin", { config: { gone: on } }, []],
    [
      "is not what time may cure",
      {
        config: { gone: on },
        offers: { gone: { fails: new DownloadFailed({ address: "memory:", problem: "503" }) } }
      },
      []
    ]
  ])("%s", ([_title, described, expected]) => {
    const remembered: Array<string> = []
    const noting = remembering(({ plugin }) => Effect.sync(() => void remembered.push(plugin)))
    return Effect.gen(function* () {
      yield* reconcile()
      assert.deepStrictEqual(remembered, expected)
    }).pipe(Effect.provide(installationWith(described, noting)))
  })

  it.effect("is not found a second time, under another reason, by the run that remembered it", () => {
    const failure = { digest: "", code: "not_a_zip", message: "", failed_at: "" }
    const writing = remembering(({ plugin }, files) =>
      files.put(`${MEMORY_ROOT}/data/reconciler/failures.json`, JSON.stringify({ [plugin]: failure }))
    )
    return Effect.gen(function* () {
      const report = yield* reconcile()
      assert.deepStrictEqual(lines(report), ["gone not_installed failed permanent not_a_zip"])
    }).pipe(Effect.provide(installationWith(unrecoverable, writing)))
  })

  it.effect("is a warning where it cannot be remembered", () => {
    const failing = remembering(({ plugin }) => Effect.fail(new StoreError({ plugin, reason: refused })))
    return Effect.gen(function* () {
      const { result, warnings } = yield* withWarnings(reconcile())
      assert.deepStrictEqual(lines(result), ["gone not_installed failed permanent not_a_zip"])
      assert.deepStrictEqual(warnings, [
        ["a failure could not be remembered", { problem: "the archive is refused: it is no zip archive" }]
      ])
    }).pipe(Effect.provide(installationWith(unrecoverable, failing)))
  })
})
