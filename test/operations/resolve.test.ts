/** What a person decides about a finding that no run repairs: carried out, journalled, and undone. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { openChoices } from "../../src/operations/resolve/openChoices.ts"
import { resolve } from "../../src/operations/resolve/resolve.ts"
import { undo } from "../../src/operations/undo/undo.ts"
import { history } from "../../src/reconcile/look/history.ts"
import { StoreSettings } from "../../src/services/store/StoreSettings.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { at, keptCopies, onTheCommandLine, put, refused, spec, text } from "../support/operating.ts"
import { check, type Described, lines, reconcile } from "../support/reconciling.ts"

const CONFIG = "config/config.json"
const versionIn = (directory: string) => at(`plugin-repos/${directory}/manifest.json`, "version")

describe("two directories with one id", () => {
  const twice: Described = {
    config: { clock: { enabled: true } },
    plugins: { clock: { version: "1" }, "old-clock": { id: "clock", version: "2" } }
  }

  it.effect("are named with what comes of keeping each", () =>
    spec(
      twice,
      Effect.map(openChoices(), ({ open }) =>
        assert.deepStrictEqual(
          open.map(({ choices, reason, target }) => [target, reason, choices]),
          [
            [
              "clock",
              "duplicate_id",
              [
                { choice: "clock", does: "stays (version 1), and old-clock is set aside" },
                { choice: "old-clock", does: "stays (version 2), and clock is set aside" }
              ]
            ]
          ]
        )
      )
    )
  )

  it.effect("of three, names the two others as several", () =>
    spec(
      { ...twice, plugins: { ...twice.plugins, "the-clock": { id: "clock", version: "3" } } },
      Effect.gen(function* () {
        const [found] = (yield* openChoices()).open
        assert.strictEqual(
          found?.choices[0]?.does,
          "stays (version 1), and old-clock, the-clock are set aside"
        )
        const { message } = yield* resolve("clock", "clock")
        assert.include(message, "old-clock, the-clock were set aside")
      })
    )
  )

  it.effect("become the one that was chosen, and the other is kept", () =>
    spec(
      twice,
      Effect.gen(function* () {
        yield* resolve("clock", "old-clock")
        assert.deepStrictEqual([yield* versionIn("clock"), yield* versionIn("old-clock")], [undefined, "2"])
        assert.lengthOf(yield* keptCopies, 1)
        assert.notInclude(lines(yield* check).join(), "duplicate_id")
      })
    )
  )

  it.effect("say how long the one that was set aside is kept", () =>
    spec(
      twice,
      Effect.map(resolve("clock", "clock"), ({ notes }) =>
        assert.include(notes.map(onTheCommandLine).join(), "after a week")
      )
    )
  )

  it.effect("are both there again after undo", () =>
    spec(
      twice,
      Effect.gen(function* () {
        yield* resolve("clock", "old-clock")
        yield* undo(undefined)
        assert.deepStrictEqual([yield* versionIn("clock"), yield* versionIn("old-clock")], ["1", "2"])
      })
    )
  )

  it.effect("stay as they are where the chosen one is a link into another", () =>
    spec(
      { config: { clock: { enabled: true } }, plugins: { "old-clock": { id: "clock", version: "2" } } },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.putSymlink(`${MEMORY_ROOT}/plugin-repos/clock`, "old-clock")
        const problem = yield* refused(resolve("clock", "clock"))
        assert.strictEqual(problem.code, "symlinked_plugin")
        assert.include(problem.message, "old-clock")
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

  it.effect("are resolved too where their id is the path of a file that can be resolved", () =>
    spec(
      { plugins: { a: { id: CONFIG, version: "1" }, b: { id: CONFIG, version: "2" } } },
      Effect.map(resolve(CONFIG, "b"), ({ message }) => assert.include(message, "in b alone"))
    )
  )

  it.effect("stay as they are where none was chosen, and the refusal names both", () =>
    spec(
      twice,
      Effect.gen(function* () {
        const problem = yield* refused(resolve("clock", undefined))
        assert.strictEqual(problem.code, "choice_needed")
        assert.include(problem.message, "old-clock stays (version 2)")
        assert.lengthOf(yield* keptCopies, 0)
      })
    )
  )

  it.effect("stay as they are where something else was chosen", () =>
    spec(
      twice,
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(resolve("clock", "clock2"))).code, "choice_needed")
        assert.lengthOf(yield* keptCopies, 0)
      })
    )
  )

  it.effect("can be chosen from where LEDMatrix decides which one it runs, too", () =>
    spec(
      { ...twice, ledmatrixVersion: "3.5.0" },
      Effect.gen(function* () {
        yield* resolve("clock", "old-clock")
        assert.deepStrictEqual([yield* versionIn("clock"), yield* versionIn("old-clock")], [undefined, "2"])
      })
    )
  )
})

describe("a mark on a plugin that is there", () => {
  const marked: Described = {
    config: { clock: { enabled: true } },
    plugins: { "my-clock": { id: "clock" } },
    files: { "config/uninstalled_plugins.json": JSON.stringify(["clock", "my-clock", "gone"]) }
  }

  it.effect("is cleared under all of its names, and no other", () =>
    spec(
      marked,
      Effect.gen(function* () {
        const done = yield* resolve("clock", undefined)
        assert.deepStrictEqual(done.changed_files, ["config/uninstalled_plugins.json"])
        assert.deepStrictEqual(JSON.parse((yield* text("config/uninstalled_plugins.json")) ?? ""), ["gone"])
      })
    )
  )

  it.effect("is there again after undo", () =>
    spec(
      marked,
      Effect.gen(function* () {
        yield* resolve("clock", "keep")
        yield* undo(undefined)
        assert.include(yield* text("config/uninstalled_plugins.json"), "my-clock")
      })
    )
  )
})

describe("settings under an old key", () => {
  const copy = JSON.stringify({
    address: StoreSettings.defaults.registry,
    fetched_at: 0,
    body: { plugins: [{ id: "weather", plugin_path: "plugins/ledmatrix-weather" }, { id: "odds-ticker" }] }
  })
  const OLD = `{
  "timezone": "UTC",
  "odds_ticker": { "enabled": true,  "rate": 1.0, "api_key": "s3cret" },
  "display": {}
}
`
  const old = (config = OLD): Described => ({ config, files: { "data/reconciler/registry.json": copy } })
  const NEW = OLD.replace("odds_ticker", "odds-ticker")

  it.effect("stand under the right one afterwards, byte for byte and in the same place", () =>
    spec(
      old(),
      Effect.gen(function* () {
        yield* resolve("odds_ticker", undefined)
        assert.strictEqual(yield* text(CONFIG), NEW)
      })
    )
  )

  it.effect("stand under the old one again after undo, also what is not journalled", () =>
    spec(
      old(),
      Effect.gen(function* () {
        yield* resolve("odds_ticker", undefined)
        const journal = yield* MemoryFiles.use((files) => files.snapshot)
        assert.notInclude([...journal].filter(([path]) => path.includes("/journal/")).join(), "s3cret")
        yield* undo(undefined)
        assert.strictEqual(yield* text(CONFIG), OLD)
      })
    )
  )

  it.effect("take the place of an entry that is just switched off, and undo brings it back", () => {
    const both = OLD.replace(`"display": {}`, `"odds-ticker": { "enabled": false },\n  "display": {}`)
    return spec(
      old(both),
      Effect.gen(function* () {
        yield* resolve("odds_ticker", undefined)
        assert.strictEqual(yield* text(CONFIG), NEW)
        yield* undo(undefined)
        assert.deepStrictEqual(JSON.parse((yield* text(CONFIG)) ?? ""), JSON.parse(both))
      })
    )
  })

  it.effect("stay where the right key holds settings of its own", () => {
    const both = OLD.replace(`"display": {}`, `"odds-ticker": { "enabled": false, "rate": 2 }`)
    return spec(
      old(both),
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(resolve("odds_ticker", undefined))).code, "nothing_to_resolve")
        assert.strictEqual(yield* text(CONFIG), both)
      })
    )
  })

  it.effect("under a directory's name move to its plugin's id", () =>
    spec(
      {
        config: { "my-clock": { enabled: true, city: "Tampa" } },
        plugins: { "my-clock": { id: "clock" } }
      },
      Effect.gen(function* () {
        yield* resolve("my-clock", undefined)
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), { enabled: true, city: "Tampa" })
      })
    )
  )
})

describe("a config that cannot be read", () => {
  const GOOD = `{\n  "timezone": "UTC",\n  "clock": {\n    "enabled": true,\n    "api_key": "s3cret"\n  }\n}\n`
  const BROKEN = GOOD.replace(`"UTC",`, `"UTC"`).replace("s3cret", "n3wsecret")
  const BACKUP = "config/backups/config.json.backup.20260101_000000"
  const broken: Described = { config: BROKEN, files: { [BACKUP]: GOOD }, plugins: { clock: {} } }
  const kept = Effect.map(
    MemoryFiles.use((files) => files.snapshot),
    (all) => [...all.keys()].filter((path) => path.startsWith(`${MEMORY_ROOT}/${CONFIG}.corrupt-`))
  )

  it.live("is shown beside its newest good backup, without any value", () =>
    spec(
      broken,
      Effect.gen(function* () {
        const [open] = (yield* openChoices()).open
        assert.strictEqual(open?.target, CONFIG)
        assert.strictEqual(open?.choices[0]?.choice, BACKUP)
        const shown = (open?.lines ?? []).map(({ change, text: line }) => `${change} ${line}`)
        assert.include(shown, 'removed   "timezone": ‹set›')
        assert.include(shown, 'added   "timezone": ‹set›,')
        assert.notMatch(JSON.stringify(open), /UTC|s3cret|n3wsecret/u)
      })
    )
  )

  it.live("is the backup afterwards, and is kept beside it", () =>
    spec(
      broken,
      Effect.gen(function* () {
        const done = yield* resolve(CONFIG, undefined)
        assert.strictEqual(yield* text(CONFIG), GOOD)
        const [copy = ""] = yield* kept
        assert.strictEqual(yield* MemoryFiles.use((files) => files.text(copy)), BROKEN)
        assert.include(done.notes.map(onTheCommandLine).join(), copy.slice(MEMORY_ROOT.length + 1))
        assert.deepStrictEqual((yield* reconcile()).source_errors, [])
      })
    )
  )

  it.live("is as it was after undo", () =>
    spec(
      broken,
      Effect.gen(function* () {
        yield* resolve(CONFIG, BACKUP)
        yield* undo(undefined)
        assert.strictEqual(yield* text(CONFIG), BROKEN)
      })
    )
  )

  it.live("is the backup again where that undoing is undone", () =>
    spec(
      broken,
      Effect.gen(function* () {
        yield* resolve(CONFIG, BACKUP)
        const { run_id } = yield* undo(undefined)
        yield* undo(run_id)
        assert.strictEqual(yield* text(CONFIG), GOOD)
      })
    )
  )

  it.live("is not put back once somebody has changed what was restored", () =>
    spec(
      broken,
      Effect.gen(function* () {
        yield* resolve(CONFIG, undefined)
        yield* put(CONFIG, GOOD.replace("UTC", "CET"))
        assert.strictEqual((yield* refused(undo(undefined))).code, "nothing_to_undo")
        assert.include(yield* text(CONFIG), "CET")
      })
    )
  )

  it.live("stays where another backup was seen than is the newest now", () =>
    spec(
      broken,
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(resolve(CONFIG, "config/old"))).code, "choice_needed")
        assert.strictEqual(yield* text(CONFIG), BROKEN)
      })
    )
  )

  it.live("stays where no backup can be read", () =>
    spec(
      { config: BROKEN },
      Effect.map(refused(resolve(CONFIG, undefined)), ({ code }) => assert.strictEqual(code, "no_backup"))
    )
  )

  it.live("is listed in the history by the names of the two files alone", () =>
    spec(
      broken,
      Effect.gen(function* () {
        yield* resolve(CONFIG, undefined)
        const [run] = (yield* history()).runs
        assert.strictEqual(run?.command, "resolve")
        assert.strictEqual(run?.changes[0]?.replaced?.by, BACKUP)
        assert.notMatch(JSON.stringify(run), /s3cret/u)
      })
    )
  )
})

it.effect("a config that can be read is never replaced", () =>
  spec(
    { config: {}, files: { "config/config.json.backup": "{}" } },
    Effect.map(refused(resolve(CONFIG, undefined)), ({ code }) =>
      assert.strictEqual(code, "nothing_to_resolve")
    )
  )
)

it.effect("of a plugin that is not known nothing is resolved", () =>
  spec(
    { config: {} },
    Effect.map(refused(resolve("clok", undefined)), ({ code }) => assert.strictEqual(code, "unknown_plugin"))
  )
)

it.effect.each([
  ["in a directory", { plugins: { clock: {} } }],
  ["of an entry", { config: { clock: { enabled: true } } }]
] as const)("nothing is resolved of a plugin that is in order: one %s", ([_title, described]) =>
  spec(
    described,
    Effect.map(refused(resolve("clock", undefined)), ({ code }) =>
      assert.strictEqual(code, "nothing_to_resolve")
    )
  )
)

describe("a refusal for want of a choice", () => {
  const twice: Described = { plugins: { a: { id: "clock" }, b: { id: "clock" } } }

  it.effect.each([
    ["that there is more than one way, where none was named", undefined, "there is more than one way"],
    ["which name is none of them", "c", '"c" is none of the ways']
  ] as const)("says %s", ([_title, choice, words]) =>
    spec(
      twice,
      Effect.map(refused(resolve("clock", choice)), ({ message }) => assert.include(message, words))
    )
  )
})

describe("the notes of a resolution", () => {
  const underDirectory: Described = {
    config: { "my-clock": { enabled: true } },
    plugins: { "my-clock": { id: "clock" } }
  }

  it.effect.each([
    ["name the secrets that keep the old key", `{"my-clock": {}}`, ["my-clock: rename that one by hand"]],
    ["are none where the secrets have no such section", `{"clock": {}}`, []],
    ["are none where the secrets cannot be read", "{", []]
  ] as const)("%s", ([_title, secrets, notes]) =>
    spec(
      { ...underDirectory, files: { "config/config_secrets.json": secrets } },
      Effect.map(resolve("my-clock", undefined), (done) =>
        assert.deepStrictEqual(
          done.notes.map((note) => onTheCommandLine(note).replace(/^.* has a section /u, "")),
          [...notes]
        )
      )
    )
  )

  it.effect("say nothing of secrets where no entry was renamed", () =>
    spec(
      {
        config: { clock: { enabled: true } },
        plugins: { clock: {} },
        files: {
          "config/uninstalled_plugins.json": `["clock"]`,
          "config/config_secrets.json": `{"clock": {}}`
        }
      },
      Effect.map(resolve("clock", undefined), ({ notes }) => assert.deepStrictEqual(notes, []))
    )
  )
})

describe("what was found of another plugin", () => {
  const both: Described = {
    plugins: { a: { id: "clock" }, b: { id: "clock" }, c: { id: "news" }, d: { id: "news" } }
  }

  it.effect("is no choice of this one", () =>
    spec(
      both,
      Effect.map(refused(resolve("clock", "c")), ({ code }) => assert.strictEqual(code, "choice_needed"))
    )
  )

  it.effect("is not set aside with it", () =>
    spec(
      both,
      Effect.map(resolve("clock", "a"), ({ message }) =>
        assert.strictEqual(message, "clock is now in a alone; b was set aside")
      )
    )
  )
})

it.effect("a name that is not the only way is refused", () =>
  spec(
    {
      config: { clock: { enabled: true } },
      plugins: { clock: {} },
      files: { "config/uninstalled_plugins.json": `["clock"]` }
    },
    Effect.map(refused(resolve("clock", "clock")), ({ code }) => assert.strictEqual(code, "choice_needed"))
  )
)
