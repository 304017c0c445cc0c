/** Two directories with one id: a person chooses the one that stays, and the others are set aside. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { openChoices } from "../../../src/operations/resolve/openChoices.ts"
import { resolve } from "../../../src/operations/resolve/resolve.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { at, keptCopies, onTheCommandLine, refused, spec } from "../../support/operating.ts"
import { check, type Described, lines } from "../../support/reconciling.ts"

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

  it.effect("are resolved too where their id is the path of a file that can be resolved", () =>
    spec(
      { plugins: { a: { id: CONFIG, version: "1" }, b: { id: CONFIG, version: "2" } } },
      Effect.map(resolve(CONFIG, "b"), ({ message }) => assert.include(message, "in b alone"))
    )
  )

  it.effect("stay as they are where none was chosen, also where their id is the path of such a file", () =>
    spec(
      { plugins: { a: { id: CONFIG }, b: { id: CONFIG } } },
      Effect.map(refused(resolve(CONFIG, undefined)), ({ code }) => assert.strictEqual(code, "choice_needed"))
    )
  )

  it.effect("stay as they are where LEDMatrix set the plugin aside minutes ago", () =>
    spec(
      {
        ...twice,
        files: { "plugin-repos/clock.standalone-backup-migrating/manifest.json": `{"id": "clock"}` }
      },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(resolve("clock", "clock"))).code, "operation_in_progress")
        assert.lengthOf(yield* keptCopies, 0)
      })
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
