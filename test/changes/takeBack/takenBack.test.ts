/** What a run has made is taken back after an error: by its inverses, the last change first. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { keptPlace } from "../../../src/changes/takeBack.ts"
import { Change, FILE, placeFetched, putBack, setValue } from "../../../src/domain/changes/Change.ts"
import { discardedName, keptName } from "../../../src/services/disk/localFiles/keptCopies.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { spec } from "../../support/operating.ts"
import { readJson } from "../../support/reconciling.ts"
import { jsonFiles, RUN_ID, takingBack } from "../../support/runs/takingBack.ts"

const why = { plugin: "clock", cause: "update" }
const CLOCK = "plugin-repos/clock"
const NEWS = "plugin-repos/news"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-aaaaaa.clock"

const to = (name: string, before: number, after: number): Change =>
  setValue({ ...why, file: "config", key: ["clock", name] }, before, after)
const placed = placeFetched(why, CLOCK)
const replaced = placeFetched(why, CLOCK, KEPT)

const manifest = (text: string) => ({ id: "clock", text })

/** The plugins directory: what stands under each name in it. */
const plugins = Effect.map(
  MemoryFiles.use(({ snapshot }) => snapshot),
  (all) =>
    Object.fromEntries(
      [...all].flatMap(([path, text]) =>
        path.startsWith(`${MEMORY_ROOT}/plugin-repos/`) && text !== undefined
          ? [[path.slice(MEMORY_ROOT.length + 1), JSON.parse(text) satisfies unknown]]
          : []
      )
    )
)

const DONE = { standing: [], told: ["withdrawn"], log: [] }

describe("what was made", () => {
  it.effect("is taken back, the last change first, and the run with it", () =>
    spec(
      { config: { clock: { a: 3, b: 1 } } },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* takingBack([to("a", 1, 2), to("a", 2, 3)]), DONE)
        assert.deepStrictEqual(yield* readJson(FILE.config), { clock: { a: 1, b: 1 } })
      })
    )
  )

  it.effect("is taken back after what was under way, as far as that had come", () =>
    spec(
      { config: { clock: { a: 3, b: 1 } } },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* takingBack([to("a", 1, 2)], [to("a", 2, 3), to("b", 1, 2)]), DONE)
        assert.deepStrictEqual(yield* readJson(FILE.config), { clock: { a: 1, b: 1 } })
      })
    )
  )
})

describe("a directory that was fetched", () => {
  it.effect("is gone where nothing was before it", () =>
    spec(
      jsonFiles({ [`${CLOCK}/manifest.json`]: manifest("new") }),
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* takingBack([placed]), DONE)
        assert.deepStrictEqual(yield* plugins, {})
      })
    )
  )

  it.effect("lies beside its place, as something that is swept, where it cannot be removed", () =>
    spec(
      jsonFiles({ [`${CLOCK}/manifest.json`]: manifest("new") }),
      Effect.gen(function* () {
        yield* MemoryFiles.use(({ failWhen }) => failWhen(({ name }) => name === "remove", "EIO"))
        assert.deepStrictEqual(yield* takingBack([placed]), DONE)
        const discarded = `plugin-repos/${discardedName(RUN_ID, "clock")}`
        assert.deepStrictEqual(yield* plugins, { [`${discarded}/manifest.json`]: manifest("new") })
      })
    )
  )

  it.effect("gives way to the one that it replaced", () =>
    spec(
      jsonFiles({
        [`${CLOCK}/manifest.json`]: manifest("new"),
        [`${KEPT}/manifest.json`]: manifest("old")
      }),
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* takingBack([replaced]), DONE)
        assert.deepStrictEqual(yield* plugins, { [`${CLOCK}/manifest.json`]: manifest("old") })
      })
    )
  )

  it.effect("and never came to its place has the former one there again", () =>
    spec(
      jsonFiles({ [`${KEPT}/manifest.json`]: manifest("old") }),
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* takingBack([], [replaced]), DONE)
        assert.deepStrictEqual(yield* plugins, { [`${CLOCK}/manifest.json`]: manifest("old") })
      })
    )
  )

  it.effect.each<readonly [string, Change, { readonly [path: string]: unknown }]>([
    ["nothing was to be replaced", placed, {}],
    ["the former one was kept", replaced, { [`${KEPT}/manifest.json`]: manifest("old") }]
  ])("and could not be placed leaves another's that stands there: %s", ([_title, change, kept]) =>
    Effect.gen(function* () {
      const all = { [`${CLOCK}/manifest.json`]: manifest("another's"), ...kept }
      yield* spec(
        jsonFiles(all),
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* takingBack([], [change]), DONE)
          assert.deepStrictEqual(yield* plugins, all)
        })
      )
    })
  )
})

it("an undone directory is kept beside its place, under the name of the run", () => {
  assert.strictEqual(keptPlace(RUN_ID, CLOCK), `plugin-repos/${keptName(RUN_ID, "clock")}`)
})

it.effect("a directory that was set aside, and one that came back, are where they were", () =>
  spec(
    jsonFiles({
      [`${KEPT}/manifest.json`]: manifest("aside"),
      [`${NEWS}/manifest.json`]: { id: "news" }
    }),
    Effect.gen(function* () {
      const changes = [
        Change.SetAside({ ...why, place: CLOCK, kept: KEPT }),
        putBack({ ...why, plugin: "news" }, NEWS, "plugin-repos/news.standalone-backup-1")
      ]
      assert.deepStrictEqual(yield* takingBack(changes), DONE)
      assert.deepStrictEqual(yield* plugins, {
        [`${CLOCK}/manifest.json`]: manifest("aside"),
        "plugin-repos/news.standalone-backup-1/manifest.json": { id: "news" }
      })
    })
  )
)
