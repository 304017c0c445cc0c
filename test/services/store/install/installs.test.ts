/** From the store to its place: what is put there, under whose name, and what a failure leaves. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { readFileSync } from "node:fs"
import { StoreError } from "../../../../src/domain/errors/StoreError.ts"
import { BadArchive } from "../../../../src/domain/errors/FetchReason.ts"
import { FileReader } from "../../../../src/ports/Files.ts"
import { PluginInstaller, PluginStore } from "../../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../../src/testing/MemoryInstallation.ts"
import { emptyDisk, memory, NO_NETWORK, storeWith } from "../../support/storeOnMemory.ts"
import { pluginFiles, zip, type ZipFile } from "../../../support/zip.ts"

const PLUGINS = `${MEMORY_ROOT}/plugin-repos`
const STAGING = `${PLUGINS}/.ledmatrix-reconciler.standalone-backup-`
const FAILURES = `${MEMORY_ROOT}/data/reconciler/failures.json`

const registry = (entry: object = {}) =>
  JSON.stringify({
    plugins: [{ id: "clock", latest_version: "1.0.0", download_url_template: "clock.zip", ...entry }]
  })

const clock: ReadonlyArray<ZipFile> = [...pluginFiles("clock"), { name: "assets/a/b.txt", content: "b" }]

/** With a manifest that nothing has to be added to. */
const complete = clock.map((file) =>
  file.name === "manifest.json"
    ? {
        ...file,
        content: `{"id":"clock","name":"x","display_modes":[],"class_name":"P","entry_point":"manager.py"}`
      }
    : file
)

/** A store that has the plugin `clock` in the archive `files`. */
const stocked = <A, E>(
  body: Effect.Effect<A, E, Stocked>,
  { files = clock, more = {} }: { files?: ReadonlyArray<ZipFile>; more?: { [path: string]: string } } = {}
) =>
  Effect.andThen(
    MemoryFiles.use((disk) => disk.put(`${MEMORY_ROOT}/store/clock.zip`, zip(files))),
    Effect.provide(body, storeWith(NO_NETWORK), { local: true })
  ).pipe(
    Effect.provide(
      memory({
        "config/config.json": "{}",
        "plugin-repos/.keep": "",
        "store/plugins.json": registry(),
        ...more
      }),
      { local: true }
    )
  )

type Stocked = PluginInstaller | PluginStore | MemoryFiles | FileReader

const staged = PluginInstaller.use((installer) => installer.stage("clock", emptyDisk(), () => ["clock"]))
const place = { directory: "clock", replacing: false }
const committed = (at: { readonly directory: string; readonly replacing: boolean } = place) =>
  Effect.scoped(
    PluginInstaller.use((installer) => Effect.flatMap(staged, (plugin) => installer.commit(plugin, at)))
  )

const paths = Effect.map(
  MemoryFiles.use((files) => files.snapshot),
  (all) =>
    [...all.keys()]
      .filter((path) => path.startsWith(`${PLUGINS}/`))
      .map((path) => path.slice(PLUGINS.length + 1))
)
const ours = Effect.map(paths, (all) => all.filter((path) => path !== ".keep").toSorted())
const textOf = (path: string) => MemoryFiles.use((files) => files.text(path))

const whole = [
  "clock",
  "clock/assets",
  "clock/assets/a",
  "clock/assets/a/b.txt",
  "clock/manager.py",
  "clock/manifest.json"
]

