/** `update --all`: one that fails does not stop the others, and is listed like them. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import type { InstalledPlugin } from "../../../src/domain/sources/DiskView.ts"
import { OperationRefused, type OperationResult } from "../../../src/domain/Operation.ts"
import { asResult, update, updateAll } from "../../../src/operations/update/update.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { refused, spec, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { policyOf } from "../../support/snapshots.ts"

const offline = policyOf({ storeAvailable: false })
const CLOCK: Described = { plugins: { clock: { version: "1.0.0" } } }

const skipped: OperationResult = {
  command: "update",
  plugin_id: "clock",
  status: "skipped",
  message: "clock is not in the registry",
  version: "1.0.0",
  notes: [],
  changed_files: []
}

describe("an update of all", () => {
  it.effect("skips what the registry does not have", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const [only] = yield* updateAll()
        assert.deepStrictEqual(only?.result, Result.succeed(skipped))
      })
    )
  )

  it.effect("fails as a whole where the registry cannot be reached", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* MemoryStore.use((store) => store.setReachable(false))
        assert.strictEqual((yield* refused(updateAll())).code, "registry_unreachable")
      })
    )
  )

  it.effect("says offline of each plugin what it is", () =>
    spec(
      {
        plugins: {
          a: { id: "clock", version: "1.0.0" },
          b: { id: "clock", version: "1.0.0" },
          c: { version: "1.0.0" },
          d: { version: "1.0.0", local_only: true }
        }
      },
      Effect.gen(function* () {
        const told = (yield* Effect.provideService(updateAll(), Policy, offline)).map(
          ({ plugin, result }) => [
            plugin.directory,
            Result.isSuccess(result) ? result.success.status : "code" in result.failure && result.failure.code
          ]
        )
        assert.deepStrictEqual(told, [
          ["a", "duplicate_id"],
          ["b", "duplicate_id"],
          ["c", "no_store"],
          ["d", "skipped"]
        ])
      })
    )
  )

  const CHECKOUT: Described = {
    ...CLOCK,
    files: {
      "plugin-repos/clock/.git/HEAD": "ref: refs/heads/main\n",
      "plugin-repos/clock/.git/config": '[remote "origin"]\n\turl = https://example.org/clock\n'
    },
    localChanges: { clock: ["mine.py"] }
  }

  it.effect.each([
    ["is up to date", "1.0.0", "up_to_date"],
    ["has a newer version", "1.1.0", "local_changes"]
  ] as const)(
    "minds its owner's changes only where there is something to replace: it %s",
    ([_title, latest, expected]) =>
      spec(
        CHECKOUT,
        Effect.gen(function* () {
          const [only] = yield* updateAll()
          const result = only?.result ?? Result.fail(undefined)
          const told = Result.isSuccess(result)
            ? result.success.status
            : result.failure !== undefined && "code" in result.failure && result.failure.code
          assert.strictEqual(told, expected)
        }).pipe(withRegistry([{ id: "clock", repo: "https://example.org/clock", latest_version: latest }]))
      )
  )

  it.effect("of one plugin minds them always", () =>
    spec(
      CHECKOUT,
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(update("clock"))).code, "local_changes")
      }).pipe(withRegistry([{ id: "clock", latest_version: "1.0.0" }]))
    )
  )
})

const plugin = (installed: string | undefined): InstalledPlugin => ({
  id: "clock",
  directory: "clock",
  named: true,
  name: undefined,
  version: installed
})

describe("the result for one of all", () => {
  it("has no notes where nothing is known to help", () => {
    const failure = new OperationRefused({ plugin: "clock", code: "no_store", problem: "there is none" })
    assert.deepStrictEqual(asResult(plugin("1.0.0"), Result.fail(failure)).notes, [])
  })

  it("is the update's own, where it went well", () => {
    assert.strictEqual(asResult(plugin("1.0.0"), Result.succeed(skipped)), skipped)
  })

  it.each([
    ["1.0.0", "1.0.0"],
    [undefined, null]
  ])("tells a failure like a result, with the version that stays and what helps: %s", (installed, told) => {
    const failure = new OperationRefused({
      plugin: "clock",
      code: "no_store",
      problem: "there is none",
      hint: "run again online"
    })
    assert.deepStrictEqual(asResult(plugin(installed), Result.fail(failure)), {
      command: "update",
      plugin_id: "clock",
      status: "failed",
      message: "there is none",
      version: told,
      notes: ["run again online"],
      changed_files: []
    })
  })
})
