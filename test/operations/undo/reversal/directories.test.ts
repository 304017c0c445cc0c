/** What reverses changes of directories, and what is left alone, with what was written beside it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import {
  Change,
  type PlaceFetched,
  placeFetched,
  putBack,
  removeValue,
  setValue
} from "../../../../src/domain/changes/Change.ts"
import type { Uninstalled } from "../../../../src/domain/sources/StoreView.ts"
import { keptPlace } from "../../../../src/changes/takeBack.ts"
import { reverse } from "../../../../src/operations/undo/reversal.ts"
import { DiskWriter } from "../../../../src/services/writing/DiskWriter.ts"
import { MemoryFiles } from "../../../../src/testing/MemoryFiles.ts"
import { doneRecord } from "../../../support/runs/doneRecord.ts"
import { place, spec } from "../../../support/operating.ts"
import type { Described } from "../../../support/reconciling.ts"

const ID = "20260301T120000000-00c10c"
const why = { plugin: "clock", cause: "update" }
const CLOCK = "plugin-repos/clock"
const KEPT = "plugin-repos/.ledmatrix-reconciler.standalone-backup-kept.20260101T000000000-aaaaaa.clock"
const LATER = keptPlace(ID, CLOCK)

const at = (...key: ReadonlyArray<string>) => ({ ...why, file: "config", key: ["clock", ...key] }) as const
const saved = { ...why, file: "state", key: ["states", "clock"] } as const
const city = setValue(at("city"), 1, 2)
const tombstone = { ...why, list: "tombstones", member: "clock" } as const
const aside = Change.SetAside({ ...why, place: CLOCK, kept: KEPT })

const NOTHING: Uninstalled = { marks: new Set(), tombstones: new Set() }
const THERE: Described = { plugins: { clock: {} } }
const BOTH: Described = { ...THERE, files: { [`${KEPT}/manifest.json`]: `{"id": "clock"}` } }
const COPY: Described = { files: { [`${KEPT}/manifest.json`]: `{"id": "clock"}` } }

const reversed = (changes: ReadonlyArray<Change>, command = "update") =>
  reverse(ID, doneRecord(changes, { command }), NOTHING)

const NONE: Effect.Success<ReturnType<typeof reverse>> = { changes: [], leftAlone: [], notes: [] }

describe("a directory", () => {
  const known = (text: string, kept?: string): PlaceFetched => ({
    ...placeFetched(why, CLOCK, kept),
    fingerprint: Option.some(text)
  })

  it.effect.each<readonly [string, Described, Change, Change]>([
    ["that was set aside comes back", COPY, aside, putBack(why, CLOCK, KEPT)],
    [
      "that was placed is set aside",
      THERE,
      placeFetched(why, CLOCK),
      Change.SetAside({ ...aside, kept: LATER })
    ],
    [
      "that was placed gives way to the former one",
      BOTH,
      placeFetched(why, CLOCK, KEPT),
      putBack(why, CLOCK, KEPT, LATER)
    ]
  ])("%s", ([_title, described, change, back]) =>
    spec(
      described,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* reversed([change]), { ...NONE, changes: [back] })
      })
    )
  )

  it.effect.each<readonly [string, Described, Change, string]>([
    ["that was set aside is there again", BOTH, aside, `${CLOCK} is there again`],
    ["that was placed is gone", {}, placeFetched(why, CLOCK), `${CLOCK} is not there any more`],
    ["that was placed is another by now", THERE, known("another"), `${CLOCK} has changed since`],
    [
      "that was set aside is kept no more",
      {},
      aside,
      "the copy of clock is not kept any more; installing it anew brings it back"
    ],
    [
      "was placed over one that is kept no more",
      THERE,
      placeFetched(why, CLOCK, KEPT),
      "the copy of clock is not kept any more; installing it anew brings what the store has now"
    ]
  ])("%s, and is left alone", ([_title, described, change, left]) =>
    spec(
      described,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* reversed([change]), { ...NONE, leftAlone: [left] })
      })
    )
  )

  it.effect("that is what it was is reversed", () =>
    spec(
      THERE,
      Effect.gen(function* () {
        const now = yield* DiskWriter.use((disk) => disk.fingerprint(place(CLOCK)))
        const { changes } = yield* reversed([known(now)])
        assert.deepStrictEqual(changes, [Change.SetAside({ ...aside, kept: LATER })])
      })
    )
  )

  it.effect("of which it cannot be told whether it is another is reversed", () =>
    spec(
      THERE,
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ path }) => path === place(`${CLOCK}/manifest.json`), "EIO")
        )
        const { changes } = yield* reversed([known("another")])
        assert.deepStrictEqual(changes, [Change.SetAside({ ...aside, kept: LATER })])
      })
    )
  )
})

describe("where a directory is left alone", () => {
  const all = (change: Change) => [
    Change.RemoveMember(tombstone),
    change,
    setValue(saved, undefined, 1),
    city
  ]
  const news = { ...setValue({ ...at(), key: ["news"] }, 1, 2), plugin: "news" }
  const CHANGED = { ...placeFetched(why, CLOCK), fingerprint: Option.some("another") }
  const ITS_OWN = [
    `${CLOCK} has changed since`,
    "config/config.json: clock › city goes with it",
    "data/plugin_state.json: states › clock goes with it"
  ]

  it.effect.each(["install", "update", "undo"])(
    "what was written for it stays too, after %s, and is named but for our own records",
    (command) =>
      spec(
        THERE,
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* reversed([...all(CHANGED), news], command), {
            ...NONE,
            changes: [{ ...setValue({ ...at(), key: ["news"] }, 2, 1), plugin: "news" }],
            leftAlone: ITS_OWN
          })
        })
      )
  )

  it.effect.each<readonly [string, Described, Change, string]>([
    ["the directory was set aside", BOTH, aside, "undo"],
    ["the directory is gone", {}, CHANGED, "install"],
    ["the run was about more than that plugin", THERE, CHANGED, "reconcile"],
    ["the run is of a later version of this program", THERE, CHANGED, "tidy"]
  ])("what was written beside it is reversed where %s", ([_title, described, change, command]) =>
    spec(
      described,
      Effect.gen(function* () {
        const { changes } = yield* reversed(all(change), command)
        assert.deepStrictEqual(changes, [
          setValue(at("city"), 2, 1),
          removeValue(saved, 1),
          Change.AddMember(tombstone)
        ])
      })
    )
  )
})