describe("an install", () => {
  it.live("puts the plugin in its place, and leaves nothing else", () =>
    stocked(
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* committed(), [`${PLUGINS}/clock`])
        assert.deepStrictEqual(yield* ours, whole)
      })
    )
  )

  it.live("makes directories 2775 and files 664, all of the owner of the plugins directory", () =>
    stocked(
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.setOwner(PLUGINS, 1234, 5678))
        yield* committed()
        const reader = yield* FileReader
        for (const path of yield* ours) {
          const stat = Option.getOrThrow(yield* reader.stat(`${PLUGINS}/${path}`))
          assert.deepStrictEqual(
            [path, stat.mode & 0o7777, stat.uid, stat.gid],
            [path, stat.kind === "directory" ? 0o2775 : 0o664, 1234, 5678]
          )
        }
      }),
      {
        files: [
          { name: "manifest.json", content: '{"id":"clock","name":"x","display_modes":[]}' },
          ...clock.slice(1)
        ]
      }
    )
  )

  it.live("syncs every file and directory before the plugin is in place", () =>
    stocked(
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.reset)
        yield* committed()
        const operations = yield* MemoryFiles.use((files) => files.operations)
        const placed = operations.findIndex(
          ({ name, path }) => name === "rename" && path === `${PLUGINS}/clock`
        )
        const synced = new Set(
          operations
            .slice(0, placed)
            .filter(({ name }) => name === "sync")
            .map(({ path }) => path.replace(/^.*?\/plugin(?=\/|$)/u, "clock"))
        )
        assert.deepStrictEqual(
          whole.filter((path) => !synced.has(path)),
          []
        )
        assert.deepStrictEqual(
          [operations[placed + 1]?.name, operations[placed + 1]?.path],
          ["sync", PLUGINS]
        )
      }),
      { files: complete }
    )
  )

  it.live(
    "takes the class of the entry file into a manifest that names none, and changes nothing else in it",
    () =>
      stocked(
        Effect.gen(function* () {
          yield* committed()
          assert.strictEqual(
            yield* textOf(`${PLUGINS}/clock/manifest.json`),
            '{\n  "id": "clock", "name": "x",\n  "display_modes": [1.0],\n  "class_name": "P",\n  "entry_point": "manager.py"\n}\n'
          )
        }),
        {
          files: [
            {
              name: "manifest.json",
              content: '{\n  "id": "clock", "name": "x",\n  "display_modes": [1.0]\n}\n'
            },
            { name: "manager.py", content: "class P(BasePlugin):\n" }
          ]
        }
      )
  )

  it.live("makes the plugins directory where there is none yet", () =>
    stocked(
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.remove(PLUGINS))
        yield* committed()
        const reader = yield* FileReader
        assert.strictEqual(Option.getOrThrow(yield* reader.stat(PLUGINS)).mode & 0o7777, 0o2775)
      })
    )
  )

  it.live("gives its staging up with the scope", () =>
    stocked(
      Effect.gen(function* () {
        yield* Effect.scoped(
          Effect.gen(function* () {
            assert.isTrue((yield* staged).path.startsWith(STAGING))
          })
        )
        assert.deepStrictEqual(yield* ours, [])
      })
    )
  )

  it.live("refuses a manifest with a trailing comma, as one was published, and leaves nothing", () => {
    const published = new URL("../../../support/fixtures/manifests/hello-world.json", import.meta.url)
    return stocked(
      Effect.gen(function* () {
        const error = yield* Effect.flip(committed())
        assert.deepStrictEqual([error.reason._tag, error.transient], ["BadPlugin", false])
        assert.deepStrictEqual(yield* ours, [])
      }),
      { files: [{ name: "manifest.json", content: readFileSync(published) }] }
    )
  })

  it.live("of an id that no manifest may have is refused before anything is made", () =>
    stocked(
      Effect.gen(function* () {
        const id = "../../x"
        const error = yield* Effect.flip(
          Effect.scoped(PluginInstaller.use((installer) => installer.stage(id, emptyDisk(), () => [id])))
        )
        assert.strictEqual(error.reason._tag, "NotInRegistry")
        const made = (yield* MemoryFiles.use((files) => files.operations)).filter(({ writes }) => writes)
        assert.deepStrictEqual(made, [])
      }),
      { more: { "store/plugins.json": registry({ id: "../../x" }) } }
    )
  )

  it.effect("gives way to another run that installs the same plugin", () =>
    stocked(
      Effect.gen(function* () {
        const error = yield* Effect.scoped(
          Effect.gen(function* () {
            yield* staged
            const second = yield* Effect.forkChild(Effect.flip(Effect.scoped(staged)))
            yield* TestClock.adjust("11 seconds")
            return yield* Fiber.join(second)
          })
        )
        assert.deepStrictEqual([error.reason._tag, error.transient], ["OperationInProgress", true])
      })
    )
  )
})

describe("a staging", () => {
  it.effect("removes what crashed runs left an hour ago, and only that", () =>
    stocked(
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.put(`${STAGING}old/plugin/x`, "x")
        yield* files.put(`${PLUGINS}/clock.standalone-backup-preinstall/x`, "x")
        yield* TestClock.adjust("40 minutes")
        yield* files.put(`${STAGING}young/plugin/x`, "x")
        yield* TestClock.adjust("21 minutes")
        yield* Effect.scoped(Effect.ignore(staged))
        const left = (yield* ours).filter((path) => !path.includes("/"))
        assert.deepStrictEqual(left, [
          ".ledmatrix-reconciler.standalone-backup-young",
          "clock.standalone-backup-preinstall"
        ])
      }),
      { files: [] }
    )
  )
})

