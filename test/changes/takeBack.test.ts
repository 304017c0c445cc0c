/** What a run has made is taken back after an error: by its inverses, the last change first. What cannot be is named. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { keptPlace, takeBack } from "../../src/changes/takeBack.ts"
import { Change, FILE, placeFetched, putBack, setValue } from "../../src/domain/changes/Change.ts"
import { discardedName, keptName } from "../../src/services/disk/localFiles/keptCopies.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { stages, withJournal } from "../support/runs/journalInMemory.ts"
import { place, spec } from "../support/operating.ts"
import { readJson } from "../support/reconciling.ts"
import { withLog } from "../support/runs/warnings.ts"

const ID = "20260301T120000000-00c10c"
const why = { plugin: "clock", cause: "update" }
const CLOCK = "plugin-repos/clock"
const NEWS = "plugin-repos/news"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-aaaaaa.clock"

const to = (name: string, before: number, after: number): Change =>
  setValue({ ...why, file: "config", key: ["clock", name] }, before, after)
const tombstone = Change.AddMember({ ...why, list: "tombstones", member: "clock" })
const placed = placeFetched(why, CLOCK)
const replaced = placeFetched(why, CLOCK, KEPT)

const manifest = (text: string) => ({ id: "clock", text })

/** Files that hold JSON, as an installation is given them. */
const files = (given: { readonly [path: string]: unknown }) => ({
  files: Object.fromEntries(Object.entries(given).map(([path, value]) => [path, JSON.stringify(value)]))
})

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

const takingBack = (made: ReadonlyArray<Change>, underWay: ReadonlyArray<Change> = [], enabledOnly = false) =>
  Effect.map(
    withLog(withJournal(takeBack({ id: ID, enabledOnly }, made, underWay))),
    ({ log, result: { asked, result } }) => ({
      standing: Result.getOrUndefined(result),
      told: stages(asked),
      log: log.map(([level, said]) => [level, ...(Array.isArray(said) ? said : [said])])
    })
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
      files({ [`${CLOCK}/manifest.json`]: manifest("new") }),
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* takingBack([placed]), DONE)
        assert.deepStrictEqual(yield* plugins, {})
      })
    )
  )

  it.effect("lies beside its place, as something that is swept, where it cannot be removed", () =>
    spec(
      files({ [`${CLOCK}/manifest.json`]: manifest("new") }),
      Effect.gen(function* () {
        yield* MemoryFiles.use(({ failWhen }) => failWhen(({ name }) => name === "remove", "EIO"))
        assert.deepStrictEqual(yield* takingBack([placed]), DONE)
        const discarded = `plugin-repos/${discardedName(ID, "clock")}`
        assert.deepStrictEqual(yield* plugins, { [`${discarded}/manifest.json`]: manifest("new") })
      })
    )
  )

  it.effect("gives way to the one that it replaced", () =>
    spec(
      files({
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
      files({ [`${KEPT}/manifest.json`]: manifest("old") }),
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
        files(all),
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* takingBack([], [change]), DONE)
          assert.deepStrictEqual(yield* plugins, all)
        })
      )
    })
  )
})

it("an undone directory is kept beside its place, under the name of the run", () => {
  assert.strictEqual(keptPlace(ID, CLOCK), `plugin-repos/${keptName(ID, "clock")}`)
})

it.effect("a directory that was set aside, and one that came back, are where they were", () =>
  spec(
    files({
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

describe("what cannot be taken back", () => {
  const failing = (path: string) =>
    MemoryFiles.use(({ failWhen }) =>
      failWhen((operation) => operation.name === "rename" && operation.path === place(path), "EIO")
    )
  const STUCK = "a step could not be taken back; the next run completes it or takes it back"

  it.effect(
    "is named, stays intended, and stands in the log with the reason; what is behind it is not tried",
    () =>
      spec(
        {
          config: { clock: { a: 2 } },
          ...files({
            [`${CLOCK}/manifest.json`]: manifest("new"),
            [FILE.tombstones]: { clock: 0 },
            [FILE.secrets]: { clock: { key: 2 } }
          })
        },
        Effect.gen(function* () {
          yield* failing(FILE.config)
          const secret = setValue({ ...why, file: "secrets", key: ["clock", "key"] }, 1, 2)
          const { log, standing, told } = yield* takingBack([placed, tombstone, to("a", 1, 2)], [secret])
          assert.deepStrictEqual([standing, told], [[CLOCK, `${FILE.config}: clock › a`], []])
          assert.deepStrictEqual(
            log.map(([level, message]) => [level, message]),
            [["ERROR", STUCK]]
          )
          assert.match(JSON.stringify(log), /config\/config\.json: rename/u)
        })
      )
  )

  it.effect(
    "is left to the next run where a former directory does not come back, and nothing else was made",
    () =>
      spec(
        files({ [`${KEPT}/manifest.json`]: manifest("old") }),
        Effect.gen(function* () {
          yield* failing(CLOCK)
          const { log, standing, told } = yield* takingBack([], [replaced])
          assert.deepStrictEqual([standing, told], [[], []])
          assert.deepStrictEqual(
            log.map(([level, message]) => [level, message]),
            [["ERROR", STUCK]]
          )
        })
      )
  )

  it.effect("and is a record of this program alone leaves nothing to be completed", () =>
    spec(
      { config: { clock: { a: 2 } }, ...files({ [FILE.tombstones]: { clock: 0 } }) },
      Effect.gen(function* () {
        yield* failing(FILE.tombstones)
        const { log, standing, told } = yield* takingBack([tombstone, to("a", 1, 2)])
        assert.deepStrictEqual([standing, told], [[], ["withdrawn"]])
        assert.deepStrictEqual(
          log.map(([level, message]) => [level, message]),
          [["WARN", "a note of this program's own could not be taken back"]]
        )
        assert.match(JSON.stringify(log), /"problem":"data\/reconciler\/tombstones\.json: rename/u)
      })
    )
  )
})
