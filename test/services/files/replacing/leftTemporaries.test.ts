/** Temporary files of a run that was killed go with the next run that writes, whichever directory they lie in. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { setEnabled } from "../../../../src/operations/setEnabled.ts"
import { FileReader } from "../../../../src/ports/Files.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import { place, put, spec } from "../../../support/operating.ts"
import { type Described, reconcile } from "../../../support/reconciling.ts"

const DESCRIBED: Described = {
  config: { clock: { enabled: true } },
  plugins: { clock: {} },
  files: { "src/__init__.py": `__version__ = "3.8.0"\n` }
}

const left = (directory: string): string => `${directory}/.some.json.ledmatrix-reconciler.ab12cd.tmp`

const isThere = (path: string) =>
  Effect.map(
    FileReader.use((reader) => reader.lstat(place(path))),
    Option.isSome
  )

const minutesLater = (minutes: number) => TestClock.adjust(`${minutes} minutes`)

const afterAWrite = (path: string, minutes: number) =>
  Effect.gen(function* () {
    yield* put(path, "half")
    yield* minutesLater(minutes)
    yield* setEnabled("clock", false)
    return yield* isThere(path)
  })

describe("a temporary file that a killed run left", () => {
  it.effect.each([
    "config",
    "data",
    "data/reconciler",
    "data/reconciler/journal",
    "data/reconciler/installs",
    "plugin-repos/clock"
  ])("goes with the next operation, in %s", (directory) =>
    spec(
      DESCRIBED,
      Effect.gen(function* () {
        assert.isFalse(yield* afterAWrite(left(directory), 11))
      })
    )
  )

  it.effect("goes with a repair too", () =>
    spec(
      { ...DESCRIBED, plugins: { clock: {}, news: {} } },
      Effect.gen(function* () {
        yield* put(left("data"), "half")
        yield* minutesLater(11)
        yield* reconcile()
        assert.isFalse(yield* isThere(left("data")))
      })
    )
  )

  it.effect("goes from beside the file to which config.json is a link", () =>
    spec(
      DESCRIBED,
      Effect.gen(function* () {
        yield* put("elsewhere/other.json", "{}")
        yield* MemoryFiles.use((files) =>
          Effect.andThen(
            files.move(place("config/config.json"), place("elsewhere/config.json")),
            files.putSymlink(place("config/config.json"), place("elsewhere/config.json"))
          )
        )
        assert.isFalse(yield* afterAWrite(left("elsewhere"), 11))
      })
    )
  )

  it.effect("stays as long as another program may still write it", () =>
    spec(
      DESCRIBED,
      Effect.gen(function* () {
        assert.isTrue(yield* afterAWrite(left("config"), 9))
      })
    )
  )

  it.effect("stays in a directory to which a plugin's link leads", () =>
    spec(
      DESCRIBED,
      Effect.gen(function* () {
        yield* put("work/news/manifest.json", "{}")
        yield* MemoryFiles.use((files) => files.putSymlink(place("plugin-repos/news"), place("work/news")))
        assert.isTrue(yield* afterAWrite(left("work/news"), 11))
      })
    )
  )
})
