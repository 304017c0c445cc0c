/** A fetched plugin that is put in its place, and how far that came where it was cut short. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import {
  beside,
  isHalfExchanged,
  isPlaced,
  placing,
  putBackFormer,
  withFingerprint
} from "../../../src/changes/directories.ts"
import { Change, placeFetched, putBack } from "../../../src/domain/changes/Change.ts"
import { Disk } from "../../../src/services/Disk.ts"
import { DiskWriter } from "../../../src/services/writing/DiskWriter.ts"
import { PluginInstaller } from "../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, put, spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const why = { plugin: "clock", cause: "update" }
const CLOCK = "plugin-repos/clock"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-aaaaaa.clock"
const ALONE = placeFetched(why, CLOCK)
const OVER = placeFetched(why, CLOCK, KEPT)

const OFFER: Described = { offers: { clock: { manifestId: "clock", version: "2" } } }
const OLD: Described = { ...OFFER, plugins: { clock: { version: "1" } } }

const version = (directory: string) => at(`${directory}/manifest.json`, "version")
const fingerprint = Effect.flatMap(DiskWriter, (disk) => disk.fingerprint(place(CLOCK)))

describe("a fetched plugin", () => {
  const placed = (change: typeof OVER) =>
    Effect.scoped(
      Effect.gen(function* () {
        const disk = yield* Effect.fromResult(yield* (yield* Disk).scan("plugin-repos"))
        const staged = yield* (yield* PluginInstaller).stage("clock", disk, () => ["clock"])
        const step = placing(staged, change)
        assert.deepStrictEqual(step.changes, [change])
        return yield* step.carryOut
      })
    )

  it.effect.each([
    ["stands in an empty place", OFFER, ALONE, undefined],
    ["stands in the place of the former one, which is kept", OLD, OVER, "1"]
  ] as const)("%s", ([_title, described, change, former]) =>
    spec(
      described,
      Effect.gen(function* () {
        const carried = yield* placed(change)
        const made = { ...change, fingerprint: Option.some(yield* fingerprint) }
        assert.deepStrictEqual(carried, { made: [made], dropped: [] })
        assert.deepStrictEqual([yield* version(CLOCK), yield* version(KEPT)], ["2", former])
      })
    )
  )

  it.effect("keeps nothing where nothing was any more", () =>
    spec(
      OFFER,
      Effect.gen(function* () {
        const { made } = yield* placed(OVER)
        assert.deepStrictEqual(made, [
          { ...OVER, kept: Option.none(), fingerprint: Option.some(yield* fingerprint) }
        ])
      })
    )
  )
})

describe("what is put down of a directory that was put in its place", () => {
  it.effect.each([
    ["freshly fetched", OVER],
    ["that came back", putBack(why, CLOCK, KEPT)]
  ] as const)("is what its content is: %s", ([_title, change]) =>
    spec(
      OLD,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* withFingerprint(change), {
          ...change,
          fingerprint: Option.some(yield* fingerprint)
        })
      })
    )
  )

  it.effect("is nothing of its content where that cannot be read", () =>
    spec(
      OLD,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) => files.failWhen(() => true, "EIO"))
        assert.deepStrictEqual(yield* withFingerprint(OVER), OVER)
      })
    )
  )

  it.effect("is nothing more of any other change", () =>
    spec(
      OLD,
      Effect.gen(function* () {
        const aside = Change.SetAside({ ...why, place: CLOCK, kept: KEPT })
        assert.strictEqual(yield* withFingerprint(aside), aside)
      })
    )
  )
})

type Places = ReadonlyArray<typeof CLOCK | typeof KEPT>

/** With a manifest of `clock` in each of these places. */
const where = <A, E, R>(places: Places, program: Effect.Effect<A, E, R>) =>
  spec(
    {},
    Effect.andThen(
      Effect.forEach(places, (one) => put(`${one}/manifest.json`, `{"id": "clock", "at": "${one}"}`)),
      program
    )
  )

describe("an exchange that was cut short", () => {
  it.effect.each<readonly [string, typeof OVER, Places, half: boolean, placed: boolean]>([
    ["before anything was moved", OVER, [CLOCK], false, false],
    ["when the former one was kept", OVER, [KEPT], true, false],
    ["when the new one was placed", OVER, [CLOCK, KEPT], false, true],
    ["of which nothing is left", OVER, [], false, false],
    ["with nothing, before it was placed", ALONE, [], false, false],
    ["with nothing, once it was placed", ALONE, [CLOCK], false, true]
  ])("%s", ([_title, change, places, half, placed]) =>
    where(
      places,
      Effect.gen(function* () {
        assert.deepStrictEqual([yield* isHalfExchanged(change), yield* isPlaced(change)], [half, placed])
      })
    )
  )
})

describe("the former directory", () => {
  const found = Effect.all([at(`${CLOCK}/manifest.json`, "at"), at(`${KEPT}/manifest.json`, "at")])

  it.effect("comes back to its place", () =>
    where(
      [KEPT],
      Effect.gen(function* () {
        yield* putBackFormer(OVER)
        assert.deepStrictEqual(yield* found, [KEPT, undefined])
      })
    )
  )

  it.effect("stays where none was to be replaced", () =>
    where(
      [KEPT],
      Effect.gen(function* () {
        yield* putBackFormer(ALONE)
        assert.deepStrictEqual(yield* found, [undefined, KEPT])
      })
    )
  )

  it.effect("stays where what was kept is another plugin's", () =>
    where(
      [KEPT],
      Effect.gen(function* () {
        yield* putBackFormer({ ...OVER, plugin: "news" })
        assert.deepStrictEqual(yield* found, [undefined, KEPT])
      })
    )
  )
})

it("a name beside a place is in the same directory", () => {
  assert.strictEqual(
    beside("/srv/plugins/clock", (name) => `old.${name}`),
    "/srv/plugins/old.clock"
  )
})