/** Where something already stands at the plugin's name. */
const onto = (files: { readonly [path: string]: string }, replacing: boolean) =>
  stocked(
    Effect.gen(function* () {
      const result = yield* Effect.result(committed({ directory: "clock", replacing }))
      const told = Result.match(result, {
        onFailure: ({ reason }) => reason._tag,
        onSuccess: (changed) =>
          changed.map((path) => path.replace(/\d{8}_\d{6}/u, "TIME").slice(PLUGINS.length + 1)).join()
      })
      const all = (yield* ours).map((path) => path.replace(/\d{8}_\d{6}/u, "TIME"))
      return { told, all }
    }),
    { more: files }
  )

describe("a commit", () => {
  it.live.each([
    ["a plugin", { "plugin-repos/clock/manifest.json": "{}" }],
    ["a directory that is no plugin", { "plugin-repos/clock/notes.txt": "x" }],
    ["a file", { "plugin-repos/clock": "x" }]
  ] as ReadonlyArray<readonly [string, { readonly [path: string]: string }]>)(
    "does not take the place of %s",
    ([, files]) =>
      Effect.gen(function* () {
        const { all, told } = yield* onto(files, false)
        assert.strictEqual(told, "NameTaken")
        assert.notInclude(all, "clock/manager.py")
      })
  )

  it.live("takes the place of what Python left of a plugin", () =>
    Effect.gen(function* () {
      const { all, told } = yield* onto({ "plugin-repos/clock/__pycache__/x.pyc": "x" }, false)
      assert.deepStrictEqual([told, all], ["clock", whole])
    })
  )

  it.live("that replaces sets aside what stood there", () =>
    Effect.gen(function* () {
      const { all, told } = yield* onto({ "plugin-repos/clock/mine.txt": "x" }, true)
      assert.strictEqual(told, "clock,clock.standalone-backup-TIME")
      assert.includeMembers([...all], [...whole, "clock.standalone-backup-TIME/mine.txt"])
    })
  )

  it.live("that replaces puts back what stood there when the new one cannot take its place", () =>
    stocked(
      Effect.gen(function* () {
        let faults = 1
        yield* MemoryFiles.use((files) =>
          files.failWhen(
            ({ name, path }) => name === "rename" && path === `${PLUGINS}/clock` && faults-- > 0,
            "EIO"
          )
        )
        const error = yield* Effect.flip(committed({ directory: "clock", replacing: true }))
        assert.isTrue(error.transient)
        assert.deepStrictEqual(yield* ours, ["clock", "clock/mine.txt"])
      }),
      { more: { "plugin-repos/clock/mine.txt": "x" } }
    )
  )

  it.live("does not take a name that was taken at the last moment", () =>
    stocked(
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.before(({ name, path }) =>
          name === "rename" && path === `${PLUGINS}/clock`
            ? Effect.as(files.put(`${PLUGINS}/clock/theirs.txt`, "x"), undefined)
            : Effect.undefined
        )
        assert.strictEqual((yield* Effect.flip(committed())).reason._tag, "NameTaken")
        assert.deepStrictEqual(yield* ours, ["clock", "clock/theirs.txt"])
      })
    )
  )

  it.live("is not believed where another program took the plugin away at once", () =>
    stocked(
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.before(({ name, path }) =>
          name === "read" && path === `${PLUGINS}/clock/manifest.json`
            ? Effect.as(files.remove(`${PLUGINS}/clock`), undefined)
            : Effect.undefined
        )
        const error = yield* Effect.flip(committed())
        assert.deepStrictEqual([error.reason._tag, error.transient], ["OperationInProgress", true])
      })
    )
  )
})

const failure = new StoreError({
  plugin: "clock",
  reason: new BadArchive({ code: "symlink", problem: "a link" })
})
const remember = PluginInstaller.use((installer) => installer.rememberFailure(failure))
const forget = (id: Option.Option<string>) => PluginInstaller.use((installer) => installer.forgetFailures(id))
const unrecoverable = PluginStore.use((store) => store.view(undefined)).pipe(
  Effect.map((view) => [...view.unrecoverable])
)

