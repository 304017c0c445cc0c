/** What a plugin keeps beside its code is in the new version too, or is named. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option } from "effect"
import { TestClock } from "effect/testing"
import { install } from "../../../src/operations/install/install.ts"
import { update } from "../../../src/operations/update/update.ts"
import { FileReader, FileWriter } from "../../../src/ports/Files.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { keptCopies, place, put, refused, spec, text } from "../../support/operating.ts"
import { type Described, reconcile } from "../../support/reconciling.ts"

const run = update("calendar")
const HOME = "plugin-repos/calendar"

const OFFERS = { calendar: { manifestId: "calendar", version: "1.1.0" } } as const

/** Installed by another program. */
const found = (files: { readonly [path: string]: string }): Described => ({
  config: { calendar: { enabled: true } },
  plugins: { calendar: { version: "1.0.0" } },
  offers: OFFERS,
  files: Object.fromEntries(Object.entries(files).map(([path, content]) => [`${HOME}/${path}`, content]))
})

const fate = Effect.map(run, ({ local_files }) => local_files)

const offer = (version: string) =>
  MemoryStore.use((store) => store.offer("calendar", { manifestId: "calendar", version }))

/** Installed by this program, and there is a newer release by now. */
const installed = Effect.gen(function* () {
  yield* offer("1.0.0")
  yield* install("calendar")
  yield* offer("1.1.0")
})

describe("an update carries over", () => {
  it.effect.each([
    "token.pickle",
    "other.pickle",
    "token.json",
    "credentials.json",
    "config_secrets.json",
    ".pkce_code_verifier",
    "deep/er/token.json"
  ])("%s", (path) =>
    spec(
      found({ [path]: "mine" }),
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* fate)?.carried_over, [path])
        assert.strictEqual(yield* text(`${HOME}/${path}`), "mine")
      })
    )
  )

  it.effect("what its .gitignore ignores", () =>
    spec(
      found({ ".gitignore": "cache/\n", "cache/a.bin": "mine", "notes.txt": "also mine" }),
      Effect.gen(function* () {
        yield* run
        assert.strictEqual(yield* text(`${HOME}/cache/a.bin`), "mine")
      })
    )
  )

  it.effect("what the remembered install did not place", () =>
    spec(
      { offers: OFFERS },
      Effect.gen(function* () {
        yield* installed
        yield* put(`${HOME}/my/notes.txt`, "mine")
        yield* run
        assert.strictEqual(yield* text(`${HOME}/my/notes.txt`), "mine")
      })
    )
  )

  it.effect("the same files again at the next update", () =>
    spec(
      found({ "token.pickle": "mine" }),
      Effect.gen(function* () {
        yield* run
        yield* offer("1.2.0")
        yield* run
        assert.strictEqual(yield* text(`${HOME}/token.pickle`), "mine")
      })
    )
  )

  it.effect("a file with its mode and its time", () =>
    spec(
      found({ "token.pickle": "mine" }),
      Effect.gen(function* () {
        const path = place(`${HOME}/token.pickle`)
        yield* FileWriter.use((writer) => writer.setMode(path, 0o600))
        yield* MemoryFiles.use((files) => files.setTime(path, 12_345))
        yield* run
        const after = yield* FileReader.use((reader) => reader.lstat(path))
        assert.deepStrictEqual(
          Option.map(after, ({ mode, modifiedAtMs }) => [mode & 0o777, modifiedAtMs]),
          Option.some([0o600, 12_345])
        )
      })
    )
  )

  it.effect("nothing over what the release brings, and names it", () =>
    spec(
      { offers: OFFERS },
      Effect.gen(function* () {
        yield* installed
        const manifest = yield* text(`${HOME}/manifest.json`)
        yield* put(`${HOME}/manifest.json`, `${manifest} `)
        const result = yield* run
        assert.deepStrictEqual(result.local_files?.carried_over, [])
        assert.deepStrictEqual(result.local_files?.left_in_kept_copy, ["manifest.json"])
      })
    )
  )

  it.effect.each(["a.pyc", "__pycache__/token.pickle", "sub/.git/token.pickle"])("not %s", (path) =>
    spec(
      found({ [path]: "x" }),
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* fate)?.carried_over, [])
        assert.isUndefined(yield* text(`${HOME}/${path}`))
      })
    )
  )
})

describe("an update says", () => {
  it.effect("which files it carried over, and which are in the kept copy alone", () =>
    spec(
      found({ "token.pickle": "mine", "notes.txt": "mine" }),
      Effect.gen(function* () {
        const { local_files, notes } = yield* run
        const [kept = ""] = yield* keptCopies
        const shown = kept.slice(place("").length)
        assert.deepStrictEqual(local_files, {
          carried_over: ["token.pickle"],
          left_in_kept_copy: ["notes.txt"],
          kept_copy: shown
        })
        assert.deepStrictEqual(notes.slice(-2), [
          "carried over: token.pickle",
          `not carried over, kept in ${shown}: notes.txt`
        ])
      })
    )
  )
})

it.effect("a directory with a broken manifest that is replaced keeps its files too", () =>
  spec(
    {
      config: { calendar: { enabled: true } },
      offers: OFFERS,
      files: { [`${HOME}/manifest.json`]: "{", [`${HOME}/token.pickle`]: "mine" }
    },
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(reconcile({ replaceBroken: true }))
      yield* TestClock.adjust("1 minute")
      const report = yield* Fiber.join(fiber)
      assert.strictEqual(yield* text(`${HOME}/token.pickle`), "mine")
      const fates = report.inconsistencies_fixed.flatMap(({ outcome }) => outcome.local_files ?? [])
      assert.deepStrictEqual(
        fates.map(({ carried_over }) => carried_over),
        [["token.pickle"]]
      )
    })
  )
)

it.effect("an update that cannot carry a file over leaves the old plugin as it is", () =>
  spec(
    found({ "token.pickle": "mine" }),
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      yield* files.failWhen(({ name, path }) => name === "open" && path.endsWith("/token.pickle"), "EACCES")
      assert.strictEqual((yield* refused(run)).code, "not_carried_over")
      yield* files.reset
      assert.include(yield* text(`${HOME}/manifest.json`), "1.0.0")
      assert.deepStrictEqual(yield* keptCopies, [])
    })
  )
)
