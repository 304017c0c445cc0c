/** An operation that fails half-way on a card that takes nothing more: what it says, and who completes it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, refused, spec } from "../../support/operating.ts"
import { type Described, readJson, reconcile } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const TWO: Described = {
  config: { clock: { enabled: true }, news: { enabled: true } },
  state: { clock: record("clock", true), news: record("news", true) },
  plugins: { clock: {}, news: {} }
}

const uninstalled = uninstall("clock", { preserveConfig: false })

/** From the first write of `path` on nothing fits any more. */
const fullFrom = (path: string) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    let full = false
    yield* files.before(({ name, path: target }) =>
      Effect.sync(() => {
        const file = place(path)
        const directory = file.slice(0, file.lastIndexOf("/"))
        const of = target.startsWith(`${directory}/.${file.slice(directory.length + 1)}`)
        if (name === "create" && of) full = true
        return full && name === "create" ? "ENOSPC" : undefined
      })
    )
  })

const makeRoom = MemoryFiles.use((files) => files.reset)

describe("an uninstall that fails on a full card", () => {
  it.effect("says what of it stands, and never that nothing was changed", () =>
    spec(
      TWO,
      Effect.gen(function* () {
        yield* fullFrom("config/config.json")
        const { code, hint, message } = yield* refused(uninstalled)
        assert.strictEqual(code, "half_done")
        assert.include(message, "no space left on device (ENOSPC)")
        assert.include(message, "could not be taken back: config/uninstalled_plugins.json: clock")
        assert.notInclude(`${message} ${hint}`, "nothing was changed")
        assert.match(
          hint ?? "",
          /completes this uninstall, .*; once it is completed, `undo [^`]+` takes it back/u
        )
      })
    )
  )

  it.effect.each([
    ["another operation", setEnabled("news", false)],
    ["a reconcile", reconcile()]
  ] as const)("is completed, once there is room, by %s", ([, next]) =>
    spec(
      TWO,
      Effect.gen(function* () {
        yield* fullFrom("config/config.json")
        yield* refused(uninstalled)
        yield* makeRoom
        yield* next
        assert.deepStrictEqual(yield* readJson("config/uninstalled_plugins.json"), ["clock"])
        assert.strictEqual(yield* at("config/config.json", "clock"), undefined)
      })
    )
  )

  it.effect("is completed by no later run where nothing was changed but a note of our own", () =>
    spec(
      TWO,
      Effect.gen(function* () {
        yield* fullFrom("config/uninstalled_plugins.json")
        assert.include((yield* refused(uninstalled)).hint, "nothing was changed")
        yield* makeRoom
        assert.strictEqual((yield* reconcile()).result, "in_sync")
        assert.isUndefined(yield* readJson("config/uninstalled_plugins.json"))
        assert.deepStrictEqual(yield* at("config/config.json", "clock"), { enabled: true })
      })
    )
  )

  it.effect("is no half-done one where everything could be taken back", () =>
    spec(
      TWO,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        yield* files.failWhen(
          ({ name, path }) => name === "rename" && path === place("config/config.json"),
          "ENOSPC"
        )
        assert.deepInclude(yield* refused(uninstalled), {
          code: "ENOSPC",
          hint: "nothing was changed; make room, then run it again"
        })
      })
    )
  )
})
