/** Journalled moves of a directory: made where what is to be moved is there, and completed where half was done. */
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit } from "effect"
import { Change, type DirectoryChange, placeFetched, putBack } from "../../../src/domain/changes/Change.ts"
import { carryOut } from "../../../src/changes/carryOut.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, put, spec, text } from "../../support/operating.ts"

const why = { plugin: "clock", cause: "undo" }
const FILE = "plugin-repos/clock"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-aaaaaa.clock"
const FROM = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-bbbbbb.clock"

/** What lies in the plugins directory: its text, by place. */
const present = Effect.gen(function* () {
  const found: Array<readonly [string, string | undefined]> = []
  for (const [name, where] of [
    ["file", FILE],
    ["kept", KEPT],
    ["from", FROM]
  ] as const) {
    const content = yield* text(`${where}/manifest.json`)
    if (content !== undefined) found.push([name, content])
  }
  return Object.fromEntries(found)
})

type Places = { readonly [name in "file" | "kept" | "from"]?: string }
const PLACES = { file: FILE, kept: KEPT, from: FROM }

const lay = Effect.fnUntraced(function* (before: Places) {
  for (const [name, where] of Object.entries(PLACES)) {
    const content = Object.entries(before).find(([one]) => one === name)?.[1]
    if (content !== undefined) yield* put(`${where}/manifest.json`, content)
  }
})

const moved = (change: DirectoryChange, before: Places) =>
  spec(
    {},
    Effect.gen(function* () {
      yield* lay(before)
      const { dropped, made } = yield* carryOut([change])
      assert.deepStrictEqual([...made, ...dropped], [change])
      return [made.length === 1, yield* present] as const
    })
  )

const CAME = putBack(why, FILE, FROM, KEPT)
const BACK = putBack(why, FILE, FROM)
const ASIDE = Change.SetAside({ ...why, place: FILE, kept: KEPT })
const PLACED = placeFetched(why, FILE)

describe("a directory", () => {
  it.effect.each([
    ["is set aside", ASIDE, { file: "old" }, true, { kept: "old" }],
    ["that was set aside already stays there", ASIDE, { kept: "old" }, true, { kept: "old" }],
    ["that is gone altogether is as wanted", ASIDE, {}, true, {}],
    [
      "is not set aside onto another copy",
      ASIDE,
      { file: "new", kept: "old" },
      false,
      { file: "new", kept: "old" }
    ],
    ["that should be there and is, is as wanted", PLACED, { file: "old" }, true, { file: "old" }],
    ["that should be there, fetched, and is not, is not made", PLACED, {}, false, {}],
    ["comes back", BACK, { from: "old" }, true, { file: "old" }],
    ["that came back already stays", BACK, { file: "old" }, true, { file: "old" }],
    [
      "does not come back onto what was put there since",
      BACK,
      { file: "new", from: "old" },
      false,
      { file: "new", from: "old" }
    ],
    ["whose copy is gone does not come back", BACK, {}, false, {}],
    [
      "comes back, and the newer one is set aside",
      CAME,
      { file: "new", from: "old" },
      true,
      { file: "old", kept: "new" }
    ],
    [
      "comes back where the newer one was set aside already",
      CAME,
      { from: "old", kept: "new" },
      true,
      { file: "old", kept: "new" }
    ],
    [
      "that was exchanged already stays so",
      CAME,
      { file: "old", kept: "new" },
      true,
      { file: "old", kept: "new" }
    ],
    ["whose copy is gone leaves the newer one in its place", CAME, { file: "new" }, false, { file: "new" }],
    [
      "whose copy is gone gives the newer one back that was set aside",
      CAME,
      { kept: "new" },
      false,
      { file: "new" }
    ],
    ["whose copy is gone leaves nothing where nothing was", CAME, {}, false, {}]
  ] as const)("%s", ([_title, change, before, made, after]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* moved(change, before), [made, after])
    })
  )

  it.effect("that could not come back leaves the newer one in its place", () =>
    spec(
      {},
      Effect.gen(function* () {
        yield* put(`${FILE}/manifest.json`, "new")
        yield* put(`${FROM}/manifest.json`, "old")
        const files = yield* MemoryFiles
        let renames = 0
        yield* files.before(({ name, path }) =>
          Effect.sync(() =>
            name === "rename" && path === place(FILE) && renames++ === 0 ? "EIO" : undefined
          )
        )
        yield* Effect.flip(carryOut([CAME]))
        assert.deepStrictEqual(yield* present, { file: "new", from: "old" })
      })
    )
  )

  it.effect("that could not come back to an empty place fails as the disk does, and no otherwise", () =>
    spec(
      {},
      Effect.gen(function* () {
        yield* put(`${FROM}/manifest.json`, "old")
        yield* MemoryFiles.use((files) => files.failWhen(({ name }) => name === "rename", "EIO"))
        const exit = yield* Effect.exit(carryOut([BACK]))
        assert.isTrue(Exit.isFailure(exit) && !Cause.hasDies(exit.cause))
      })
    )
  )
})

describe("a directory that is there already as it should be, or gone", () => {
  /** How often the plugins directory is made durable. */
  const syncs = (change: DirectoryChange, before: Places) =>
    spec(
      {},
      Effect.gen(function* () {
        yield* lay(before)
        const files = yield* MemoryFiles
        yield* files.reset
        yield* carryOut([change])
        const all = yield* files.operations
        return all.filter(({ name, path }) => name === "sync" && path === place("plugin-repos")).length
      })
    )

  it.effect.each<readonly [string, DirectoryChange, Places]>([
    ["was placed", PLACED, { file: "old" }],
    ["was set aside", ASIDE, { kept: "old" }]
  ])("is made so durably, whichever program has done it: it %s", ([_title, change, before]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* syncs(change, before), 1)
    })
  )

  it.effect("is not made so a second time where it was moved just now", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* syncs(ASIDE, { file: "old" }), 1)
    })
  )
})
