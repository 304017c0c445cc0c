/** Operations that fail half-way: what of them is taken back, where it goes, and what is another's and stays. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Logger } from "effect"
import { history } from "../../../src/reconcile/look/history.ts"
import { install } from "../../../src/operations/install/install.ts"
import { recover } from "../../../src/reconcile/recover.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update } from "../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { at, keptCopies, place, refused, spec, text } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const FILE = "plugin-repos/clock"
const MANIFEST = `${FILE}/manifest.json`
const PLUGINS = `${MEMORY_ROOT}/plugin-repos/`

const installed = install("clock")
const uninstalled = uninstall("clock", { preserveConfig: false })
const updated = update("clock")

const NONE: Described = { offers: { clock: { manifestId: "clock", version: "1.1.0" } } }
const CLOCK: Described = {
  ...NONE,
  config: { clock: { enabled: true, city: "Tampa" } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  plugins: { clock: { version: "1.0.0" } }
}

/** The names in the plugins directory. */
const names = Effect.map(
  MemoryFiles.use((files) => files.snapshot),
  (all) =>
    [...all.keys()]
      .filter((path) => path.startsWith(PLUGINS) && !path.slice(PLUGINS.length).includes("/"))
      .map((path) => path.slice(PLUGINS.length))
)

const failState = (also: (name: string) => boolean = () => false) =>
  MemoryFiles.use((files) =>
    files.failWhen(({ name, path }) => (name === "rename" && path === place(STATE)) || also(name), "EIO")
  )

/** The first sync after a rename to what `matches` fails. */
const failAfterMoveTo = (matches: (path: string) => boolean) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    let moved = false
    let failed = false
    yield* files.before(({ name, path }) =>
      Effect.sync(() => {
        const fails = moved && !failed && name === "sync"
        if (name === "rename" && matches(path)) moved = true
        if (fails) failed = true
        return fails ? "EIO" : undefined
      })
    )
  })

describe("an install whose record cannot be written", () => {
  it.effect("leaves nothing in the plugins directory, no entry, and no run", () =>
    spec(
      NONE,
      Effect.gen(function* () {
        yield* failState()
        yield* refused(installed)
        assert.deepStrictEqual([yield* names, yield* readJson(CONFIG), (yield* history()).runs], [[], {}, []])
      })
    )
  )

  it.effect(
    "takes the plugin out of its place, under a name LEDMatrix looks past, if nothing can be removed",
    () =>
      spec(
        NONE,
        Effect.gen(function* () {
          yield* failState((name) => name === "remove")
          yield* refused(installed)
          assert.isUndefined(yield* text(MANIFEST))
          assert.deepStrictEqual(
            (yield* names).filter((name) => !name.startsWith(".")),
            []
          )
        })
      )
  )
})

describe("an update whose record cannot be written", () => {
  it.effect("has the former version in its place, and keeps no copy", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* failState()
        const before = yield* text(MANIFEST)
        yield* refused(updated)
        assert.strictEqual(yield* text(MANIFEST), before)
        assert.deepStrictEqual([yield* names, yield* keptCopies], [["clock"], []])
      })
    )
  )
})

describe("an uninstall that fails", () => {
  it.effect("right after the directory was set aside has it in its place", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* failAfterMoveTo((path) => path.includes("standalone-backup-kept"))
        const before = yield* text(MANIFEST)
        assert.strictEqual((yield* refused(uninstalled)).code, "EIO")
        assert.strictEqual(yield* text(MANIFEST), before)
        assert.deepStrictEqual([yield* readJson(MARKS), (yield* history()).runs], [[], []])
      })
    )
  )

  it.effect("right after the entry went has it again", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* failAfterMoveTo((path) => path === place(CONFIG))
        const before = yield* text(CONFIG)
        yield* refused(uninstalled)
        assert.strictEqual(yield* text(CONFIG), before)
      })
    )
  )
})

describe("an install at whose place another's directory turns up in the last moment", () => {
  const turnsUp = Effect.gen(function* () {
    const files = yield* MemoryFiles
    yield* files.before(({ name, path }) =>
      name === "rename" && path.endsWith(".intended.json")
        ? Effect.as(files.put(place(MANIFEST), `{"id": "news"}`), undefined)
        : Effect.undefined
    )
  })

  it.effect("leaves it there, and nothing else", () =>
    spec(
      NONE,
      Effect.gen(function* () {
        yield* turnsUp
        assert.strictEqual((yield* refused(installed)).code, "name_taken")
        assert.strictEqual(yield* text(MANIFEST), `{"id": "news"}`)
        assert.deepStrictEqual(yield* names, ["clock"])
      })
    )
  )

  it.effect("writes neither entry nor record, and tells no run", () =>
    spec(
      NONE,
      Effect.gen(function* () {
        yield* turnsUp
        yield* refused(installed)
        assert.deepStrictEqual(
          [yield* readJson(CONFIG), yield* text(STATE), (yield* history()).runs],
          [{}, undefined, []]
        )
      })
    )
  )
})

describe("what cannot be taken back", () => {
  /** From the moment on in which the directory was set aside, nothing works. */
  const stuck = Effect.gen(function* () {
    const files = yield* MemoryFiles
    let moved = false
    yield* files.before(({ name, path }) =>
      Effect.sync(() => {
        if (moved) return "EIO"
        if (name === "rename" && path.includes("standalone-backup-kept")) moved = true
        return undefined
      })
    )
    yield* refused(uninstalled)
    yield* files.reset
  })

  it.effect("stands in the journal, and the next run completes it or takes it back", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* stuck
        yield* recover()
        const told = (yield* history()).runs.map(({ command, status }) => `${command} ${status}`)
        assert.deepStrictEqual(
          [told, yield* text(MANIFEST), yield* readJson(CONFIG), yield* at(STATE, "states", "clock")],
          [["uninstall done"], undefined, {}, undefined]
        )
      })
    )
  )

  it.effect("is said, with the reason", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const said: Array<unknown> = []
        const logger = Logger.make(({ logLevel, message }) => {
          if (logLevel === "Error") said.push(message)
        })
        yield* Effect.provideService(stuck, Logger.CurrentLoggers, new Set([logger]))
        assert.match(JSON.stringify(said), /could not be taken back.*"problem":"[^"]*EIO/u)
      })
    )
  )
})