describe("an install that failed for good", () => {
  it.effect("is remembered, with what it was tried with", () =>
    stocked(
      Effect.gen(function* () {
        yield* remember
        assert.deepStrictEqual(yield* unrecoverable, ["clock"])
        const kept: unknown = JSON.parse((yield* textOf(FAILURES)) ?? "")
        assert.deepNestedInclude(kept, {
          "clock.code": "symlink",
          "clock.message": "the archive is refused: a link"
        })
      })
    )
  )

  it.effect("is tried again once the registry says something else about it", () =>
    stocked(
      Effect.gen(function* () {
        yield* remember
        yield* TestClock.adjust("1 minute")
        const files = yield* MemoryFiles
        yield* files.put(`${MEMORY_ROOT}/store/plugins.json`, registry({ latest_version: "1.0.1" }))
        assert.deepStrictEqual(yield* unrecoverable, [])
      })
    )
  )

  it.effect("is tried again after a day, and after two more when it fails again", () =>
    stocked(
      Effect.gen(function* () {
        yield* remember
        yield* TestClock.adjust("23 hours")
        assert.deepStrictEqual(yield* unrecoverable, ["clock"])
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* unrecoverable, [])
        yield* remember
        yield* TestClock.adjust("47 hours")
        assert.deepStrictEqual(yield* unrecoverable, ["clock"])
        yield* TestClock.adjust("1 hour")
        assert.deepStrictEqual(yield* unrecoverable, [])
      })
    )
  )

  it.effect("stays remembered while the registry says something else about others", () =>
    stocked(
      Effect.gen(function* () {
        yield* remember
        yield* TestClock.adjust("1 minute")
        const files = yield* MemoryFiles
        const longer = registry().replace("[", '[{"id": "new"}, ')
        yield* files.put(`${MEMORY_ROOT}/store/plugins.json`, longer)
        assert.deepStrictEqual(yield* unrecoverable, ["clock"])
      })
    )
  )

  it.effect("stays remembered while no registry is at hand", () =>
    stocked(
      Effect.gen(function* () {
        yield* remember
        yield* MemoryFiles.use((files) => files.remove(`${MEMORY_ROOT}/store/plugins.json`))
        assert.deepStrictEqual(yield* unrecoverable, ["clock"])
      })
    )
  )

  it.effect.each([
    ["alone", Option.some("clock")],
    ["with all others", Option.none<string>()]
  ] as const)("is forgotten %s", ([, which]) =>
    stocked(
      Effect.gen(function* () {
        yield* remember
        yield* forget(which)
        assert.deepStrictEqual(yield* unrecoverable, [])
      })
    )
  )

  it.effect("is not forgotten with another", () =>
    stocked(
      Effect.gen(function* () {
        yield* remember
        yield* forget(Option.some("other"))
        assert.deepStrictEqual(yield* unrecoverable, ["clock"])
      })
    )
  )

  it.live("is forgotten once the plugin is installed", () =>
    stocked(
      Effect.gen(function* () {
        yield* remember
        yield* committed()
        assert.deepStrictEqual(yield* unrecoverable, [])
      })
    )
  )

  it.effect.each([
    ["nothing is remembered", {}],
    ["nothing is left of what was", { "data/reconciler/failures.json": "{}" }]
  ] as const)("is forgotten without writing where %s", ([, more]) =>
    stocked(
      Effect.gen(function* () {
        yield* forget(Option.none())
        const written = (yield* MemoryFiles.use((files) => files.operations)).filter(({ writes }) => writes)
        assert.deepStrictEqual(written, [])
      }),
      { more }
    )
  )

  it.effect("is not remembered from a file that is broken, which is no failure of the view", () =>
    stocked(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(unrecoverable)
        yield* TestClock.adjust("1 second")
        assert.deepStrictEqual(yield* Fiber.join(fiber), [])
      }),
      { more: { "data/reconciler/failures.json": "{" } }
    )
  )
})

describe("an install with a fault", () => {
  const attempt = Effect.result(committed())
  const count = stocked(
    Effect.gen(function* () {
      yield* MemoryFiles.use((files) => files.reset)
      yield* attempt
      return (yield* MemoryFiles.use((files) => files.operations)).length
    })
  )

  it.live.each(["ENOSPC", "EACCES"])(
    "of %s at any file operation leaves all of the plugin or nothing",
    (code) =>
      Effect.gen(function* () {
        const operations = yield* count
        assert.isAbove(operations, 40)
        for (let at = 1; at <= operations; at++) {
          yield* stocked(
            Effect.gen(function* () {
              yield* MemoryFiles.use((files) => Effect.andThen(files.reset, files.failAt(at, code)))
              const result = yield* attempt
              const there = (yield* ours).filter((path) => !path.startsWith(".ledmatrix-reconciler."))
              assert.include([0, whole.length], there.length, `operation ${at}`)
              if (Result.isSuccess(result)) assert.deepStrictEqual(there, whole, `operation ${at}`)
              else {
                const { provesUnrecoverable, message, transient } = result.failure
                assert.isFalse(provesUnrecoverable, `operation ${at}: ${message}`)
                if (code === "ENOSPC") assert.isTrue(transient, `operation ${at}: ${message}`)
              }
            })
          )
        }
      })
  )
})
