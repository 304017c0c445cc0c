/** A git checkout with its owner's changes in it is named, and not replaced. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { advice } from "../../../src/domain/advice/Advice.ts"
import { NextStep } from "../../../src/domain/advice/NextStep.ts"
import type { OperationResult } from "../../../src/domain/Operation.ts"
import { asResult, update, updateAll } from "../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, refused, spec, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const run = update("clock")
const version = at("plugin-repos/clock/manifest.json", "version")

const CLOCK: Described = {
  plugins: { clock: { version: "1.0.0" } },
  offers: { clock: { manifestId: "clock", version: "1.1.0" } }
}
const CHECKOUT: Described = { ...CLOCK, files: { "plugin-repos/clock/.git/HEAD": "ref: refs/heads/main\n" } }

const names = (count: number) => Array.from({ length: count }, (_, at) => `mine${at + 1}.py`)

describe("a checkout", () => {
  it.effect.each([
    ["one", 1, "mine1.py"],
    ["twenty", 20, names(20).join(", ")],
    ["twenty-one", 21, `${names(20).join(", ")} and 1 more`],
    ["thirty", 30, `${names(20).join(", ")} and 10 more`]
  ] as const)(
    "with %s of its files changed is refused, and at most twenty are named",
    ([_title, count, told]) =>
      spec(
        { ...CHECKOUT, localChanges: { clock: names(count) } },
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* refused(run), {
            code: "local_changes",
            message: `plugin-repos/clock is a git checkout with changes of your own: ${told}`,
            path: "plugin-repos/clock",
            hint: "commit and push them, move them away, or list them in `.gitignore`: what git ignores is carried over"
          })
        })
      )
  )

  it.effect("with changes stays as it is", () =>
    spec(
      { ...CHECKOUT, localChanges: { clock: names(1) } },
      Effect.gen(function* () {
        yield* refused(run)
        assert.strictEqual(yield* version, "1.0.0")
      })
    )
  )

  it.effect("without changes is replaced", () =>
    spec(
      CHECKOUT,
      Effect.gen(function* () {
        yield* run
        assert.strictEqual(yield* version, "1.1.0")
      })
    )
  )
})

describe("a checkout that was chosen", () => {
  const checkout = (head: string, config: string): Described => ({
    ...CLOCK,
    files: { "plugin-repos/clock/.git/HEAD": head, "plugin-repos/clock/.git/config": config }
  })
  const MAIN = "ref: refs/heads/main\n"
  const origin = (url: string) => `[remote "origin"]\n\turl = ${url}\n`
  const PUBLISHED = "https://github.com/owner/clock"
  const published = withRegistry([{ id: "clock", repo: PUBLISHED, latest_version: "1.1.0" }])
  const told = Effect.map(updateAll(), ([only]) => only && asResult(only.plugin, only.result)).pipe(published)
  const refusedFor = (why: string): OperationResult => ({
    command: "update",
    plugin_id: "clock",
    status: "failed",
    message: `plugin-repos/clock is a git checkout${why}`,
    version: "1.0.0",
    notes: [
      advice`${NextStep.Update({ plugin: "clock" })}, which names it, replaces it by the registry's version all the same`
    ],
    changed_files: []
  })

  it.effect.each([
    ["without an origin", MAIN, "", " that has no origin"],
    [
      "of another repository",
      MAIN,
      origin("https://github.com/me/clock"),
      " of https://github.com/me/clock, which is not the registry's address"
    ],
    [
      "held at a commit",
      "0123456789012345678901234567890123456789\n",
      origin(PUBLISHED),
      " that is held at a tag or commit"
    ]
  ] as const)("%s is left alone by an update of all, which says why", ([_title, head, config, why]) =>
    spec(
      checkout(head, config),
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* told, refusedFor(why))
      })
    )
  )

  it.effect("of the registry's repository, at a branch, is replaced", () =>
    spec(
      checkout(MAIN, origin("git@github.com:owner/clock.git")),
      Effect.gen(function* () {
        assert.strictEqual((yield* told)?.status, "updated")
      })
    )
  )

  it.effect("whose repository is not there says that where it comes from cannot be read", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.putSymlink(place("plugin-repos/clock/.git"), "/unmounted"))
        assert.deepStrictEqual(yield* told, refusedFor(", and where it comes from cannot be read"))
      })
    )
  )

  it.effect("is replaced where it is named", () =>
    spec(
      checkout(MAIN, origin("https://github.com/me/clock")),
      Effect.gen(function* () {
        yield* run
        assert.strictEqual(yield* version, "1.1.0")
      })
    )
  )
})

it.effect("a directory that is no checkout is replaced, even if it lies in a checkout with changes", () =>
  spec(
    { ...CLOCK, localChanges: { clock: names(1) } },
    Effect.gen(function* () {
      yield* run
      assert.strictEqual(yield* version, "1.1.0")
    })
  )
)
