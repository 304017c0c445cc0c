/** What lies in the plugins directory and is no plugin: hidden things, directories that cannot be entered, set-aside copies. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { FileReader } from "../../../../src/ports/Files.ts"
import { FileFault } from "../../../../src/ports/FileFault.ts"
import { Disk } from "../../../../src/services/Disk.ts"
import { Installation } from "../../../../src/services/installation/Installation.ts"
import { DiskMemory } from "../../../../src/testing/MemoryInstallation.ts"
import { directoryWith } from "../../../support/realInstallation.ts"

const manifest = (id: string) => JSON.stringify({ id })

const scan = Disk.use((disk) => Effect.map(disk.scan(undefined), Result.getOrThrow))

const inMemory = (files: { readonly [path: string]: string }) =>
  scan.pipe(Effect.provide(DiskMemory.layer(files), { local: true }))

describe("a hidden directory", () => {
  it.effect.each<readonly [string, string, string]>([
    ["with a plugin in it", `plugin-repos/.clock/manifest.json`, manifest("clock")],
    ["with a broken manifest", `plugin-repos/.Trash-1000/manifest.json`, "{"],
    ["without a manifest", `plugin-repos/.git/HEAD`, "ref"]
  ])("is nothing, %s", ([_what, path, text]) =>
    Effect.map(inMemory({ [path]: text }), ({ broken, empty, plugins, taken }) => {
      assert.deepStrictEqual([plugins, broken, [...taken], empty], [[], [], [], true])
    })
  )
})

describe("a directory that cannot be entered", () => {
  /** As a user other than the one who runs the tests would see it: root may enter everywhere. */
  const closing = (name: string) =>
    Layer.effect(
      FileReader,
      Effect.map(FileReader, (files) => {
        const fault = (path: string) => new FileFault({ code: "EACCES", operation: "open", path })
        const isInside = (path: string) => path.includes(`/${name}/`)
        return FileReader.of({
          ...files,
          lstat: (path) => (isInside(path) ? Effect.fail(fault(path)) : files.lstat(path)),
          readTexts: (paths, limit) =>
            Effect.map(files.readTexts(paths, limit), (texts) =>
              texts.map((text, at) => (isInside(paths[at] ?? "") ? fault(paths[at] ?? "") : text))
            )
        })
      })
    ).pipe(Layer.provide(NodeFileReader.layer))

  const seen = Effect.fnUntraced(function* (name: string) {
    const root = yield* directoryWith({ "config/config.json": "{}" })
    mkdirSync(join(root, "plugin-repos", name), { recursive: true })
    const services = Layer.merge(closing(name), Layer.succeed(Installation, Installation.at(root)))
    return yield* scan.pipe(Effect.provide(Disk.layer.pipe(Layer.provide(services)), { local: true }))
  })

  it.live.each(["lost+found", "System Volume Information", "$RECYCLE.BIN", "@eaDir"])(
    "is nothing where it is called %s",
    (name) =>
      Effect.map(seen(name), ({ broken, plugins, taken }) => {
        assert.deepStrictEqual([plugins, broken, [...taken]], [[], [], []])
      })
  )

  it.live("is a plugin with a broken manifest where a plugin may be called so", () =>
    Effect.map(seen("clock"), ({ broken }) => {
      assert.deepStrictEqual(
        broken.map(({ directory }) => directory),
        ["clock"]
      )
    })
  )
})

describe("a copy that was set aside", () => {
  const PRE = ".standalone-backup-preinstall"
  const MIGRATING = ".standalone-backup-migrating"
  const copies = (names: ReadonlyArray<string>) =>
    Effect.map(
      inMemory(
        Object.fromEntries(
          names.map((name) => [`plugin-repos/${name}/manifest.json`, manifest("of-the-day")])
        )
      ),
      ({ setAside }) => setAside.get("of-the-day")?.directory
    )

  it.effect("is that of the plugin that its manifest names, not that of the directory's name", () =>
    Effect.map(
      inMemory({ [`plugin-repos/my-day${MIGRATING}/manifest.json`]: manifest("of-the-day") }),
      ({ setAside }) => {
        assert.deepStrictEqual(
          [...setAside.values()],
          [
            {
              id: "of-the-day",
              changedAtMs: 0,
              kind: "migrating",
              directory: `my-day${MIGRATING}`,
              place: "my-day"
            }
          ]
        )
      }
    )
  )

  it.effect.each<readonly [ReadonlyArray<string>, string]>([
    [[`b${PRE}`, `a${PRE}`], `a${PRE}`],
    [[`a${PRE}`, `ledmatrix-of-the-day${PRE}`], `ledmatrix-of-the-day${PRE}`],
    [[`ledmatrix-of-the-day${PRE}`, `of-the-day${PRE}`], `of-the-day${PRE}`],
    [[`of-the-day${MIGRATING}`, `z${PRE}`], `z${PRE}`]
  ])("of %j is the one to put back: %s", ([names, chosen]) =>
    Effect.map(copies(names), (directory) => {
      assert.strictEqual(directory, chosen)
    })
  )
})
