/** A plugins directory that lost all plugins at one stroke is believed only where a person says so. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, spec } from "../../support/operating.ts"
import { check, type Described, lines, readJson, reconcile, record } from "../../support/reconciling.ts"
import { install } from "../../../src/operations/install/install.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update } from "../../../src/operations/update/update.ts"

const MEMORY = "data/reconciler/plugins.json"
const inhabited = { plugins_directory: place("plugin-repos") }
const on = { enabled: true }
const offer = (id: string) => ({ manifestId: id, version: "1" })
const three: Described = {
  config: { a: on, b: on, c: on },
  plugins: { a: {}, b: {}, c: {} },
  offers: { a: offer("a"), b: offer("b"), c: offer("c") }
}

/** As a controller looks. */
const looked = reconcile({ lasting: true })

const take = (names: ReadonlyArray<string>) =>
  MemoryFiles.use((files) =>
    Effect.forEach(names, (name) => files.remove(place(`plugin-repos/${name}`)), { discard: true })
  )
const present = MemoryFiles.use((files) => files.snapshot).pipe(
  Effect.map((all) => [...all.keys()].filter((path) => path.endsWith("/manifest.json")).length)
)

describe("a plugins directory of which several plugins went at once", () => {
  it.effect("is an error of the disk for every look after a run, and nothing is reinstalled", () =>
    spec(
      three,
      Effect.gen(function* () {
        yield* looked
        yield* take(["a", "b", "c"])
        for (const report of [yield* check, yield* reconcile(), yield* reconcile()]) {
          assert.strictEqual(report.result, "could_not_tell")
          assert.deepStrictEqual(report.source_errors, [
            {
              source: "disk",
              path: "plugin-repos",
              code: "plugins_vanished",
              error:
                "it is empty, and at least 3 plugins were in it when it was last looked at: is a disk not mounted? A forced run believes it"
            }
          ])
        }
        assert.strictEqual(yield* present, 0)
      })
    )
  )

  it.effect("is believed by a forced run", () =>
    spec(
      three,
      Effect.gen(function* () {
        yield* looked
        yield* take(["a", "b", "c"])
        assert.deepStrictEqual(lines(yield* reconcile({ force: true })), [
          "a not_installed fixed",
          "b not_installed fixed",
          "c not_installed fixed"
        ])
      })
    )
  )

  it.effect("is believed where something is left in it", () =>
    spec(
      { ...three, plugins: { a: {}, b: {}, c: {}, d: {} } },
      Effect.gen(function* () {
        yield* looked
        yield* take(["a", "b", "c"])
        assert.deepStrictEqual(lines(yield* check), [
          "a not_installed planned",
          "b not_installed planned",
          "c not_installed planned"
        ])
      })
    )
  )

  it.effect("is believed where fewer were in it", () =>
    spec(
      { ...three, config: { a: on, b: on }, plugins: { a: {}, b: {} } },
      Effect.gen(function* () {
        yield* looked
        yield* take(["a", "b"])
        assert.deepStrictEqual(lines(yield* check), ["a not_installed planned", "b not_installed planned"])
      })
    )
  )

  it.effect("is believed where they were seen to go one after the other", () =>
    spec(
      three,
      Effect.gen(function* () {
        yield* looked
        yield* take(["a"])
        yield* looked
        yield* take(["b", "c"])
        assert.deepStrictEqual((yield* check).source_errors, [])
      })
    )
  )
})

describe("a plugins directory whose plugins were uninstalled one by one", () => {
  it.effect("is believed, also when the copies of them are gone", () =>
    spec(
      three,
      Effect.gen(function* () {
        yield* looked
        for (const id of ["a", "b", "c"]) yield* uninstall(id, { preserveConfig: false })
        const files = yield* MemoryFiles
        for (const path of (yield* files.snapshot).keys())
          if (path.includes("standalone-backup")) yield* files.remove(path)
        assert.deepStrictEqual((yield* check).source_errors, [])
      })
    )
  )
})

describe("what is remembered of it", () => {
  it.effect("is written once, and by no check", () =>
    spec(
      three,
      Effect.gen(function* () {
        yield* check
        assert.isUndefined(yield* readJson(MEMORY))
        yield* looked
        assert.deepInclude(yield* readJson(MEMORY), inhabited)
        const before = yield* MemoryFiles.use((files) => files.snapshot)
        yield* take(["a"])
        yield* reconcile()
        yield* reconcile()
        const after = yield* MemoryFiles.use((files) => files.snapshot)
        assert.strictEqual(after.get(place(MEMORY)), before.get(place(MEMORY)))
      })
    )
  )

  it.effect("is not written by a single run that has nothing else to write", () =>
    spec(
      { ...three, ledmatrixVersion: "3.8.0" },
      Effect.gen(function* () {
        const before = yield* MemoryFiles.use((files) => files.snapshot)
        assert.strictEqual((yield* reconcile()).result, "in_sync")
        assert.deepStrictEqual(yield* MemoryFiles.use((files) => files.snapshot), before)
      })
    )
  )

  it.effect.each<
    readonly [string, Described, Effect.Effect<unknown, unknown, Effect.Services<typeof every>>]
  >([
    ["a repair", { ...three, plugins: { ...three.plugins, d: {} } }, reconcile()],
    ["an agreement", { ...three, state: { a: record("a", true) } }, reconcile()],
    ["a switch", three, setEnabled("a", false)],
    ["the install of the third", { ...three, plugins: { a: {}, b: {} } }, install("c")],
    ["an update", { ...three, plugins: { ...three.plugins, a: { version: "0.9.0" } } }, update("a")],
    [
      "the removal of the fourth",
      { ...three, plugins: { ...three.plugins, d: {} } },
      uninstall("d", { preserveConfig: false })
    ]
  ])("is written beside %s", ([, described, run]) =>
    spec(
      described,
      Effect.gen(function* () {
        yield* run
        assert.deepInclude(yield* readJson(MEMORY), inhabited)
      })
    )
  )
})

const every = Effect.all([
  looked,
  setEnabled("a", false),
  install("c"),
  update("a"),
  uninstall("d", { preserveConfig: false })
])
