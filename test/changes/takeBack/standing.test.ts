/** What of a run cannot be taken back after an error: it is named, and the next run completes it or takes it back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Change, FILE, placeFetched, setValue } from "../../../src/domain/changes/Change.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, spec } from "../../support/operating.ts"
import { jsonFiles, takingBack } from "../../support/runs/takingBack.ts"

const why = { plugin: "clock", cause: "update" }
const CLOCK = "plugin-repos/clock"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-aaaaaa.clock"

const to = (name: string, before: number, after: number): Change =>
  setValue({ ...why, file: "config", key: ["clock", name] }, before, after)
const tombstone = Change.AddMember({ ...why, list: "tombstones", member: "clock" })
const placed = placeFetched(why, CLOCK)
const replaced = placeFetched(why, CLOCK, KEPT)

const manifest = (text: string) => ({ id: "clock", text })

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
          ...jsonFiles({
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
    "is the place of a directory whose former one does not come back: the next run puts it there",
    () =>
      spec(
        jsonFiles({ [`${KEPT}/manifest.json`]: manifest("old") }),
        Effect.gen(function* () {
          yield* failing(CLOCK)
          const { log, standing, told } = yield* takingBack([], [replaced])
          assert.deepStrictEqual([standing, told], [[CLOCK], []])
          assert.deepStrictEqual(
            log.map(([level, message]) => [level, message]),
            [["ERROR", STUCK]]
          )
        })
      )
  )

  it.effect("is no former directory that is in its place again by then", () =>
    spec(
      { config: { clock: { a: 2 } }, ...jsonFiles({ [`${KEPT}/manifest.json`]: manifest("old") }) },
      Effect.gen(function* () {
        yield* failing(FILE.config)
        const { standing } = yield* takingBack([to("a", 1, 2)], [replaced])
        assert.deepStrictEqual(standing, [`${FILE.config}: clock › a`])
      })
    )
  )

  it.effect("and is a record of this program alone leaves nothing to be completed", () =>
    spec(
      { config: { clock: { a: 2 } }, ...jsonFiles({ [FILE.tombstones]: { clock: 0 } }) },
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
