/** A git checkout with its owner's changes in it is named, and not replaced. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { operationProblem } from "../../../src/operations/operationProblem.ts"
import { asResult, update, updateAll } from "../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, refused, spec, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { policyOf } from "../../support/snapshots.ts"

const run = update("clock", policyOf())
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
  const all = Effect.map(updateAll(policyOf()), ([only]) =>
    only === undefined
      ? "none"
      : Result.isSuccess(only.result)
        ? only.result.success.status
        : operationProblem(only.result.failure).code
  ).pipe(published)

  it.effect.each([
    ["of another repository", MAIN, origin("https://github.com/me/clock"), "chosen_checkout"],
    ["without an origin", MAIN, "", "chosen_checkout"],
    ["held at a commit", "0123456789012345678901234567890123456789\n", origin(PUBLISHED), "chosen_checkout"],
    ["of the registry's repository, at a branch", MAIN, origin("git@github.com:owner/clock.git"), "updated"]
  ] as const)("is left alone by an update of all: %s", ([_title, head, config, expected]) =>
    spec(
      checkout(head, config),
      Effect.gen(function* () {
        assert.strictEqual(yield* all, expected)
      })
    )
  )

  const messageOfAll = Effect.map(updateAll(policyOf()), ([only]) =>
    only === undefined ? "none" : asResult(only.plugin, only.result).message
  ).pipe(published)

  it.effect("without an origin is refused by its place and the reason", () =>
    spec(
      checkout(MAIN, ""),
      Effect.gen(function* () {
        assert.strictEqual(yield* messageOfAll, "plugin-repos/clock is a git checkout that has no origin")
      })
    )
  )

  it.effect("whose repository is not there says that where it comes from cannot be read", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.putSymlink(place("plugin-repos/clock/.git"), "/unmounted"))
        assert.strictEqual(
          yield* messageOfAll,
          "plugin-repos/clock is a git checkout, and where it comes from cannot be read"
        )
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
